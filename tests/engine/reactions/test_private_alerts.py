"""An alert with a private severity keeps what identifies it and loses its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.engine.reactions.alerts import first_entries
from incident_actions.engine.reactions.private_alerts import (
    is_private_alert,
    neutral_alert,
    neutral_declaration,
)
from incident_actions.gateway.repository.configuration import process_from_text
from incident_actions.model.alerts.alert import Alert, AlertDelivery
from tests.worlds import START, WORDING

ALERT = Alert(
    "Probe",
    "pay",
    "firing",
    "Payments leak",
    summary="since release 41",
    severities=("critical",),
    services=("pay",),
    url="https://example.org/pay",
    started=START - timedelta(minutes=5),
)
RULES = "alerts: { severities: { critical: SEV-1, page: SEV-2 } }\nservices: [pay]\n"


@pytest.mark.parametrize(
    ("rules", "severities", "expected"),
    [
        ("{ repository: acme/security, severities: [SEV-1] }", ("critical",), True),
        ("{ repository: acme/security, severities: [SEV-1] }", ("page",), False),
        ("{ repository: acme/security, severities: [SEV-1] }", (), False),
        ("{ repository: acme/security }", ("critical",), False),
        ("{ repository: Acme/Shop, severities: [SEV-1] }", ("critical",), False),
        ("{ severities: [SEV-1] }", ("critical",), False),
    ],
)
def test_an_alert_is_private_if_its_severity_moves_incidents_from_here(
    rules: str, severities: tuple[str, ...], expected: bool
) -> None:
    process = process_from_text(f"{RULES}private: {rules}\n")[0]

    assert is_private_alert(replace(ALERT, severities=severities), process, "acme/shop") is expected


def test_the_first_entries_of_a_private_alert_have_its_times_and_its_identity_alone() -> None:
    process = process_from_text(RULES)[0]
    declared, fired = first_entries(AlertDelivery(ALERT, "probe", "k"), 3, process, WORDING, START)

    neutral = neutral_declaration(declared, WORDING), neutral_alert(fired, WORDING)

    assert neutral == (
        replace(declared, title="Private incident", summary="", services=(), detected_by=""),
        replace(fired, title="Private incident", source="Monitoring", url=""),
    )
    assert (declared.severity, fired.alert) == ("SEV-1", ALERT.id)
