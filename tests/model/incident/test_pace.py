"""The pace of an incident follows the entries that set it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import fold
from incident_actions.model.incident.pace import Pace
from incident_actions.model.incident.phase import Phase

AT = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=10)
UNTIL = LATER + timedelta(minutes=30)
DECLARED = e.Declared(at=AT, accepted=AT, by="ada", severity="SEV-2", title="Checkout is down")


def pace_after(*entries: e.Entry) -> Pace:
    """Return the pace of an incident that was declared, after further entries."""
    incident = fold(7, (DECLARED, *entries))
    assert incident is not None
    return incident.pace


BEGUN = pace_after()


@pytest.mark.parametrize(
    ("entry", "after"),
    [
        (
            e.SeveritySet(at=LATER, accepted=LATER, by="ada", to="SEV-1"),
            replace(BEGUN, progress=LATER, severities=(*BEGUN.severities, (LATER, "SEV-1"))),
        ),
        (
            e.TimerFired(at=LATER, accepted=LATER, timer="assess+0", what="assess", due=LATER),
            replace(BEGUN, fired=frozenset({"assess+0"})),
        ),
        (
            e.Escalated(at=LATER, accepted=LATER, to=("ada",), rung="head"),
            replace(BEGUN, escalated={"head": LATER}),
        ),
        (
            e.Acknowledged(at=LATER, accepted=LATER, by="ada"),
            replace(BEGUN, progress=LATER, responded=True),
        ),
        (
            e.ImpactSet(at=LATER, accepted=LATER, by="ada", text="all of them"),
            replace(BEGUN, progress=LATER),
        ),
        (
            e.AlertFired(at=LATER, accepted=LATER, by="probe[bot]", alert="a", delivery="1", source="Probe", title="Down"),
            BEGUN,
        ),
        (e.AlertRepeated(at=LATER, accepted=LATER, by="ada", alert="a", delivery="2"), BEGUN),
        (e.AlertResolved(at=LATER, accepted=LATER, by="ada", alert="a", delivery="3", title="Down"), BEGUN),
        (
            e.MilestoneSet(at=AT, accepted=LATER, by="ada", milestone="mitigated"),
            replace(BEGUN, progress=LATER, responded=True),
        ),
        (
            e.PeoplePaged(at=LATER, accepted=LATER, to=("kim",), whom="on call"),
            replace(BEGUN, on_call_paged=True),
        ),
        (e.PeoplePaged(at=LATER, accepted=LATER, to=("kim",), whom="kim", by="ada"), BEGUN),
    ],
    ids=["a severity", "a timer", "an escalation", "an acknowledgement", "an impact", "an alert", "its repeat", "its end",
         "a mitigation", "those on call", "somebody else"],
)  # fmt: skip
def test_an_entry_moves_the_pace(entry: e.Entry, after: Pace) -> None:
    assert pace_after(entry) == after


def test_a_cadence_is_promised_from_the_moment_it_was_chosen() -> None:
    pace = pace_after(e.CadenceSet(at=LATER, accepted=LATER, by="ada", minutes=20))

    assert (pace.cadence, pace.promised) == (20, LATER)


@pytest.mark.parametrize(("until", "kept"), [(UNTIL, UNTIL), (AT, None)], ids=["on", "off"])
def test_timers_are_snoozed_until_a_later_moment(until: datetime, kept: datetime | None) -> None:
    assert (
        pace_after(e.TimersSnoozed(at=LATER, accepted=LATER, by="ada", until=until, reason="busy")).snoozed_until
        == kept
    )


def test_a_reopened_incident_counts_anew_and_is_not_snoozed() -> None:
    snoozed = e.TimersSnoozed(at=LATER, accepted=LATER, by="ada", until=UNTIL, reason="busy")
    resolved = e.Resolved(at=LATER, accepted=LATER, by="ada")

    pace = pace_after(snoozed, resolved, e.Reopened(at=UNTIL, accepted=UNTIL, by="ada", reason="again"))

    assert (pace.begun, pace.snoozed_until) == (UNTIL, None)


def test_a_fact_from_before_the_last_progress_is_no_progress() -> None:
    early = e.SeveritySet(at=AT - timedelta(minutes=1), accepted=AT, by="ada", to="SEV-1")

    assert pace_after(early).progress == AT


@pytest.mark.parametrize(
    ("until", "snoozed"),
    [(UNTIL, UNTIL), (LATER + timedelta(seconds=1), LATER + timedelta(seconds=1)), (LATER, None), (AT, None)],
    ids=["later", "a second later", "now", "past"],
)
def test_timers_are_snoozed_until_a_moment_that_is_ahead(until: datetime, snoozed: datetime | None) -> None:
    entry = e.TimersSnoozed(at=LATER, accepted=LATER, by="ada", until=until, reason="lunch")

    assert pace_after(entry).snoozed_until == snoozed


def test_users_are_affected_again_from_a_relapse_on() -> None:
    better = e.StatusSet(at=AT, accepted=AT, by="ada", to="Monitoring", phase=Phase.MITIGATED)
    worse = e.StatusSet(at=LATER, accepted=LATER, by="ada", to="Investigating", phase=Phase.ACTIVE)
    still = e.StatusSet(at=UNTIL, accepted=UNTIL, by="ada", to="Identified", phase=Phase.ACTIVE)
    histories = ((still,), (better,), (better, worse), (better, worse, still))

    assert [pace_after(*entries).hurting for entries in histories] == [BEGUN.hurting, BEGUN.hurting, LATER, LATER]
