"""PagerDuty: the body of its webhooks (version 3), each with one event of an incident.

https://github.com/PagerDuty/developer-docs/blob/main/docs/webhooks/01-Overview.md
"""

from __future__ import annotations

from collections.abc import Mapping

from incident_actions.model.alerts import untrusted_json as untrusted
from incident_actions.model.alerts.alert import Alert, IrrelevantEvent

FIRING = frozenset(
    f"incident.{happened}"
    for happened in (
        "triggered", "acknowledged", "unacknowledged", "escalated", "delegated", "reassigned", "reopened",
        "priority_updated",
    )
)  # fmt: skip
RESOLVED = "incident.resolved"


def matches(body: Mapping[str, object]) -> bool:
    """Whether a body has PagerDuty's shape."""
    return "event_type" in untrusted.mapping(body.get("event"))


def read_alert(body: Mapping[str, object]) -> Alert:
    """Read an event of an incident.

    Raises NotAnAlert, and IrrelevantEvent for an event that neither starts nor ends an alert.
    """
    event = untrusted.mapping(body.get("event"))
    happened, about = untrusted.text(event.get("event_type")), untrusted.mapping(event.get("data"))
    if happened not in FIRING and happened != RESOLVED:
        raise IrrelevantEvent(f"PagerDuty's event {happened!r} neither starts nor ends an alert")
    occurred = untrusted.timestamp(event.get("occurred_at"))
    again = happened == "incident.reopened"
    return Alert(
        source="PagerDuty",
        fingerprint=untrusted.required_line(about.get("id"), "event.data.id"),
        status="resolved" if happened == RESOLVED else "firing",
        title=untrusted.first_filled(untrusted.line(about.get("title")), "Alert from PagerDuty"),
        severities=untrusted.distinct_lines(
            [untrusted.first_filled(_summary(about, "priority"), untrusted.line(about.get("urgency")))]
        ),
        services=untrusted.distinct_lines([_summary(about, "service")]),
        url=untrusted.web_address(about.get("html_url")),
        started=occurred if again else untrusted.timestamp(about.get("created_at")),
        ended=occurred if happened == RESOLVED else None,
    )


def _summary(about: Mapping[str, object], key: str) -> str:
    """Return the name of a referenced object."""
    return untrusted.line(untrusted.mapping(about.get(key)).get("summary"), 60)
