"""What a report keeps of one incident, and where each of its times comes from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from incident_actions.contract.incident_record import Legibility
from incident_actions.model.incident import entry as e
from incident_actions.reports.collected_facts import collect_facts
from incident_actions.reports.incident_facts import IncidentFacts, Moment, Page, ReviewFacts
from tests.reports.made_incidents import BEGIN, NOW, PROCESS, SEVERITIES, declared_only

MINUTE = timedelta(minutes=1)


def at(minutes: float, comment: int = 0, by: str = "ada", **more: Any) -> dict[str, Any]:
    """Return the fields that every entry has, so many minutes after the declaration of incident 1."""
    moment = BEGIN + timedelta(hours=1) + minutes * MINUTE
    return {"at": moment, "accepted": moment, "by": by, "comment": comment, **more}


def collected(*entries: e.Entry, now: datetime = NOW, **declared: Any) -> IncidentFacts:
    """Return the facts about incident 1 with these entries after its declaration."""
    known = declared_only(1, severity=SEVERITIES[0], **declared)
    return collect_facts(replace(known, entries=(*known.entries, *entries)), PROCESS, now)


def test_each_time_comes_from_the_comment_that_reported_it_last() -> None:
    found = collected(
        e.MilestoneSet(**at(-30, 11), milestone="started"),
        e.Acknowledged(**at(4, 12)),
        e.MilestoneSet(**at(-20, 13), milestone="started"),
        e.NoteAdded(**at(9, 14), text="It is the cache"),
        e.Resolved(**at(60, 15)),
    )

    begin = BEGIN + timedelta(hours=1)
    assert found.moments == {
        "declared": Moment(begin),
        "started": Moment(begin - 20 * MINUTE, 13),
        "acknowledged": Moment(begin + 4 * MINUTE, 12),
        "resolved": Moment(begin + 60 * MINUTE, 15),
    }
    resolve = found.durations(NOW)["time to resolve"]
    assert (resolve.minutes, resolve.start_name, resolve.start.comment) == (80, "started", 13)
    assert (resolve.end_name, resolve.end.comment) == ("resolved", 15)


def test_a_time_in_the_future_is_not_a_duration_yet() -> None:
    found = collected(e.Resolved(**at(600, 15)))

    assert found.durations(BEGIN + timedelta(hours=5)) == {}
    assert found.durations(BEGIN + timedelta(hours=12))["time to resolve"].minutes == 600


def test_of_a_damaged_record_only_the_issue_is_known() -> None:
    known = declared_only(1, severity=SEVERITIES[0], services=("web",))

    for broken in (replace(known, legibility=Legibility.DAMAGED), replace(known, entries=())):
        found = collect_facts(broken, PROCESS, NOW)
        assert found == IncidentFacts(1, "Down", known.issue.created, known.issue.updated, legible=False)


def test_people_pages_timers_and_reopenings_are_counted() -> None:
    night = at(0, by="")
    found = collected(
        e.PeoplePaged(**night, to=("grace", "linus"), whom=e.ON_CALL_LABEL),
        e.TimerFired(**at(7, by="", timer="a+0", what="acknowledge", to=("grace",)), due=BEGIN + 65 * MINUTE),
        e.Acknowledged(**at(9, 3, by="Grace")),
        e.RoleTaken(**at(10, 4, by="grace"), role="commander", person="linus"),
        e.Resolved(**at(30, 5, by="linus")),
        e.NoteAdded(**at(40, 6, by="mary"), text="Well done"),
        e.Reopened(**at(50, 7), reason="Again"),
        e.Resolved(**at(70, 8)),
    )

    begin = BEGIN + timedelta(hours=1)
    assert found.pages == (Page(begin, "grace"), Page(begin, "linus"), Page(begin + 7 * MINUTE, "grace"))
    assert (found.people, found.reopened, found.delays, found.phase) == (4, 1, (2.0,), "resolved")


def test_earlier_incidents_are_those_of_the_same_alert_and_those_that_are_alike() -> None:
    found = collected(
        e.AlertFired(**at(0, by=""), alert="a", delivery="d", source="probe", title="Down", after=4),
        e.RecurrenceFound(**at(1, by=""), severity="", services=(), postmortems=(("4", "a.md"), ("7", "b.md"))),
    )

    assert found.earlier == (4, 7)


def test_updates_count_until_now_in_an_incident_that_still_runs() -> None:
    found = collected(e.UpdatePosted(**at(20, 3), text="We look"), now=BEGIN + timedelta(hours=4))

    assert (found.promised, found.kept, found.silence) == (2, 0, 160)


def opened(**more: Any) -> e.PostmortemOpened:
    return e.PostmortemOpened(**at(70, by=""), branch="p", path="docs/incidents/x.md", pull=9, **more)


def test_a_merged_post_mortem_has_its_time_and_its_file() -> None:
    found = collected(
        e.Resolved(**at(60, 5)),
        opened(),
        e.PostmortemEnded(**at(90, 0), pull=9, merged=True, path="docs/incidents/y.md"),
    )

    assert found.review == ReviewFacts(
        required=True,
        due=found.review.due,
        merged=Moment(BEGIN + timedelta(hours=1) + 90 * MINUTE),
        path="docs/incidents/y.md",
    )
    assert found.review.due is not None


def test_a_post_mortem_with_errors_counts_once_it_was_accepted() -> None:
    merged = (
        e.Resolved(**at(60, 5)),
        opened(),
        e.PostmortemEnded(**at(90, 0), pull=9, merged=True, errors=2),
    )

    owed = collected(*merged).review
    held = collected(*merged, e.PostmortemAccepted(**at(99, 8), reason="Known"))

    assert (owed.merged, owed.path, owed.required) == (None, "", True)
    assert (held.review.accepted, held.review.merged) == (True, Moment(BEGIN + timedelta(hours=1) + 90 * MINUTE))


def test_a_waived_post_mortem_was_required() -> None:
    found = collected(e.Resolved(**at(60, 5)), e.PostmortemWaived(**at(70, 6), reason="A known bug"))

    assert (found.review.required, found.review.waived) == (True, True)
