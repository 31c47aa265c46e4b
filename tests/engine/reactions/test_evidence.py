"""A record that is built again knows what it can no longer read from people: whom the tool itself called."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from incident_actions.contract.decision import Context, Decision, NeedsAnswer
from incident_actions.contract.issue import Comment, ManualAction, ManualChange, PullRequest
from incident_actions.contract.questions import AnyQuestion, ChangesOf, EditorOf, FileOf, PullOf, PullsOf
from incident_actions.engine.declaring import is_declared_by_label
from incident_actions.engine.reactions.evidence import (
    find_first_page,
    find_postmortem,
    find_review,
)
from incident_actions.engine.reactions.record_repairs import note_repair
from incident_actions.engine.record_integrity import RecordState
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.entry import Damage
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import Phase
from incident_actions.model.person import Person
from incident_actions.postmortem import index
from incident_actions.postmortem.links import FileLinks
from incident_actions.text.record import Sequence
from tests.own_timers import only_own_timers
from tests.timers.timer_records import incident, process
from tests.worlds import BOT, PROCESS, START, WORDING, World

ON_CALL = only_own_timers("""
severities: [{label: SEV-1, tell: ["@margaret"]}, {label: SEV-2}]
on_call:
  primary: [{people: [linus]}]
  overrides: [{from: 2026-03-04 15:00, until: 2026-03-05 15:00, who: ada}]
""")


def declared() -> World:
    found = World(process=process(ON_CALL))
    found.run()
    return found


def lose_the_record(found: World) -> None:
    (card,) = found.cards()
    del found.comments[card.id]


def called(found: World) -> list[e.PeoplePaged]:
    return [entry for entry in found.entries() if isinstance(entry, e.PeoplePaged)]


@pytest.mark.parametrize("hours", [0, 3], ids=["at once", "when somebody else is on call"])
def test_people_paged_at_the_declaration_are_known_again_and_unassigned_once_somebody_commands(hours: int) -> None:
    found = declared()
    before = called(found)
    found.advance(hours=hours)
    lose_the_record(found)
    found.run()
    assert ([each.to for each in called(found)], found.issue.assignees) == ([("linus",)], ("linus",))
    assert [(each.to, each.whom) for each in called(found)] == [(each.to, each.whom) for each in before]

    found.ask("ada", "/ic @grace")

    assert found.issue.assignees == ("grace",)


def test_the_first_page_is_recorded_once_however_often_the_record_is_lost() -> None:
    found = declared()
    for _ in range(3):
        lose_the_record(found)
        found.run()

    assert [each.to for each in called(found)] == [("linus",)]
    assert found.run().is_empty


def test_people_informed_of_the_severity_do_not_count_as_paged() -> None:
    found = declared()
    found.ask("grace", "/sev 1")
    lose_the_record(found)
    found.run()

    assert [each.to for each in called(found)] == [("linus",)]


def test_no_page_is_found_if_the_tool_paged_nobody() -> None:
    found = World(process=process(only_own_timers("")))
    found.run()
    found.process = process(ON_CALL)
    lose_the_record(found)
    found.run()

    assert called(found) == []


DECLARED = e.Declared(at=START, accepted=START, by="grace", severity="SEV-1", title="Checkout is down")
RESOLVED = e.Resolved(at=START, accepted=START, by="grace")
PATH = "docs/incidents/2026-03-04-checkout-is-down.md"
OPENED = e.PostmortemOpened(at=START, accepted=START, branch="postmortem/7", path=PATH, pull=20)
REJECTED = e.PostmortemEnded(at=START, accepted=START, by="ada", pull=20, merged=False)
NOON = START + timedelta(hours=1)


def context(*comments: Comment, answers: dict[AnyQuestion, object] | None = None, text: str = "") -> Context:
    """Return the context of an issue with these comments and answers, an hour after its declaration."""
    snapshot = replace(World().snapshot, comments=comments).with_answers(answers or {})
    return Context(snapshot, process(text) if text else PROCESS, WORDING, NOON)


def comment(number: int, body: str, *, edited: bool = False, accepted: bool = False) -> Comment:
    """Return a comment of grace, perhaps with the tool's reaction."""
    at = START + timedelta(minutes=number)
    updated = at + timedelta(minutes=1) if edited else at
    return Comment(
        number, Person("grace", 2), body, at, updated, frozenset({"+1"}) if accepted else frozenset(), f"IC_{number}"
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], True),
        ([("grace", ManualAction.LABELED, "incident")], True),
        ([("bot", ManualAction.LABELED, "incident")], False),
        ([("bot", ManualAction.LABELED, "incident"), ("grace", ManualAction.LABELED, "incident")], False),
        ([("bot", ManualAction.LABELED, "SEV-1"), ("grace", ManualAction.LABELED, "incident")], True),
        ([("bot", ManualAction.UNLABELED, "incident")], True),
    ],
    ids=[
        "opened with it",
        "a person",
        "the tool",
        "the tool first",
        "another label of the tool",
        "removed by the tool",
    ],
)
def test_an_incident_was_declared_by_label_unless_the_tool_added_it_first(
    changes: list[tuple[str, ManualAction, str]], expected: bool
) -> None:
    made = tuple(
        ManualChange(action, BOT if who == "bot" else Person(who, 2), START, label) for who, action, label in changes
    )

    assert is_declared_by_label(context(answers={ChangesOf(7): made})) is expected


