"""A post-mortem is required by severity or on request, owed until it is merged, and due some days after resolution."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from incident_actions.model.incident.incident import Incident, Postmortem
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.process import Process
from incident_actions.postmortem.policy import due_by, is_owed, is_required, is_wanted
from tests.postmortem.form_processes import process
from tests.timers.timer_records import declared, incident

PROCESS = process("")
"""SEV-1 and SEV-2 require a post-mortem; SEV-3 and SEV-4 do not."""

THURSDAY = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
OPEN, MERGED, REJECTED = (
    Postmortem("incident-7", "docs/incidents/a.md", 9, state) for state in ("open", "merged", "rejected")
)


def resolved(
    severity: str = "SEV-1", *, asked: bool = False, waived: str = "", phase: Phase = Phase.RESOLVED
) -> Incident:
    return replace(
        incident(declared()), severity=severity, postmortem_asked=asked, postmortem_waived=waived, phase=phase
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "required"),
    [
        (resolved("SEV-1"), True),
        (resolved("SEV-2"), True),
        (resolved("SEV-3"), False),
        (resolved(""), False),
        (resolved("SEV-99"), False),
        (resolved("SEV-3", asked=True), True),
        (resolved("", asked=True), True),
        (resolved("SEV-1", waived="a drill"), False),
        (resolved("SEV-3", asked=True, waived="a drill"), False),
    ],
)
def test_a_post_mortem_is_required_by_severity_or_on_request_unless_it_was_waived(
    given: Incident, required: bool
) -> None:
    assert is_required(given, PROCESS) is required


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize(("postmortem", "owed"), [(None, True), (OPEN, True), (REJECTED, True), (MERGED, False)])
def test_a_required_post_mortem_is_owed_from_resolution_until_it_is_merged(
    phase: Phase, postmortem: Postmortem | None, owed: bool
) -> None:
    given = replace(resolved(phase=phase), postmortem=postmortem)

    assert is_owed(given, PROCESS) is (owed and phase is Phase.RESOLVED)


def test_a_post_mortem_that_nobody_requires_is_never_owed() -> None:
    assert not is_owed(resolved("SEV-3"), PROCESS)


@pytest.mark.parametrize(
    ("phase", "by_severity", "on_request"),
    [
        (Phase.ACTIVE, False, True),
        (Phase.MITIGATED, False, True),
        (Phase.RESOLVED, True, True),
        (Phase.CLOSED, False, True),
        (Phase.DISMISSED, False, False),
    ],
)
def test_a_required_post_mortem_is_opened_at_resolution_or_at_once_on_request(
    phase: Phase, by_severity: bool, on_request: bool
) -> None:
    assert is_wanted(resolved("SEV-1", phase=phase), PROCESS) is by_severity
    assert is_wanted(resolved("SEV-3", asked=True, phase=phase), PROCESS) is on_request


@pytest.mark.parametrize("given", [resolved("SEV-3"), resolved("SEV-3", asked=True, waived="a drill")])
def test_a_post_mortem_that_is_not_required_is_never_opened(given: Incident) -> None:
    assert not is_wanted(given, PROCESS)


def due_in(span: str) -> Process:
    return replace(PROCESS, postmortem=replace(PROCESS.postmortem, due=span))


@pytest.mark.parametrize(
    ("span", "due"),
    [
        ("48 hours", datetime(2026, 3, 7, 14, 0, tzinfo=UTC)),
        ("3 days", datetime(2026, 3, 8, 14, 0, tzinfo=UTC)),
        ("1 business days", datetime(2026, 3, 6, 14, 0, tzinfo=UTC)),
        ("2 business days", datetime(2026, 3, 9, 14, 0, tzinfo=UTC)),
        ("5 business days", datetime(2026, 3, 12, 14, 0, tzinfo=UTC)),
    ],
)
def test_a_post_mortem_is_due_some_time_after_resolution(span: str, due: datetime) -> None:
    assert due_by(replace(resolved(), milestones={"resolved": THURSDAY}), due_in(span)) == due


def test_a_post_mortem_of_a_running_incident_has_no_due_date() -> None:
    assert due_by(replace(resolved(), milestones={"started": THURSDAY}), PROCESS) is None
