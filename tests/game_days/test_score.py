"""A score says of each target when it was due, when it was met, and where."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from incident_actions.game_days.response_score import Judgement, Measure, ResponseScore, Verdict
from incident_actions.game_days.score import score_response
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.phase import Phase
from incident_actions.timers.promises import PromisedUpdate
from tests.own_timers import only_own_timers
from tests.timers.timer_records import at, process, stamp

PROCESS = only_own_timers("""
severities:
  - {label: SEV-1, update_every: 15, postmortem: true}
  - {label: SEV-2, update_every: 30, targets: {roles: 0, mitigate: 0}}
  - {label: SEV-3, targets: {acknowledge: 0, assess: 0, first_update: 0, public_update: 0, room: 0, roles: 0, mitigate: 0,
     watch: 0}}
targets: {acknowledge: 5, assess: 10, first_update: 10, public_update: 20, room: 10, roles: 10, mitigate: 60, watch: 30}
roles:
  - {key: commander, name: Commander, required_from: SEV-1}
  - {key: comms, name: Voice, required_from: SEV-1}
""")


def of(minute: float, by: str = "grace") -> dict[str, Any]:
    """Return the fields that every entry has; its comment is named after its minute."""
    return {**stamp(minute, by), "comment": 100 + int(minute)}


def declared(severity: str = "SEV-1") -> e.Declared:
    return e.Declared(**stamp(0), severity=severity, status="Investigating", title="Checkout is down")


def role(minute: float, key: str) -> e.RoleTaken:
    return e.RoleTaken(**of(minute), role=key, person="ada")


def update(minute: float) -> e.UpdatePosted:
    return e.UpdatePosted(**of(minute), text="on it")


def mitigated(minute: float) -> e.StatusSet:
    return e.StatusSet(**of(minute), to="Monitoring", phase=Phase.MITIGATED)


def resolved(minute: float, watched: int = 30, to_watch: int = 30) -> e.Resolved:
    return e.Resolved(**of(minute), to_watch=to_watch, watched=watched)


def merged(day: float, errors: int = 0) -> tuple[e.Entry, ...]:
    """Return the entries of a post-mortem that was merged so many days after the declaration."""
    opened = e.PostmortemOpened(**stamp(61, ""), branch="p", path="docs/incidents/x.md", pull=9)
    return opened, e.PostmortemEnded(**stamp(day * 24 * 60, ""), pull=9, merged=True, errors=errors)


PERFECT: tuple[e.Entry, ...] = (
    declared(),
    e.Acknowledged(**of(2)),
    role(3, "commander"),
    role(4, "comms"),
    e.RoomOpened(**of(5), room="#war"),
    update(6),
    e.UpdatePublished(**of(20), text="We know"),
    mitigated(29),
    update(34),
    update(49),
    resolved(60),
    *merged(2),
)


def scored(*entries: e.Entry, now: datetime | None = None, rules: str = PROCESS) -> ResponseScore:
    found = score_response(7, entries, process(rules), now or at(30 * 24 * 60))
    assert found is not None
    return found


def verdicts(score: ResponseScore) -> dict[str, str]:
    return {each.what.value: each.verdict.value for each in score.judgements}


def judged(what: Measure, *entries: e.Entry, now: datetime | None = None) -> Judgement:
    return next(each for each in scored(*entries, now=now).judgements if each.what is what)


def test_a_perfect_response_meets_everything_that_the_process_asks_for() -> None:
    found = scored(*PERFECT)

    assert (found.target_count, found.met_count, found.is_final) == (10, 10, True)
    assert found.judgements == (
        Judgement(Measure.ACKNOWLEDGE, Verdict.MET, at(5), at(2), 102),
        Judgement(Measure.ASSESS, Verdict.MET, at(10), at(0)),
        Judgement(Measure.ROLES, Verdict.MET, at(10), at(4), 104),
        Judgement(Measure.ROOM, Verdict.MET, at(10), at(5), 105),
        Judgement(Measure.FIRST_UPDATE, Verdict.MET, at(10), at(6), 106),
        Judgement(Measure.PUBLIC_UPDATE, Verdict.MET, at(20), at(20), 120),
        Judgement(Measure.UPDATES, Verdict.MET, at(49), at(49), 149),
        Judgement(Measure.MITIGATE, Verdict.MET, at(60), at(29), 129),
        Judgement(Measure.WATCH, Verdict.MET, at(59), at(60), 160),
        Judgement(Measure.POSTMORTEM, Verdict.MET, found.judgements[-1].due, at(2 * 24 * 60), pull=9),
    )
    assert found.updates == (
        PromisedUpdate(at(10), is_first=True, at=at(6), comment=106),
        PromisedUpdate(at(21), is_first=False, at=at(20), comment=120),
        PromisedUpdate(at(35), is_first=False, at=at(34), comment=134),
        PromisedUpdate(at(49), is_first=False, at=at(49), comment=149),
    )


def test_everything_late_says_by_how_much_and_where() -> None:
    found = scored(
        declared(""),
        e.Acknowledged(**of(7)),
        e.SeveritySet(**of(12), to="SEV-1"),
        role(13, "commander"),
        role(20, "comms"),
        e.RoomOpened(**of(11), room="#war"),
        update(25),
        e.UpdatePublished(**of(26), text="We know"),
        update(50),
        mitigated(64),
        update(65),
        resolved(74, watched=10),
        *merged(20),
    )

    assert (found.target_count, found.met_count, found.is_final) == (10, 0, True)
    assert [
        (each.verdict.value, each.comment, each.distance.total_seconds() / 60) for each in found.judgements[:-1]
    ] == [
        ("late", 107, 2),
        ("late", 112, 2),
        ("late", 120, 10),
        ("late", 111, 1),
        ("late", 125, 15),
        ("late", 126, 6),
        ("late", 150, 9),
        ("late", 164, 4),
        ("too early", 174, 20),
    ]
    assert found.judgements[-1].verdict is Verdict.LATE


def test_nothing_done_is_missed_once_it_was_due_and_open_before() -> None:
    begun, over = scored(declared(), now=at(4)), scored(declared(), now=at(61))

    assert (begun.target_count, begun.met_count, begun.is_final) == (1, 1, False)
    assert verdicts(begun) == {
        "acknowledge": "not yet",
        "assess": "met",
        "roles": "not yet",
        "room": "not yet",
        "first-update": "not yet",
        "public-update": "not yet",
        "updates": "not asked",
        "mitigate": "not yet",
        "watch": "not yet",
        "post-mortem": "not yet",
    }
    assert verdicts(over) == {
        "acknowledge": "missed",
        "assess": "met",
        "roles": "missed",
        "room": "missed",
        "first-update": "missed",
        "public-update": "missed",
        "updates": "not asked",
        "mitigate": "missed",
        "watch": "not yet",
        "post-mortem": "not yet",
    }


def test_what_a_record_has_before_its_declaration_meets_nothing() -> None:
    early = e.NoteAdded(**stamp(-5), text="Something is odd")

    assert scored(early, *PERFECT) == scored(*PERFECT)
    assert score_response(7, (early,), process(PROCESS), at(9)) is None


def test_a_process_without_targets_asks_for_nothing() -> None:
    found = scored(declared("SEV-3"), e.Resolved(**of(500)))

    assert (found.target_count, found.met_count, found.is_final) == (0, 0, True)
    assert {each.verdict for each in found.judgements} == {Verdict.NOT_ASKED}


def test_a_false_alarm_is_asked_only_for_what_was_due_before_its_end() -> None:
    found = scored(declared(), role(3, "commander"), e.Dismissed(**of(4)))

    assert (found.target_count, found.met_count, found.is_final) == (2, 2, True)
    assert {what for what, verdict in verdicts(found).items() if verdict == "met"} == {"acknowledge", "assess"}


def test_what_was_overdue_when_the_incident_ended_is_missed() -> None:
    late, soon = (judged(Measure.ROOM, declared(), e.Resolved(**of(minute))) for minute in (11, 9))

    assert late == Judgement(Measure.ROOM, Verdict.MISSED, at(10))
    assert soon == Judgement(Measure.ROOM, Verdict.NOT_ASKED)


def test_a_target_is_not_asked_once_a_milder_severity_does_not_set_it() -> None:
    entries = declared(), e.SeveritySet(**of(12), to="SEV-2")

    assert judged(Measure.ROLES, *entries).verdict is Verdict.NOT_ASKED
    assert judged(Measure.ROOM, *entries) == Judgement(Measure.ROOM, Verdict.MISSED, at(10))


def test_what_was_done_before_a_raised_severity_asked_for_it_is_met() -> None:
    entries = declared("SEV-3"), e.RoomOpened(**of(5), room="#war"), e.SeveritySet(**of(12), to="SEV-1")

    assert judged(Measure.ROOM, *entries) == Judgement(Measure.ROOM, Verdict.MET, at(22))


def test_a_raised_severity_sets_roles_and_their_time_anew() -> None:
    entries = declared("SEV-2"), e.SeveritySet(**of(20), to="SEV-1"), role(29, "commander"), role(32, "comms")

    assert judged(Measure.ROLES, *entries) == Judgement(Measure.ROLES, Verdict.LATE, at(30), at(32), 132)


def test_of_two_mitigations_the_late_one_counts() -> None:
    relapse = e.StatusSet(**of(40), to="Investigating", phase=Phase.ACTIVE)

    found = judged(Measure.MITIGATE, declared(), mitigated(30), relapse, mitigated(101))

    assert found == Judgement(Measure.MITIGATE, Verdict.LATE, at(100), at(101), 201)


def test_a_late_update_stays_late_while_the_next_one_is_awaited() -> None:
    entries = declared(), update(5), update(22)

    assert judged(Measure.UPDATES, *entries, now=at(30)) == Judgement(
        Measure.UPDATES, Verdict.LATE, at(20), at(22), 122
    )
    assert judged(Measure.UPDATES, declared(), update(5), now=at(30)) == Judgement(
        Measure.UPDATES, Verdict.MISSED, at(20)
    )
    assert judged(Measure.UPDATES, declared(), update(5), now=at(9)) == Judgement(
        Measure.UPDATES, Verdict.PENDING, at(20)
    )


def test_a_fix_that_is_watched_says_until_when() -> None:
    assert judged(Measure.WATCH, declared(), mitigated(20), now=at(25)) == Judgement(
        Measure.WATCH, Verdict.PENDING, at(50)
    )


def test_an_incident_that_nobody_mitigated_was_resolved_too_early_by_the_whole_watch() -> None:
    found = judged(Measure.WATCH, declared(), resolved(40, watched=0))

    assert found == Judgement(Measure.WATCH, Verdict.EARLY, at(70), at(40), 140)


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ((), Verdict.MISSED),
        (merged(2), Verdict.MET),
        (merged(2, errors=1), Verdict.MISSED),
        ((e.PostmortemWaived(**of(90), reason="Known"),), Verdict.NOT_ASKED),
    ],
    ids=["none", "merged", "merged with errors", "waived"],
)
def test_a_required_post_mortem_is_judged_by_its_merge(more: tuple[e.Entry, ...], verdict: Verdict) -> None:
    assert judged(Measure.POSTMORTEM, declared(), resolved(60), *more).verdict is verdict


def test_a_response_within_business_time_is_what_the_acknowledgement_is_judged_by() -> None:
    rules = only_own_timers("severities: [{label: SEV-1, respond_within: 15 minutes}]")

    found = scored(declared(), e.NoteAdded(**of(16), text="I look"), now=at(60), rules=rules)

    assert found.judgements[0] == Judgement(Measure.ACKNOWLEDGE, Verdict.LATE, at(15), at(16), 116)


def test_what_happens_after_the_end_changes_nothing() -> None:
    over = declared(), e.Resolved(**of(11))

    assert scored(*over, e.RoomOpened(**of(12), room="#war")).judgements == scored(*over).judgements


def test_there_is_no_score_before_the_declaration() -> None:
    assert score_response(7, (), process(PROCESS), at(0)) is None