def test_nothing_is_noted_of_a_record_that_is_intact() -> None:
    assert note_repair(RecordState(entries=(DECLARED,)), (DECLARED,), context()) == Decision()


@pytest.mark.parametrize(
    ("damage", "lost"),
    [(Damage.EDITED, 0), (Damage.DAMAGED, 4), (Damage.DELETED, 4)],
    ids=["edited", "damaged", "gone"],
)
def test_a_repair_is_noted_with_its_cause_and_what_is_lost(damage: Damage, lost: int) -> None:
    state = RecordState(damage=damage, by="mallory", proven=Sequence(0, 5))

    noted = e.RecordRepaired(at=NOON, accepted=NOON, by="mallory", what=damage, unheard=0, lost=lost)
    assert note_repair(state, (DECLARED,), context()) == Decision((noted,))


@pytest.mark.parametrize(
    ("damage", "editors", "expected"),
    [
        (Damage.DELETED, ("mallory", "grace"), 2),
        (Damage.DELETED, ("mallory", ""), 1),
        (Damage.DELETED, ("", ""), 0),
        (Damage.DAMAGED, (None, ""), 1),
        (Damage.EDITED, ("mallory", "mallory"), 0),
    ],
)
def test_answered_comments_that_somebody_edited_since_are_counted(
    damage: Damage, editors: tuple[str | None, str | None], expected: int
) -> None:
    comments = [comment(number, "/ack", edited=True, accepted=True) for number in (1, 2)]
    answers: dict[AnyQuestion, object] = dict(zip((EditorOf("IC_1"), EditorOf("IC_2")), editors, strict=True))

    (noted,) = note_repair(RecordState(damage=damage), (DECLARED,), context(*comments, answers=answers)).entries

    assert isinstance(noted, e.RecordRepaired)
    assert noted.unheard == expected


@pytest.mark.parametrize(
    "harmless",
    [
        comment(1, "/ack", accepted=True),
        comment(1, "/ack", edited=True),
        comment(1, "I agree", edited=True, accepted=True),
    ],
    ids=["not edited", "not answered", "no command"],
)
def test_the_editor_of_no_other_comment_is_asked_for(harmless: Comment) -> None:
    (noted,) = note_repair(RecordState(damage=Damage.DELETED), (DECLARED,), context(harmless)).entries

    assert isinstance(noted, e.RecordRepaired)
    assert noted.unheard == 0


def test_a_comment_that_the_damaged_record_still_has_is_not_counted() -> None:
    kept = e.Acknowledged(at=START, accepted=START, comment=1)
    state = RecordState(entries=(kept,), damage=Damage.DAMAGED)

    (noted,) = note_repair(state, (DECLARED, kept), context(comment(1, "/ack", edited=True, accepted=True))).entries

    assert isinstance(noted, e.RecordRepaired)
    assert noted.unheard == 0


def declaration(text: str, author: Person = BOT) -> Comment:
    """Return the comment that the tool posts on a declaration, or somebody's copy of it."""
    return Comment(5, author, f"<!-- incident-actions:say declared -->\n{text}", START, START, frozenset())


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (declaration("@linus: you are on call."), ("linus",)),
        (declaration("@LINUS: you are on call."), ("linus",)),
        (declaration("@linus-two: you are on call."), ()),
        (declaration("@linus/team: you are on call."), ()),
        (declaration("linus is on call."), ()),
        (declaration("@linus: you are on call.", author=Person("mallory", 7)), ()),
        (comment(5, "@linus: you are on call."), ()),
    ],
    ids=["mentioned", "in capitals", "another login", "a team", "only named", "a copy", "another comment"],
)
def test_the_first_page_reached_whoever_was_on_call_and_is_mentioned(said: Comment, expected: tuple[str, ...]) -> None:
    found = find_first_page((DECLARED,), context(said, text=ON_CALL))

    paged = e.PeoplePaged(at=START, accepted=START, to=expected, whom="on call")
    assert found == Decision((paged,) if expected else ())


