"""Sentry: the webhooks of its integration platform for issues, issue alerts and metric alerts.

https://docs.sentry.io/integrations/integration-platform/webhooks/
"""

from __future__ import annotations

from collections.abc import Mapping

from incident_actions.model.alerts import untrusted_json as untrusted
from incident_actions.model.alerts.alert import Alert, AlertStatus, IrrelevantEvent

Json = Mapping[str, object]

ABOUT = ("metric_alert", "event", "issue")
NEITHER = ("error", "comment", "installation")
"""The integration platform's other webhooks: no alert starts or ends with them."""

ISSUE: dict[str, AlertStatus] = {
    "created": "firing", "unresolved": "firing", "resolved": "resolved", "archived": "resolved", "ignored": "resolved",
}  # fmt: skip
METRIC: dict[str, AlertStatus] = {"critical": "firing", "warning": "firing", "resolved": "resolved"}


def matches(body: Json) -> bool:
    """Whether a body looks like this sender's."""
    about = untrusted.mapping(body.get("data"))
    known = any(key in about for key in (*ABOUT, *NEITHER)) or bool(about and "installation" in body)
    return "action" in body and known


def read_alert(body: Json) -> Alert:
    """Read whichever of the three webhooks the body is from.

    Raises NotAnAlert, and IrrelevantEvent for an action that neither starts nor ends an alert.
    """
    action, about = untrusted.text(body.get("action")), untrusted.mapping(body.get("data"))
    if "metric_alert" in about:
        return _metric(action, about, untrusted.mapping(about["metric_alert"]))
    if "event" in about:
        return _event(about, untrusted.mapping(about["event"]))
    if "issue" not in about:
        resource = untrusted.line(next(iter(about)), 60)
        raise IrrelevantEvent(f"Sentry's event {resource!r} neither starts nor ends an alert")
    return _issue(action, untrusted.mapping(about["issue"]))


def _metric(action: str, about: Json, metric: Json) -> Alert:
    """Read a metric alert; its rule identifies it, so it is the same alert each time the rule fires."""
    rule = untrusted.mapping(metric.get("alert_rule"))
    status = _status_of(METRIC, action)
    return Alert(
        source="Sentry",
        fingerprint=f"rule:{untrusted.required_line(rule.get('id'), 'data.metric_alert.alert_rule.id')}",
        status=status,
        title=untrusted.first_filled(
            untrusted.line(rule.get("name")), untrusted.line(about.get("description_title")), "Alert from Sentry"
        ),
        summary=untrusted.text(about.get("description_text"), untrusted.LONG),
        severities=(action,) if status == "firing" else (),
        services=_projects(metric.get("projects")),
        url=untrusted.web_address(about.get("web_url")),
        started=untrusted.timestamp(metric.get("date_started")),
        ended=untrusted.timestamp(metric.get("date_closed")) if status == "resolved" else None,
    )


def _projects(given: object) -> tuple[str, ...]:
    return untrusted.distinct_lines(untrusted.line(each, 60) for each in given) if isinstance(given, list) else ()


def _event(about: Json, event: Json) -> Alert:
    """Read an issue alert: an event matched a rule. The issue identifies it, and the issue's own webhook ends it."""
    issue = untrusted.first_filled(untrusted.line(event.get("issue_id")), _last_part(event.get("issue_url")))
    rule = untrusted.line(about.get("triggered_rule"))
    details = (untrusted.line(event.get("culprit")), f"Rule: {rule}" if rule else "")
    return Alert(
        source="Sentry",
        fingerprint=f"issue:{untrusted.required_line(issue, 'data.event.issue_id')}",
        status="firing",
        title=untrusted.first_filled(untrusted.line(event.get("title")), "Alert from Sentry"),
        summary=untrusted.text("\n\n".join(filter(None, details)), untrusted.LONG),
        severities=untrusted.distinct_lines([untrusted.line(event.get("level"), 60)]),
        url=untrusted.web_address(event.get("web_url")),
        started=untrusted.timestamp(event.get("datetime")),
    )


def _last_part(given: object) -> str:
    return untrusted.line(given, untrusted.LONGEST_URL).rstrip("/").rpartition("/")[2]


def _issue(action: str, issue: Json) -> Alert:
    """Read an issue that is new, is back or is resolved; only for a new one does `firstSeen` give the start."""
    status = _status_of(ISSUE, action)
    return Alert(
        source="Sentry",
        fingerprint=f"issue:{untrusted.required_line(issue.get('id'), 'data.issue.id')}",
        status=status,
        title=untrusted.first_filled(untrusted.line(issue.get("title")), "Alert from Sentry"),
        summary=untrusted.text(issue.get("culprit"), untrusted.LONG),
        severities=untrusted.distinct_lines([untrusted.line(issue.get("level"), 60)]),
        services=untrusted.distinct_lines([untrusted.line(untrusted.mapping(issue.get("project")).get("slug"), 60)]),
        url=untrusted.web_address(issue.get("web_url"), issue.get("permalink")),
        started=untrusted.timestamp(issue.get("firstSeen")) if action == "created" else None,
    )


def _status_of(statuses: Mapping[str, AlertStatus], action: str) -> AlertStatus:
    if action not in statuses:
        raise IrrelevantEvent(f"Sentry's action {action!r} neither starts nor ends an alert")
    return statuses[action]
