"""People who may run no command get one reply for each comment, and leave nothing on record."""

from dataclasses import replace

from incident_actions.contract.effects import AddReaction, PostComment
from incident_actions.contract.questions import RoleOf
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.engine.commands.waiting_comments import MOST_PEOPLE, MOST_REFUSALS
from tests.engine.commands.asking import facts, running
from tests.worlds import World

NOT_ALLOWED = "@mary, `/ack` needs the role **write** in this repository, and yours is **read**. Nothing was done. Ask somebody with that role, or an administrator of the repository, who can grant it."
PAUSED = (
    "@mary, you posted more than 10 commands within an hour. Commands in this repository need the role **triage**."
    " Further commands get no reply until you have that role, or an hour has passed."
)


def test_a_stranger_leaves_nothing_on_record() -> None:
    world = running()
    before = world.cards()

    assert facts(world, "mary", "/ack\n/frobnicate\n/ack again") == []
    assert world.cards() == before
    assert world.replies() == [
        f"{NOT_ALLOWED}\n\nUnknown command `/frobnicate`. `/help` lists the commands. Nothing was changed."
    ]


def test_a_stranger_hears_who_leads_the_incident_without_another_request() -> None:
    world = running("/ic @ada")
    world.asked.clear()

    (said,) = world.ask("mary", "/resolve")

    assert said.endswith("Ask `ada`, who leads this incident, or an administrator of the repository, who can grant it.")
    assert RoleOf("ada") not in world.asked


def test_a_stranger_gets_a_reply_that_names_the_comment_and_a_reaction() -> None:
    world = running()
    comment = world.post("mary", "/ack")

    plan = world.run()

    (reply, reaction) = plan.effects
    assert isinstance(reply, PostComment)
    assert reply.body.startswith(f"<!-- incident-actions:say refusal:{comment.id} -->\n")
    assert reaction == AddReaction(comment.id, "confused")
    assert (plan.outcome, plan.may_conflict) == ("MayNot", False)


def test_a_refused_comment_is_refused_once_and_its_author_not_asked_about_again() -> None:
    world = running()
    world.ask("mary", "/ack")

    again = world.run()

    assert again.effects == ()
    assert RoleOf("mary") not in world.asked


def test_a_stranger_whose_word_is_no_command_hears_the_nearest_one() -> None:
    assert running().ask("mary", "/resolv") == [
        "Unknown command `/resolv`. Did you mean `/resolve`? Nothing was changed."
    ]


def test_a_stranger_who_may_see_the_commands_sees_them_and_leaves_nothing_on_record_either() -> None:
    world = running()
    before = world.cards()

    (said,) = world.ask("mary", "/help\n/ack")

    assert "`/sev <" in said
    assert said.endswith(NOT_ALLOWED)
    assert world.cards() == before


def test_one_reply_refuses_all_strangers_who_wait() -> None:
    world = running()
    comments = [world.post(login, "/ack") for login in ("mary", "zoe", "mary")]

    plan = world.run()

    (said,) = [each for each in plan.effects if isinstance(each, PostComment)]
    assert said.key == " ".join(f"refusal:{each.id}" for each in comments)
    assert said.body.count("@mary") == said.body.count("@zoe") == 1


def test_responders_are_answered_before_strangers_and_in_their_own_order() -> None:
    world = running()
    world.post("mary", "/sev 4")
    world.post("grace", "/sev 3")
    world.post("zoe", "/sev 4")
    world.post("ada", "/sev 1\n/frobnicate")

    plan = world.run()

    assert world.incident.severity == "SEV-1"
    keys = [each.key.partition(":")[0] for each in plan.effects if isinstance(each, PostComment)]
    assert keys.index("reply") < keys.index("refusal")


def test_from_the_eleventh_command_in_an_hour_on_a_stranger_hears_so_once() -> None:
    world = running()
    said = [world.ask("mary", "/ack") for _ in range(MOST_REFUSALS + 5)]

    assert said == [[NOT_ALLOWED]] * MOST_REFUSALS + [[PAUSED]] + [[]] * 4
    assert RoleOf("mary") not in world.asked


def test_an_hour_later_a_stranger_hears_again() -> None:
    world = running()
    for _ in range(MOST_REFUSALS + 2):
        world.ask("mary", "/ack")
    world.advance(hours=1, minutes=1)

    assert NOT_ALLOWED in world.ask("mary", "/ack")


def test_a_flood_that_waits_gets_one_reply_for_its_first_comments_and_the_one_that_says_so() -> None:
    world = running()
    flood = [world.post("mary", "/x\n" * 200) for _ in range(40)]

    plan = world.run()

    (said,) = [each for each in plan.effects if isinstance(each, PostComment)]
    assert said.key.split() == [f"refusal:{each.id}" for each in flood[: MOST_REFUSALS + 1]]
    assert PAUSED in said.body
    assert not [each for each in world.run().effects if isinstance(each, PostComment)]


def test_a_crowd_of_strangers_is_refused_turn_by_turn_and_no_role_is_asked_for_twice() -> None:
    world = running()
    for place in range(MOST_PEOPLE + 10):
        world.post(f"troll-{place}", "/ack")

    first, then = world.run(), world.run()

    assert (first.unfinished, then.unfinished) == (True, False)
    assert first.outcome == then.outcome == "MayNot"
    assert not [each for each in world.run().effects if isinstance(each, PostComment)]


def test_one_reply_does_not_outgrow_a_comment() -> None:
    world = running()
    for place in range(45):
        words = "".join(f"/{word}\n" for word in BY_WORD)
        world.post(f"troll-{place}", f"{words}/{'x' * 5_000}\n/{'y' * 5_000}\n/{'z' * 5_000}")

    plans = [world.run() for _ in range(14)]

    said = [each.body for plan in plans for each in plan.effects if isinstance(each, PostComment)]
    assert all(len(body) < 65_536 for body in said)
    assert len(said) == 12
    assert [plan.unfinished for plan in plans] == [True] * 11 + [False] * 3


def test_on_an_ordinary_issue_a_stranger_hears_only_that_declaring_needs_a_role() -> None:
    world = World()
    world.issue = replace(world.issue, labels=())

    assert world.ask("mary", "/lgtm") == []
    assert world.ask("mary", "/sev 1") == []
    assert world.ask("mary", "/declare") == [NOT_ALLOWED.replace("/ack", "/declare").replace("write", "triage")]
