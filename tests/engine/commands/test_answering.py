"""Every command is answered once, in order, under its own permission; and what is none of ours is left alone."""

from dataclasses import replace

import pytest

from incident_actions.contract.issue import Comment
from incident_actions.contract.snapshot import Snapshot
from incident_actions.engine.commands.answering import MOST_PER_COMMENT
from incident_actions.model.incident.entry import NoteAdded
from incident_actions.model.person import GHOST, Person
from incident_actions.text.slash_grammar import MOST_WORK
from tests.engine.commands.asking import facts, refused, running
from tests.worlds import World


def test_each_command_sees_what_those_before_it_changed() -> None:
    assert [fact["kind"] for fact in facts(running(), "grace", "/resolve\n/resolve\n/reopen it is back\n/resolve")] == [
        "resolved",
        "refused",
        "reopened",
        "resolved",
    ]


def test_permitted_commands_run_although_others_are_refused() -> None:
    world = running()

    assert facts(world, "linus", "/note it began\n/sev 1\n/frob\n/update we look") == [
        {"kind": "note", "text": "it began"},
        {"kind": "refused", "word": "sev", "reason": "MayNot"},
        {"kind": "refused", "word": "frob", "reason": "UnknownCommand"},
        {"kind": "update", "text": "we look"},
    ]
    assert [entry.index for entry in world.entries()[-4:]] == [0, 1, 2, 3]


def test_a_mistake_made_twice_is_reported_once() -> None:
    assert refused(running(), "/frob\n/frob") == [
        "Unknown command `/frob`. `/help` lists the commands. Nothing was changed."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "🔥🔥🔥",
        "x" * 60_000,
        "see `/sev 1`",
        "> /sev 1",
        "```\n/sev 1\n```",
        "<!--\n/sev 1\n-->",
        "path /sev 1",
        "/",
        "//sev 1",
    ],
)
def test_a_comment_without_a_command_leaves_no_trace(text: str) -> None:
    world = running()

    comment = world.post("grace", text)

    assert world.run().effects == ()
    assert world.comments[comment.id].reactions == frozenset()


def test_of_very_many_commands_so_many_are_answered() -> None:
    world = running()

    said = world.ask("grace", "/ack\r\n" * 250)

    assert [entry.kind for entry in world.entries()[-2:]] == ["acknowledged", "refused"]
    assert sum(entry.kind == "acknowledged" for entry in world.entries()) == MOST_PER_COMMENT
    assert said == [
        "This comment is longer than one run reads. Its first 200 commands were answered, and the rest was not read. Post the rest as a new comment."
    ]


