"""Grafana: the body of its webhook contact point, which is Alertmanager's with a title and a message.

https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
"""

from __future__ import annotations

from collections.abc import Mapping

from incident_actions.model.alerts import alertmanager
from incident_actions.model.alerts import untrusted_json as untrusted
from incident_actions.model.alerts.alert import Alert
from incident_actions.model.fast_dataclass import replace


def matches(body: Mapping[str, object]) -> bool:
    """Whether a body has Grafana's shape."""
    return alertmanager.matches(body) and ("orgId" in body or "state" in body)


def read_alert(body: Mapping[str, object]) -> Alert:
    """Read a group as one alert; raises NotAnAlert.

    Grafana's own title begins with the status and changes with the number of alerts, so it is the last resort.
    """
    read = alertmanager.read_alert(body, "Grafana")
    if read.title != "Alert from Grafana":
        return read
    return replace(read, title=untrusted.first_filled(untrusted.line(body.get("title")), read.title))
