"""Whatever an issue shows, one reconcile makes it right, and a second finds nothing to do."""

from collections import Counter
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_actions.contract.effects import (
    AddReaction,
    Effect,
    MinimizeComments,
    OpenIssue,
    PaintLabel,
    PinComment,
    PostComment,
    ReportCheck,
    SetIssue,
    WriteCard,
)
from incident_actions.contract.issue import ManualAction, PullRequest
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold_entry
from incident_actions.model.incident.phase import Phase
from incident_actions.text.record import LIMIT
from tests.engine.commands.asking import running
from tests.worlds import RunDied, World

LINES = st.sampled_from(
    (
        "/ack", "/sev 1", "/sev 2 less than we thought", "/sev 9", "/ic", "/ic @linus", "/comms @mary", "/tech @nobody",
        "/status identified", "/status monitoring looks good", "/status resolved", "/mitigated", "/mitigated 13:00",
        "/resolve", "/resolve it is over", "/reopen it came back", "/reopen", "/false-alarm a test", "/duplicate #3",
        "/duplicate #7", "/update we are on it", "/note 13:30 the deploy", "/started 13:00", "/time resolved 12:00",
        "/affects api, web", "/impact everybody", "/hotfix pool size", "/hotfix pool size from v1",
        "/action @linus fri fix it prevent", "/action @mary write it down", "/postmortem", "/postmortem waive no need",
        "/help", "/frobnicate", "/due friday", "/declare 1 again", "just talk", "<!-- /sev 1 -->", "> /sev 1",
        "@acme/all fixes #1", "/page", "/page @ada it grows", "/page @nobody", "/escalate", "/snooze 30m on it", "/snooze off",
        "/cadence 20m", "/publish we look", "/handoff ic @ada go on", "/room #pool",
    )
)  # fmt: skip
PEOPLE = st.sampled_from(("ada", "grace", "linus", "mary", "kim", "nobody"))
TALK = st.tuples(st.just("say"), PEOPLE, st.lists(LINES, min_size=1, max_size=4).map("\n".join))
HANDS = st.one_of(
    st.tuples(st.just("hand"), PEOPLE, st.sampled_from((ManualAction.CLOSED, ManualAction.REOPENED))),
    st.tuples(st.just("label"), PEOPLE, st.sampled_from(("SEV-1", "SEV-3", "status: monitoring", "bug"))),
    st.tuples(st.just("unlabel"), PEOPLE, st.sampled_from(("incident", "SEV-1", "status: investigating"))),
)
ENDS = st.tuples(st.just("pull"), st.booleans(), st.just(""))
WAITS = st.tuples(st.just("wait"), st.integers(1, 300), st.just(""))
DOINGS = st.lists(st.one_of(TALK, TALK, TALK, HANDS, ENDS, WAITS), min_size=1, max_size=8)


def do(world: World, doing: tuple[object, ...]) -> None:
    match doing:
        case ("say", str(who), str(text)):
            world.post(who, text)
        case ("hand", str(who), ManualAction() as hand):
            world.change_manually(who, hand)
        case ("label", str(who), str(label)):
            world.change_manually(who, ManualAction.LABELED, label)
        case ("unlabel", str(who), str(label)):
            world.change_manually(who, ManualAction.UNLABELED, label)
        case ("pull", bool(merged), _):
            for number in [each.number for each in world.pulls.values() if each.open]:
                if merged:
                    world.merge(number, by="ada")
                else:
                    world.pulls[number] = PullRequest(number, open=False, merged=False, ended_by="ada", ended=world.now)
        case ("wait", int(hours), _):
            world.advance(hours=hours)


@given(DOINGS)
def test_one_run_makes_it_right_and_a_second_does_nothing(doings: list[tuple[object, ...]]) -> None:
    world = World()
    world.run()

    for doing in doings:
        do(world, doing)
        before = world.entries()
        world.run()
        assert world.entries()[: len(before)] == before, "an accepted entry disappeared"
        assert world.run().effects == ()
    assert len(world.cards()) == 1


