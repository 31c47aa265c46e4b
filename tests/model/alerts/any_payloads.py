"""Strategies for any JSON that a dispatch may hold, and a check that it is an alert or NotAnAlert."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from incident_actions.model.alerts.alert import NotAnAlert
from incident_actions.model.alerts.senders import WRAPPERS, payload_key, read_payload
from tests.generated_values import HOSTILE
from tests.model.alerts.sender_bodies import (
    ALERTMANAGER,
    GRAFANA,
    SENTRY_EVENT,
    pagerduty,
    plain,
    sentry_issue,
    sentry_metric,
)

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.sampled_from(HOSTILE)
    | st.sampled_from(["firing", "resolved", "critical", "incident.triggered", "2026-03-04T13:00:00Z", "created"])
    | st.sampled_from(["ALARM", "Recovered", "No Data", "1772632800123", '{"alerts": []}', '{"status": "ok", "title": "x"}', "{"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(
        ["alerts", "status", "groupKey", "groupLabels", "commonLabels", "commonAnnotations", "labels", "annotations",
         "startsAt", "endsAt", "orgId", "state", "event", "event_type", "data", "id", "service", "priority", "summary",
         "action", "issue", "metric_alert", "alert_rule", "issue_id", "title", "fingerprint", "services", "url",
         "truncatedAlerts", "projects", *WRAPPERS]
    ), inner, max_size=8),
    max_leaves=40,
)  # fmt: skip


BODIES = (ALERTMANAGER, GRAFANA, pagerduty(), sentry_metric(), SENTRY_EVENT, sentry_issue(), plain(services=["a"]))


@st.composite
def mutated_bodies(draw: st.DrawFn) -> Any:
    """Draw a body with a few of its values replaced by anything."""
    whole = {"body": deepcopy(draw(st.sampled_from(BODIES)))}
    for _ in range(draw(st.integers(0, 4))):
        places = list(_places(whole))
        inside, key = places[draw(st.integers(0, len(places) - 1))]
        inside[key] = draw(JSON_VALUES)
    return whole["body"]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each place of a value: what it is in, and its key there."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield value, key
        yield from _places(each)


ANYTHING = JSON_VALUES | mutated_bodies()


def alert_or_none(payload: Any) -> None:
    """Assert that a payload is an alert within its bounds, or NotAnAlert."""
    try:
        alert = read_payload(payload)
    except NotAnAlert:
        return
    assert alert.status in ("firing", "resolved")
    assert alert.fingerprint
    assert 0 < len(alert.title) <= 200
    assert len(alert.summary) <= 2_000
    assert "\n" not in alert.title + alert.url + "".join((*alert.services, *alert.severities))
    assert len(alert.id) == 12
    payload_key(payload)
    repr(alert).encode()