def test_a_reply_names_the_lines_that_were_too_many_to_be_read() -> None:
    world = running()
    long = "> x\n" * (MOST_WORK // 2 + 1)

    said = world.ask("grace", f"/sev 1\n\n{long}\n/ack")

    assert world.incident.severity == "SEV-1"
    assert "acknowledged" not in world.incident.milestones
    assert len(said) == 1
    assert world.run().effects == ()


def test_very_long_talk_without_commands_is_not_answered() -> None:
    world = running()

    assert world.ask("grace", "> x\n" * 12_000 + "no /command") == []


def test_a_command_at_the_end_of_a_very_long_comment_is_found() -> None:
    assert facts(running(), "grace", "x\n" * 30_000 + "/ack") == [{"kind": "acknowledged"}]


def test_a_comment_that_was_edited_before_it_was_read_is_refused() -> None:
    world = running()
    comment = world.post("grace", "/sev 2")
    world.edit(comment, "/sev 1")

    world.run()

    assert world.replies()[-1] == (
        "`/sev` was not run, because the comment was edited before it was read. Post it again as a new comment."
    )
    assert world.incident.severity == ""


def test_editing_an_answered_comment_changes_nothing_but_its_line() -> None:
    world = running()
    comment = world.post("grace", "/sev 2")
    world.run()
    world.edit(world.comments[comment.id], "/sev 1")

    assert [type(each).__name__ for each in world.run().effects] == ["WriteCard"]
    assert world.incident.severity == "SEV-2"
    assert world.entries()[-1].kind == "source-changed"


class Event(World):
    """A run that an event started: it brings the comment as it was then, which the list may not show yet."""

    brought: Comment | None = None
    lagging = False

    @property
    def snapshot(self) -> Snapshot:
        shown = super().snapshot
        listed = tuple(comment for comment in shown.comments if not self.lagging or comment.id != self.brought_id)
        return replace(shown, comments=listed, event_comment=self.brought)

    @property
    def brought_id(self) -> int:
        return self.brought.id if self.brought else 0


def test_the_text_that_was_authorised_is_the_one_that_runs() -> None:
    world = Event()
    world.run()
    world.brought = world.post("grace", "/sev 2")
    world.edit(world.brought, "/sev 1")

    world.run()

    assert world.incident.severity == "SEV-2"


def test_the_comment_of_the_event_is_answered_though_the_list_lags_behind() -> None:
    world = Event()
    world.run()
    world.brought, world.lagging = world.post("grace", "/sev 2"), True

    world.run()

    assert world.incident.severity == "SEV-2"
    assert world.comments[world.brought.id].reactions == frozenset({"+1"})


@pytest.mark.parametrize(
    ("author", "kinds"),
    [
        (GHOST, []),
        (Person("other[bot]", 5, bot=True), []),
        (Person("github-actions[bot]", 41898282), []),
        (Person("grace", 2), ["acknowledged"]),
    ],
)
def test_only_people_who_are_there_are_heard(author: Person, kinds: list[str]) -> None:
    world = running()
    comment = world.post("grace", "/ack")
    world.comments[comment.id] = replace(comment, author=author)

    world.run()

    assert [entry.kind for entry in world.entries() if entry.comment == comment.id] == kinds


def test_a_command_of_a_deleted_account_is_refused_for_lack_of_a_role() -> None:
    world = running()
    comment = world.post("grace", "/ack")
    world.comments[comment.id] = replace(comment, author=GHOST)

    world.run()

    assert world.replies() == [
        "@ghost, `/ack` needs the role **write** in this repository, and yours is **none**. Nothing was done. Ask somebody with that role, or an administrator of the repository, who can grant it."
    ]


def test_commands_from_before_the_declaration_never_run() -> None:
    world = World()
    world.issue = replace(world.issue, labels=())
    world.post("grace", "/sev 1\n/ack")
    world.ask("grace", "/declare")

    assert [entry.kind for entry in world.entries()] == ["declared"]
    assert world.run().effects == ()


def test_a_command_that_nobody_may_use_is_refused_to_all() -> None:
    world = running()
    world.process = replace(world.process, permissions={"resolve": "nobody"})

    assert refused(world, "/resolve", "ada") == [
        "@ada, `/resolve` is switched off in this repository (`permissions` in `.github/incidents.yml`). Nothing was done."
    ]


@pytest.mark.parametrize("role", ["security-lead", "could-not-check", "none", ""])
def test_a_role_that_is_not_known_is_not_enough(role: str) -> None:
    world = running()
    world.roles = {"zoe": role}

    assert facts(world, "zoe", "/ack\n/help\n/note x") == []
    assert len(world.replies()) == 1


def test_a_person_with_very_many_commands_does_not_keep_others_waiting() -> None:
    world = running()
    for _ in range(3):
        world.post("ada", "/ack\n" * 150)
    world.post("grace", "/sev 1")

    plan = world.run()

    assert plan.unfinished
    assert world.incident.severity == "SEV-1"
    assert sum(entry.by == "ada" for entry in world.entries()) == 150


def test_comments_that_one_turn_leaves_over_are_answered_by_the_next_in_order() -> None:
    world = running()
    for place in range(5):
        world.post("ada", f"/note first of {place}\n" * 99)

    plans = [world.run() for _ in range(3)]

    assert [plan.unfinished for plan in plans] == [True, True, False]
    told = [entry.text for entry in world.entries() if isinstance(entry, NoteAdded)]
    assert told == [f"first of {place}" for place in range(5) for _ in range(99)]


def test_once_a_turn_may_make_no_more_the_rest_of_its_first_comment_is_refused() -> None:
    world = running()
    world.most_made = 3
    world.post("grace", "\n".join(f"/action @grace 2026-04-01 Alert number {place}" for place in range(5)))

    plan = world.run()

    assert not plan.unfinished
    assert len(world.incident.actions) == 3
    assert world.replies() == [
        "Opened #104: *Alert number 0* · `grace` · due 2026-04-01\n\nOpened #105: *Alert number 1* · `grace` · due 2026-04-01\n\nOpened #106: *Alert number 2* · `grace` · due 2026-04-01\n\nThis comment is longer than one run reads. Its first 3 commands were answered, and the rest was not read. Post the rest as a new comment."
    ]


def test_once_a_turn_may_make_no_more_a_later_comment_waits_whole() -> None:
    world = running()
    world.most_made = 3
    for place in range(2):
        world.post("grace", f"/action @grace 2026-04-01 One of {place}\n/action @grace 2026-04-02 Two of {place}")

    first = world.run()
    then = world.run()

    assert (first.unfinished, then.unfinished) == (True, False)
    assert [each.text for each in world.incident.actions] == ["One of 0", "Two of 0", "One of 1", "Two of 1"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("/ack\n/frobnicate\n/ic", "**Done:** `/ack`, `/ic`. **Not done:** `/frobnicate`."),
        ("/ack\n/sev1\n/resolve!\n/snooze", "**Done:** `/ack`, `/sev1`, `/resolve!`. **Not done:** `/snooze`."),
        ("/update all\nthat\n/undo", "**Done:** `/update all`. **Not done:** `/undo`."),
        ("/note " + "x" * 80 + "\n/undo", "**Done:** `/note " + "x" * 53 + "…`. **Not done:** `/undo`."),
    ],
)
def test_a_comment_with_a_bad_line_says_which_lines_were_done(text: str, first: str) -> None:
    world = running()

    (said,) = [reply for reply in world.ask("grace", text) if "**Not done:**" in reply]

    assert said.partition("\n")[0] == first