@given(DOINGS)
def test_a_command_is_carried_out_first_and_acknowledged_last(doings: list[tuple[object, ...]]) -> None:
    world = World()
    merged, proposed = "the check of a merged file", "the check of a proposed file"
    order = (PostComment, merged, WriteCard, PinComment, SetIssue, PaintLabel, AddReaction, proposed, MinimizeComments)

    def kind(effect: Effect) -> object:
        return (proposed if effect.is_open else merged) if isinstance(effect, ReportCheck) else type(effect)

    for doing in doings:
        do(world, doing)
        places = [order.index(kind(effect)) for effect in world.run().effects]
        assert places == sorted(places)


@given(DOINGS, st.integers(0, 12))
@settings(max_examples=60)
def test_a_run_killed_anywhere_is_finished_by_the_next(doings: list[tuple[object, ...]], steps: int) -> None:
    world = World()
    world.run()
    for doing in doings[:-1]:
        do(world, doing)
        world.run()
    do(world, doings[-1])
    undisturbed = deepcopy(world)
    undisturbed.run()

    world.strength = steps
    try:
        world.run()
    except RunDied:
        world.strength = 10_000
        world.run()
    world.strength = 10_000
    world.run()

    assert world.visible_issue() == undisturbed.visible_issue()


def test_every_command_is_answered_once_in_order_however_many_came_at_once() -> None:
    world = World()
    for severity in ("1", "2", "3"):
        world.post("grace", f"/sev {severity}")

    world.run()

    severities = [entry.to for entry in world.entries() if isinstance(entry, e.SeveritySet)]
    assert severities == ["SEV-1", "SEV-2", "SEV-3"]
    assert world.incident.severity == "SEV-3"


def test_a_record_larger_than_one_comment_goes_on_in_another() -> None:
    world = World()
    for number in range(200):
        world.post("grace", f"/note {number} " + "x" * 900)
    world.run()
    world.post("grace", "/note the last one")
    world.run()

    noted = [entry.text.split()[0] for entry in world.entries() if isinstance(entry, e.NoteAdded)]
    assert noted == [*map(str, range(200)), "the"]
    assert all(len(comment.body) <= LIMIT for comment in world.comments.values() if comment.author.bot)
    assert world.run().effects == ()


def test_a_merge_opens_each_action_item_once_although_the_run_dies_in_between() -> None:
    world = World()
    world.ask("grace", "/sev 1\n/resolve")
    (path,) = (name for name in world.files if not name.endswith("README.md"))
    rows = "".join(f"| Item {number} | @linus | 2026-04-0{number} | prevent |\n" for number in range(1, 6))
    world.files[path] = world.files[path].replace("|---|---|---|---|\n\n<!--", f"|---|---|---|---|\n{rows}\n<!--")
    (pull,) = world.pulls
    world.merge(pull, by="ada")

    for strength in (2, 3, 10_000):
        world.strength = strength
        try:
            world.run()
        except RunDied:
            continue

    titles = [creation.title for creation, _ in world.made.values() if isinstance(creation, OpenIssue)]
    assert titles == [f"Item {number}" for number in range(1, 6)]
    assert world.incident.phase is Phase.CLOSED


@pytest.mark.parametrize(
    "body", ["💥" * 500, "x" * 60_000, "/note " + "y" * 60_000, "```\n~~~\n```\n/sev 1\n~~~", "\r\n/ack\r\n"]
)
def test_odd_comments_break_nothing(body: str) -> None:
    world = World()

    world.ask("grace", body)

    assert world.run().effects == ()


def test_two_hundred_commands_in_one_comment_are_all_answered() -> None:
    world = World()

    world.ask("grace", "\n".join(f"/note {number}" for number in range(200)))

    assert len([entry for entry in world.entries() if isinstance(entry, e.NoteAdded)]) == 200


def test_within_one_run_no_entry_is_folded_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    world = running(*(f"/note step {place}" for place in range(20)))
    folded: Counter[e.Entry] = Counter()

    def counting(number: int, before: Incident | None, entry: e.Entry) -> Incident | None:
        folded[entry] += 1
        return fold_entry(number, before, entry)

    monkeypatch.setattr("incident_actions.model.incident.incident.fold_entry", counting)
    world.ask("grace", "/note one more\n/sev 1\n/ic\n/action @linus 2026-04-01 Alert on it")

    assert len(folded) == len(world.entries())
    assert set(folded.values()) == {1}