@pytest.mark.parametrize(
    "entries",
    [(), (DECLARED, e.PeoplePaged(at=START, accepted=START, to=("ada",), whom="on call"))],
    ids=["not declared", "on record"],
)
def test_no_first_page_is_found_without_a_declaration_or_twice(entries: tuple[e.Entry, ...]) -> None:
    assert find_first_page(entries, context(declaration("@linus: you are on call."), text=ON_CALL)) == Decision()


def pull(number: int, *, ended: datetime | None = None, merged: bool = False) -> PullRequest:
    """Return a pull request that is open or has ended."""
    return PullRequest(number, open=ended is None, merged=merged, head="abc", ended_by="ada", ended=ended)


def of_pulls(*pulls: PullRequest, listed: str | None = None) -> Context:
    """Return the context in which the post-mortem's branch had these pull requests."""
    answers: dict[AnyQuestion, object] = {PullsOf("postmortem/7"): pulls, FileOf(index.PATH): listed}
    return context(answers=answers | {PullOf(each.number): each for each in pulls})


def resolved(*entries: e.Entry) -> Incident:
    return incident(DECLARED, RESOLVED, *entries)


@pytest.mark.parametrize(
    ("past", "number"),
    [((), 20), ((OPENED, REJECTED), 21)],
    ids=["the first", "the next one after a rejected one"],
)
def test_the_post_mortem_is_the_next_pull_request_of_its_branch(past: tuple[e.Entry, ...], number: int) -> None:
    entries = (DECLARED, RESOLVED, *past)
    known = replace(resolved(), postmortem=None)

    found = find_postmortem(known, entries, of_pulls(pull(20), pull(21)))

    expected = replace(OPENED, at=NOON, accepted=NOON, pull=number)
    assert found == Decision((expected,))


def test_no_post_mortem_is_found_if_its_branch_had_no_further_pull_request() -> None:
    known = replace(resolved(), postmortem=None)

    assert find_postmortem(known, (DECLARED, RESOLVED, OPENED, REJECTED), of_pulls(pull(20))) == Decision()


@pytest.mark.parametrize("known", [resolved(OPENED), incident(DECLARED)], ids=["on record", "not wanted yet"])
def test_github_is_not_asked_for_a_post_mortem_that_is_on_record_or_not_wanted(known: Incident) -> None:
    assert find_postmortem(known, (), context()) == Decision()


def test_a_post_mortem_that_is_listed_under_the_same_name_makes_this_ones_path_another() -> None:
    listed = index.with_row(None, replace(resolved(), number=6), PATH, FileLinks("https://github.com", "acme/shop"))

    (found,) = find_postmortem(resolved(), (DECLARED, RESOLVED), of_pulls(pull(20), listed=listed)).entries

    assert isinstance(found, e.PostmortemOpened)
    assert found.path == PATH.replace(".md", "-7.md")


@pytest.mark.parametrize(
    ("ended", "found"),
    [(START, True), (NOON, True), (NOON + timedelta(seconds=1), False), (None, False)],
    ids=["before", "at the moment", "after", "not yet"],
)
def test_a_review_had_ended_if_its_pull_request_had(ended: datetime | None, found: bool) -> None:
    decision = find_review(resolved(OPENED), (), NOON, of_pulls(pull(20, ended=ended)))

    rejected = e.PostmortemEnded(at=ended or NOON, accepted=NOON, by="ada", pull=20, merged=False)
    assert decision.entries == ((rejected,) if found else ())


@pytest.mark.parametrize(
    "known", [resolved(), resolved(replace(OPENED, pull=0))], ids=["no post-mortem", "no pull request"]
)
def test_a_review_without_a_pull_request_has_not_ended(known: Incident) -> None:
    assert find_review(known, (), NOON, context()) == Decision()


def test_a_review_whose_pull_request_is_gone_has_not_ended() -> None:
    assert find_review(resolved(OPENED), (), NOON, context(answers={PullOf(20): None})) == Decision()


def test_the_pull_request_of_a_review_is_asked_for() -> None:
    with pytest.raises(NeedsAnswer) as needed:
        find_review(resolved(OPENED), (), NOON, context())

    assert (needed.value.question, resolved().phase) == (PullOf(20), Phase.RESOLVED)
