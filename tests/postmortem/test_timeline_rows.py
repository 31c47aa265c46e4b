"""The timeline has what happened and what people decided; the rest of the record goes to the appendix."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from incident_actions.contract.decision import Context, EntryFields
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import fold
from incident_actions.model.incident.phase import Phase
from incident_actions.postmortem.links import FileLinks, LinkStyles
from incident_actions.postmortem.timeline_rows import (
    FileRow,
    TimelineRows,
    with_corrected_times,
    without_repeated_acknowledgements,
    without_repeated_detection,
    without_repetitions,
)
from tests.worlds import PROCESS, WORDING, World

AT = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
NOW = EntryFields(at=AT, accepted=AT, by="ada", by_id=0, comment=5, index=0)
ADA = "[@ada](https://x.org/ada)"
ROLE = "the Incident commander"


def later(entry: e.Entry, minutes: int) -> e.Entry:
    return replace(entry, at=AT + timedelta(minutes=minutes))


RECORD = (
    e.Declared(**NOW, title="Pool"),
    later(e.PeoplePaged(**NOW, to=("ada",), whom="on call"), 1),
    later(e.RoleTaken(**NOW, role="commander", person="ada", name="Incident commander"), 2),
    later(e.RoomOpened(**NOW, room="#pool"), 3),
    later(e.NoteAdded(**NOW, text="asked `ada`, `grace` and @ada"), 4),
    later(e.TimerFired(**NOW, timer="x", what="roles", due=AT, to=("ada",)), 5),
    later(e.Resolved(**NOW, summary="over"), 6),
    later(e.ReminderPosted(**NOW, timer="postmortem:x", due=AT), 7),
    later(e.NotificationSent(**NOW, key="k", what="resolved"), 8),
    later(e.Closed(**NOW), 9),
)
REPLAYED = later(e.LogLinesReplayed(**NOW, log="l", lines=("a", "b"), first=AT, last=AT), 8)


def rows_of(record: tuple[e.Entry, ...] = RECORD, **rules: Any) -> TimelineRows:
    changed = replace(PROCESS.postmortem, **rules)
    process = replace(PROCESS, postmortem=changed)
    incident = fold(7, record)
    assert incident
    people = FileLinks("https://x.org", "acme/shop", ("ada",))
    shown = FileLinks("https://x.org", "acme/shop", ("ada",), {"ada": ROLE} if rules.get("names") == "roles" else {})
    context = Context(World().snapshot, process, WORDING, AT)
    return TimelineRows(incident, record, context, LinkStyles(people, shown))


def test_pages_rooms_and_timers_are_in_the_appendix_until_the_incident_is_resolved() -> None:
    rows = rows_of()

    assert list(rows.story_rows(AT.date())) == [
        FileRow("14:00", "Declared: Pool", ADA),
        FileRow("14:02", f"{ADA} is now Incident commander", ADA),
        FileRow("14:04", f"asked {ADA}, `grace` and {ADA}", ADA),
        FileRow("14:06", "Resolved: over", ADA),
    ]
    assert list(rows.appendix_rows(None)) == [
        FileRow("2026-03-04"),
        FileRow("14:01", f"Paged the people on call ({ADA})", ADA),
        FileRow("14:03", "Room: #pool", ADA),
        FileRow("14:05", f"Roles unclaimed: paged {ADA}", ADA),
    ]


def test_the_appendix_says_that_an_offline_log_was_replayed_though_that_was_after_the_end() -> None:
    (*_, last) = rows_of((*RECORD, REPLAYED)).appendix_rows(AT.date())

    assert last.time == "14:08"
    assert last.text.startswith("Replayed an offline log: 2 commands, 14:00 to 14:00.")


def test_a_process_that_names_no_people_shows_their_roles() -> None:
    rows = rows_of(names="roles", milestones={"declared": "declared, IC {commander}"})

    assert list(rows.story_rows(AT.date())) == [
        FileRow("14:00", f"declared, IC {ADA}", ROLE),
        FileRow("14:04", f"asked {ROLE}, `grace` and {ROLE}", ROLE),
        FileRow("14:06", "Resolved: over", ROLE),
    ]
    assert list(rows.appendix_rows(AT.date())) == [
        FileRow("14:01", "Paged the people on call", ROLE),
        FileRow("14:02", "Incident commander assigned", ROLE),
        FileRow("14:03", "Room: #pool", ROLE),
        FileRow("14:05", f"Roles unclaimed: paged {ROLE}", ROLE),
    ]


def test_a_detection_at_the_minute_of_an_alert_has_no_row_of_its_own() -> None:
    alert = e.AlertFired(**NOW, alert="a", delivery="d", source="Grafana", title="Disk")
    detected = e.MilestoneSet(**NOW, milestone="detected")
    others = (later(detected, 1), replace(detected, text="by a customer"))

    assert without_repeated_detection((alert, detected, *others)) == (alert, *others)
    assert without_repeated_detection((detected, *others)) == (detected, *others)


def test_a_second_acknowledgement_has_no_row_of_its_own() -> None:
    first, second = e.Acknowledged(**NOW), later(e.Acknowledged(**NOW), 1)
    corrected = later(e.MilestoneSet(**NOW, milestone="acknowledged"), 2)
    others = (e.Declared(**NOW, title="Pool"), e.NoteAdded(**NOW, text="x"))

    assert without_repeated_acknowledgements((first, *others, second, corrected)) == (first, *others, corrected)
    assert without_repetitions((*others, second)) == (*others, second)


MITIGATED = e.StatusSet(**NOW, to="Monitoring", phase=Phase.MITIGATED, text="rolled back")
CORRECTED = later(e.MilestoneSet(**NOW, milestone="mitigated"), -5)


@pytest.mark.parametrize(
    ("entries", "shown"),
    [
        ((MITIGATED, CORRECTED), (later(MITIGATED, -5),)),
        (
            (e.Acknowledged(**NOW), later(e.MilestoneSet(**NOW, milestone="acknowledged"), -1)),
            (later(e.Acknowledged(**NOW), -1),),
        ),
        (
            (e.Declared(**NOW, started=AT), later(e.MilestoneSet(**NOW, milestone="started"), -9)),
            (e.Declared(**NOW, started=AT - timedelta(minutes=9)),),
        ),
        (
            (
                later(e.MilestoneSet(**NOW, milestone="started"), -1),
                later(e.MilestoneSet(**NOW, milestone="started"), -9),
            ),
            (later(e.MilestoneSet(**NOW, milestone="started"), -9),),
        ),
        ((e.Resolved(**NOW), later(e.MilestoneSet(**NOW, milestone="resolved"), -9)), (later(e.Resolved(**NOW), -9),)),
    ],
)
def test_a_corrected_milestone_has_one_row_at_the_corrected_time(
    entries: tuple[e.Entry, ...], shown: tuple[e.Entry, ...]
) -> None:
    assert with_corrected_times(entries) == shown


@pytest.mark.parametrize(
    "entries",
    [
        (MITIGATED, e.Reopened(**NOW, reason="back"), CORRECTED),
        (MITIGATED, e.StatusSet(**NOW, to="Identified", phase=Phase.ACTIVE), CORRECTED),
        (MITIGATED, replace(e.MilestoneSet(**NOW, milestone="mitigated"), text="restarted")),
        (MITIGATED, e.MilestoneSet(**NOW, milestone="acknowledged")),
    ],
)
def test_a_milestone_that_is_reached_again_keeps_both_rows(entries: tuple[e.Entry, ...]) -> None:
    assert with_corrected_times(entries) == entries
