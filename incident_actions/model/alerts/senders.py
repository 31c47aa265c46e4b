"""Find the sender of a dispatch and read its alert: the one boundary between untrusted JSON and an alert."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from incident_actions.model.alerts import alertmanager, grafana, pagerduty, plain_shape, sentry
from incident_actions.model.alerts.alert import Alert, NotAnAlert, digest

WRAPPERS = ("alert", "alertmanager", "grafana", "pagerduty", "sentry")
"""The single key of `client_payload` that may wrap the whole body, since GitHub allows at most ten keys.

https://docs.github.com/en/rest/repos/repos#create-a-repository-dispatch-event
"""

Json = Mapping[str, object]

SENDERS: tuple[tuple[Callable[[Json], bool], Callable[[Json], Alert]], ...] = (
    (grafana.matches, grafana.read_alert),
    (alertmanager.matches, alertmanager.read_alert),
    (pagerduty.matches, pagerduty.read_alert),
    (sentry.matches, sentry.read_alert),
    (plain_shape.matches, plain_shape.read_alert),
)
"""How each sender is recognized and read, the most specific shape first."""


def read_payload(payload: object) -> Alert:
    """Read the alert in a `client_payload`, wrapped or not; raises NotAnAlert and nothing else."""
    body = _unwrap(payload)
    for is_shape, alert in SENDERS:
        if is_shape(body):
            return alert(body)
    raise NotAnAlert("the format of `client_payload` is unknown. Send `fingerprint`, `status` and `title`")


def _unwrap(payload: object) -> Json:
    if not isinstance(payload, dict):
        raise NotAnAlert("`client_payload` is not an object")
    inside = [body for key in WRAPPERS if isinstance(body := _parsed(payload.get(key)), dict)]
    body = inside[0] if len(inside) == 1 else payload
    return {key: value for key, value in body.items() if isinstance(key, str)}


def _parsed(given: object) -> object:
    """Parse a body that is sent as JSON text, as templates of senders do, even if it was quoted twice."""
    for _ in range(2):
        if not isinstance(given, str) or given.lstrip()[:1] not in ("{", '"'):
            break
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            return None
    return given


def payload_key(payload: object) -> str:
    """Return a short hash of a whole payload; raises NotAnAlert where it is nested too deeply."""
    try:
        return digest(json.dumps(payload, sort_keys=True))
    except RecursionError as deep:
        raise NotAnAlert("`client_payload` is nested too deeply") from deep
