"""`/replay`: a log kept by hand comes on record once, with its own times, on the permission of who puts it there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.text.offline_log import Log, LogLine, add_fence, write_log
from tests.worlds import START, RunDied, World

BEGAN = START - timedelta(hours=11)
"""03:00: GitHub was down in the night, and it is the afternoon."""

HEAD = {"title": "Checkout is down", "declared": BEGAN, "by": "linus", "severity": "2", "process": "default"}


def spoken(minutes: int, by: str, typed: str) -> LogLine:
    return LogLine(BEGAN + timedelta(minutes=minutes), by, typed)


def log(*lines: LogLine, **more: object) -> str:
    """The comment by which a log is replayed."""
    return "/replay\n" + add_fence(write_log(Log(**{**HEAD, **more}, lines=lines), "Kept by hand."))  # type: ignore[arg-type]


def plain() -> World:
    """An issue that is no incident."""
    world = World()
    world.issue = replace(world.issue, labels=(), title="From the log of the night")
    return world


NIGHT = (
    spoken(2, "linus", "/ack"),
    spoken(3, "linus", "/ic"),
    spoken(10, "grace", "/update The database is back.\nPayments are slow."),
    spoken(15, "linus", "/sev 1"),
)


def told(world: World) -> list[tuple[str, str, str]]:
    """Every fact of the record: when it happened, what it is, and whose it is."""
    return [(f"{entry.at:%H:%M}", entry.kind, entry.by) for entry in world.entries()]


def test_a_log_makes_an_incident_of_an_issue_with_the_times_and_names_it_tells() -> None:
    world = plain()

    world.ask("grace", log(*NIGHT))

    assert told(world) == [
        ("03:00", "declared", "linus"),
        ("03:02", "acknowledged", "linus"),
        ("03:03", "role", "linus"),
        ("03:10", "update", "grace"),
        ("03:15", "severity", "linus"),
        ("14:00", "replayed", "grace"),
        *told(world)[6:],
    ]
    assert {kind for _, kind, _ in told(world)[6:]} == {"fired"}
    assert (world.incident.title, world.incident.severity, world.issue.title) == (HEAD["title"], "SEV-1", HEAD["title"])
    assert world.incident.last_update_text == "The database is back.\nPayments are slow."
    assert all(entry.accepted > START for entry in world.entries())


def test_a_replay_is_announced_once_with_its_author() -> None:
    world = plain()

    replies = world.ask("grace", log(*NIGHT[:2]))

    assert replies[0] == (
        "**Replayed** an offline log from 2026-03-04 03:00 UTC to 03:03 UTC: the declaration and 2 commands. Times and names are those of the log. `grace` posted it, so the permissions of `grace` apply."
    )
    assert world.comments[101].reactions == frozenset({"+1"})


def test_a_log_that_grew_adds_only_what_is_new() -> None:
    world = plain()
    world.ask("grace", log(*NIGHT[:2]))
    before = len(world.entries())

    replies = world.ask("ada", log(*NIGHT))

    gained = [each for each in world.entries()[before:] if not isinstance(each, e.TimerFired)]
    assert [entry.kind for entry in gained] == ["update", "severity", "replayed"]
    assert "2 commands, 2 on record already" in replies[0]


def test_a_log_that_is_replayed_again_adds_nothing() -> None:
    world = plain()
    world.ask("grace", log(*NIGHT))
    before = [entry for entry in world.entries() if not isinstance(entry, e.TimerFired)]

    replies = world.ask("ada", log(*NIGHT))

    assert replies == ["Nothing new: all 4 lines of this log are on record already."]
    kept = [entry for entry in world.entries() if not isinstance(entry, e.TimerFired)]
    assert [entry.kind for entry in kept[len(before) :]] == ["answered"]


def test_a_line_needs_the_permission_of_who_replays_not_of_whom_it_names() -> None:
    world = plain()

    replies = world.ask("linus", log(spoken(1, "ada", "/resolve")))

    assert world.entries() == ()
    assert replies == [
        "@linus, `/replay` needs the role **write** in this repository, and yours is **triage**. Nothing was done. Ask somebody with that role, or an administrator of the repository, who can grant it."
    ]


def test_a_line_that_one_may_not_is_taken_from_another_who_may() -> None:
    world = plain()
    world.process = read_process(
        "extends: default\npermissions: { resolve: admin }\n", templates.load_preset, tuple(BY_WORD)
    )
    text = log(spoken(1, "linus", "/ack"), spoken(2, "linus", "/resolve"))

    first = world.ask("grace", text)
    second = world.ask("ada", text)

    assert "`/resolve` needs the role **admin** in this repository, and yours is **write**." in first[0]
    assert "1 command, 1 on record already" in second[0]
    assert world.incident.milestones["resolved"] == BEGAN + timedelta(minutes=2)


def test_a_log_in_two_pieces_pages_the_person_on_call_once() -> None:
    world = plain()
    rota = "on_call: { primary: [{ people: [mary] }] }\n"
    world.process = read_process(f"extends: default\n{rota}", templates.load_preset, tuple(BY_WORD))

    world.ask("grace", log(*NIGHT[:2]))
    world.ask("grace", log(*NIGHT[2:]))

    calls = [said.partition("\n\n")[0] for said in world.tool_comments() if "you are on call" in said]
    assert calls == [
        "**Declared as SEV-2.** @mary, you are on call. You lead this incident until someone takes command."
    ]


def test_a_line_that_is_refused_is_said_with_its_words_and_the_others_stand() -> None:
    world = plain()

    replies = world.ask("grace", log(spoken(1, "linus", "/sev 9"), spoken(2, "linus", "/ack")))

    assert [kind for _, kind, _ in told(world)][:4] == ["declared", "refused", "acknowledged", "replayed"]
    assert "1 command, 1 refused" in replies[0]
    assert "2026-03-04 03:01 UTC, `linus`, `/sev 9`:\n\n`/sev` can't tell which severity `9` means." in replies[0]


def test_a_role_for_a_name_that_nobody_bears_is_refused() -> None:
    world = plain()

    replies = world.ask("grace", log(spoken(1, "somebody", "/ic"), spoken(2, "somebody", "/note it was me")))

    assert world.incident.roles == {}
    assert "@somebody" not in "".join(replies + [card.body for card in world.cards()])
    assert told(world)[2] == ("03:02", "note", "somebody")


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        ("2026-03-04T02:00Z @linus /ack", "its time is before that of the line above"),
        ("2026-03-04T18:00Z @linus /ack", "its time is in the future"),
        ("03:12 linus /ack", "expected the date and time in UTC, a login and a command"),
        ("2026-03-04T03:12Z @linus acknowledged", "expected the date and time in UTC, a login and a command"),
    ],
)
def test_a_log_with_a_line_that_cannot_be_read_is_refused_whole_with_its_number(slip: str, said: str) -> None:
    world = plain()
    text = write_log(Log(**HEAD, lines=NIGHT[:1])) + slip  # type: ignore[arg-type]

    replies = world.ask("grace", f"/replay\n{add_fence(text)}")

    assert world.entries() == ()
    assert f"line 8, `{slip}`: {said}" in replies[0]


def test_a_comment_without_a_log_is_told_what_belongs_there() -> None:
    world = World()
    world.run()

    replies = world.ask("grace", "/replay yesterday")

    assert replies == ["`/replay` takes this form: `/replay <the log in a code block>`. Nothing was changed."]


def test_lines_join_an_incident_that_was_declared_before_github_went_down() -> None:
    world = World()
    world.run()
    world.advance(hours=3)
    line = LogLine(START + timedelta(hours=1), "linus", "/mitigated")

    world.ask("grace", log(line, declared=START + timedelta(minutes=30)))

    assert world.incident.phase is Phase.MITIGATED
    assert world.incident.milestones["mitigated"] == START + timedelta(hours=1)
    assert [entry.kind for entry in world.entries()].count("declared") == 1


def test_a_replayed_incident_that_is_over_pages_nobody() -> None:
    world = plain()
    world.notifies = True

    replies = world.ask("grace", log(*NIGHT, spoken(40, "linus", "/resolve Failed over.")))
    world.run()
    world.run()

    assert world.incident.phase is Phase.RESOLVED
    assert [
        entry.kind for entry in world.entries() if isinstance(entry, e.TimerFired | e.PeoplePaged | e.NotificationSent)
    ] == []
    assert [reply.partition(" ")[0] for reply in replies] == ["**Replayed**", "**Resolved.**"]


def test_a_replayed_incident_that_still_runs_pages_once_and_is_not_late() -> None:
    world = plain()

    world.ask("grace", log(*NIGHT))
    replayed = next(entry for entry in world.entries() if isinstance(entry, e.LogLinesReplayed))
    fired = [entry for entry in world.entries() if isinstance(entry, e.TimerFired)]
    world.run()

    assert fired
    assert len({entry.timer for entry in fired}) == len(fired)
    assert {entry.due for entry in fired} == {replayed.accepted}
    assert [entry for entry in world.entries() if isinstance(entry, e.TimerFired)] == fired


def test_news_of_the_night_are_not_sent_in_the_afternoon() -> None:
    world = plain()
    world.notifies = True

    world.ask("grace", log(*NIGHT, spoken(20, "grace", "/publish We are on it.")))
    world.run()

    assert {entry.what for entry in world.entries() if isinstance(entry, e.NotificationSent)} <= {
        "update due",
        "escalated",
    }


@pytest.mark.parametrize("strength", range(1, 14))
def test_a_replay_that_dies_anywhere_is_finished_by_the_next_run(strength: int) -> None:
    whole, world = plain(), plain()
    text = log(*NIGHT, spoken(16, "linus", "/action @grace 2026-06-01 Watch the pool"))
    whole.ask("grace", text)
    world.strength = strength

    try:
        world.ask("grace", text)
    except RunDied:
        world.strength = 10_000
        world.run()

    world.run()
    assert world.visible_issue() == whole.visible_issue()


def test_a_record_that_was_lost_is_built_again_from_its_replay() -> None:
    world = plain()
    world.ask("grace", log(*NIGHT))
    before = told(world)[:6]
    (card,) = world.cards()
    del world.comments[card.id]

    world.run()

    assert told(world)[:6] == before
