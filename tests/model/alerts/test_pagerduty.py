"""An incident of PagerDuty fires from its creation to its resolution."""

from dataclasses import replace
from typing import Any

import pytest

from incident_actions.model.alerts import pagerduty
from incident_actions.model.alerts.alert import Alert, IrrelevantEvent, NotAnAlert
from tests.model.alerts.sender_bodies import at
from tests.model.alerts.sender_bodies import pagerduty as event

BUMP = Alert(
    source="PagerDuty",
    fingerprint="PGR0VU2",
    status="firing",
    title="A little bump in the road",
    severities=("P1",),
    services=("API",),
    url="https://acme.pagerduty.com/incidents/PGR0VU2",
    started=at(13, 50, 27),
)


@pytest.mark.parametrize("happened", sorted(pagerduty.FIRING - {"incident.reopened"}))
def test_an_open_incident_fires_since_its_creation(happened: str) -> None:
    assert pagerduty.read_alert(event(happened)) == BUMP


def test_a_reopened_incident_fires_from_its_reopening() -> None:
    assert pagerduty.read_alert(event("incident.reopened")) == replace(BUMP, started=at(13, 58, 22, 169000))


def test_a_resolved_incident_is_a_resolved_alert_with_its_end() -> None:
    body = event("incident.resolved", status="resolved")

    assert pagerduty.read_alert(body) == replace(BUMP, status="resolved", ended=at(13, 58, 22, 169000))


@pytest.mark.parametrize(
    ("about", "changed"),
    [
        ({"priority": None}, {"severities": ("high",)}),
        ({"priority": None, "urgency": None}, {"severities": ()}),
        ({"service": None}, {"services": ()}),
        ({"title": ""}, {"title": "Alert from PagerDuty"}),
        ({"html_url": "javascript:x"}, {"url": ""}),
        ({"created_at": None}, {"started": None}),
    ],
)
def test_an_incident_that_lacks_a_value_is_read_without_it(about: dict[str, Any], changed: dict[str, Any]) -> None:
    assert pagerduty.read_alert(event(**about)) == replace(BUMP, **changed)


@pytest.mark.parametrize(
    ("happened", "shown"),
    [("incident.annotated", "'incident.annotated'"), ("service.updated", "'service.updated'"), ("", "''")],
)
def test_an_event_that_neither_starts_nor_ends_an_alert_is_irrelevant(happened: str, shown: str) -> None:
    with pytest.raises(IrrelevantEvent) as news:
        pagerduty.read_alert(event(happened))

    assert str(news.value) == f"PagerDuty's event {shown} neither starts nor ends an alert"


@pytest.mark.parametrize("body", [event(id=None), {"event": {"event_type": "incident.triggered"}}])
def test_an_incident_without_an_id_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(NotAnAlert) as wrong:
        pagerduty.read_alert(body)

    assert str(wrong.value) == "`event.data.id` is missing or is not text"


@pytest.mark.parametrize(
    ("body", "is_its_shape"), [(event(), True), ({"event": {}}, False), ({"event": "event_type"}, False), ({}, False)]
)
def test_the_shape_is_an_event_with_its_type(body: dict[str, Any], is_its_shape: bool) -> None:
    assert pagerduty.matches(body) is is_its_shape


def test_a_name_is_kept_up_to_sixty_characters() -> None:
    alert = pagerduty.read_alert(event(priority={"summary": "p" * 61}, service={"summary": "s" * 60}))

    assert (alert.severities, alert.services) == (("p" * 59 + "…",), ("s" * 60,))