@pytest.mark.parametrize("text", ["/frobnicate\n/undo", "/ack\n/sev 2", "/undo"])
def test_a_comment_of_which_all_or_nothing_was_done_needs_no_such_line(text: str) -> None:
    assert "**Not done:**" not in "".join(running().ask("grace", text))


def test_a_comment_with_a_bad_line_gets_no_thumb() -> None:
    world = running()
    comment = world.post("grace", "/ack\n/sevv\n/ic")
    world.run()

    assert world.comments[comment.id].reactions == frozenset({"confused"})


def test_the_words_of_other_bots_are_left_alone_on_an_incident() -> None:
    world = running()
    world.process = replace(world.process, ignore_commands=("lgtm", "/assign"))

    comment = world.post("grace", "/lgtm\n/assign @ada")
    world.run()

    assert world.replies() == []
    assert world.comments[comment.id].reactions == frozenset()
    assert world.ask("grace", "/lgtm\n/ack") == []
    assert "acknowledged" in world.incident.milestones


def test_loosely_typed_commands_are_not_carried_out_after_a_day() -> None:
    world = running()
    world.post("grace", "/sev1")
    world.advance(hours=23)
    world.run()
    assert world.incident.severity == "SEV-1"

    late = running()
    late.post("grace", "/sev1")
    late.post("grace", "/update plainly typed")
    late.advance(hours=25)
    late.run()

    assert (late.incident.severity, late.incident.last_update_text) == ("", "plainly typed")
