"""An alert from Grafana is read as Alertmanager's, with Grafana's own title as the last resort."""

from typing import Any

import pytest

from incident_actions.model.alerts import grafana
from incident_actions.model.alerts.alert import Alert
from tests.model.alerts.sender_bodies import ALERTMANAGER, GRAFANA, at


def test_a_group_is_one_alert() -> None:
    assert grafana.read_alert(GRAFANA) == Alert(
        source="Grafana",
        fingerprint='{}:{alertname="High memory usage"}',
        status="firing",
        title="High memory usage",
        summary="This alert was triggered for zone us-1",
        severities=("warning",),
        url="https://grafana.example.org/d/abc?viewPanel=2",
        started=at(13, 51, 3, 157076),
    )


@pytest.mark.parametrize(
    ("body", "is_its_shape"),
    [
        (GRAFANA, True),
        ({"alerts": [], "groupKey": "x", "orgId": 1}, True),
        ({"alerts": [], "groupKey": "x", "state": "ok"}, True),
        (ALERTMANAGER, False),
        ({"orgId": 1, "state": "ok"}, False),
    ],
    ids=["whole", "organization", "state", "alertmanager", "no alerts"],
)
def test_the_shape_is_alertmanagers_with_an_organization_or_a_state(body: dict[str, Any], is_its_shape: bool) -> None:
    assert grafana.matches(body) is is_its_shape


@pytest.mark.parametrize(
    ("given", "title"),
    [("[FIRING:1] Memory", "[FIRING:1] Memory"), ("", "Alert from Grafana"), (None, "Alert from Grafana")],
)
def test_a_group_without_any_name_has_grafanas_own_title(given: object, title: str) -> None:
    body = {"alerts": [], "groupKey": "x", "status": "firing", "title": given}

    assert grafana.read_alert(body) == Alert("Grafana", "x", "firing", title)
