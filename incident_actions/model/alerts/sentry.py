"""Sentry: the webhooks of its integration platform for issues, issue alerts and metric alerts.

https://docs.sentry.io/integrations/integration-platform/webhooks/
"""

from __future__ import annotations

from collections.abc import Mapping

from incident_actions.model.alerts import untrusted_json as g
from incident_actions.model.alerts.alert import Alert, AlertStatus, IrrelevantEvent

Json = Mapping[str, object]

ABOUT = ("metric_alert", "event", "issue")
ISSUE: dict[str, AlertStatus] = {
    "created": "firing", "unresolved": "firing", "resolved": "resolved", "archived": "resolved", "ignored": "resolved",
}  # fmt: skip
METRIC: dict[str, AlertStatus] = {"critical": "firing", "warning": "firing", "resolved": "resolved"}


def matches(body: Json) -> bool:
    """Whether a body looks like this sender's."""
    return "action" in body and any(key in g.mapping(body.get("data")) for key in ABOUT)


def read_alert(body: Json) -> Alert:
    """Read whichever of the three webhooks the body is from.

    Raises NotAnAlert, and IrrelevantEvent for an action that neither starts nor ends an alert.
    """
    action, about = g.text(body.get("action")), g.mapping(body.get("data"))
    if "metric_alert" in about:
        return _metric(action, about, g.mapping(about["metric_alert"]))
    if "event" in about:
        return _event(about, g.mapping(about["event"]))
    return _issue(action, g.mapping(about["issue"]))


def _metric(action: str, about: Json, metric: Json) -> Alert:
    """Read a metric alert; its rule identifies it, so it is the same alert each time the rule fires."""
    rule = g.mapping(metric.get("alert_rule"))
    status = _known(METRIC, action)
    return Alert(
        source="Sentry",
        fingerprint=f"rule:{g.required_line(rule.get('id'), 'data.metric_alert.alert_rule.id')}",
        status=status,
        title=g.first_filled(g.line(rule.get("name")), g.line(about.get("description_title")), "Alert from Sentry"),
        summary=g.text(about.get("description_text"), g.LONG),
        severities=(action,) if status == "firing" else (),
        services=_projects(metric.get("projects")),
        url=g.web_address(about.get("web_url")),
        started=g.timestamp(metric.get("date_started")),
        ended=g.timestamp(metric.get("date_closed")) if status == "resolved" else None,
    )


def _projects(given: object) -> tuple[str, ...]:
    return g.distinct_lines(g.line(each, 60) for each in given) if isinstance(given, list) else ()


def _event(about: Json, event: Json) -> Alert:
    """Read an issue alert: an event matched a rule. The issue identifies it, and the issue's own webhook ends it."""
    issue = g.first_filled(g.line(event.get("issue_id")), _last_part(event.get("issue_url")))
    rule = g.line(about.get("triggered_rule"))
    told = (g.line(event.get("culprit")), f"Rule: {rule}" if rule else "")
    return Alert(
        source="Sentry",
        fingerprint=f"issue:{g.required_line(issue, 'data.event.issue_id')}",
        status="firing",
        title=g.first_filled(g.line(event.get("title")), "Alert from Sentry"),
        summary=g.text("\n\n".join(filter(None, told)), g.LONG),
        severities=g.distinct_lines([g.line(event.get("level"), 60)]),
        url=g.web_address(event.get("web_url")),
        started=g.timestamp(event.get("datetime")),
    )


def _last_part(given: object) -> str:
    return g.line(given, g.LONGEST_URL).rstrip("/").rpartition("/")[2]


def _issue(action: str, issue: Json) -> Alert:
    """Read an issue that is new, is back or is resolved; only for a new one does `firstSeen` give the start."""
    status = _known(ISSUE, action)
    return Alert(
        source="Sentry",
        fingerprint=f"issue:{g.required_line(issue.get('id'), 'data.issue.id')}",
        status=status,
        title=g.first_filled(g.line(issue.get("title")), "Alert from Sentry"),
        summary=g.text(issue.get("culprit"), g.LONG),
        severities=g.distinct_lines([g.line(issue.get("level"), 60)]),
        services=g.distinct_lines([g.line(g.mapping(issue.get("project")).get("slug"), 60)]),
        url=g.web_address(issue.get("web_url"), issue.get("permalink")),
        started=g.timestamp(issue.get("firstSeen")) if action == "created" else None,
    )


def _known(statuses: Mapping[str, AlertStatus], action: str) -> AlertStatus:
    if action not in statuses:
        raise IrrelevantEvent(f"Sentry's action {action!r} neither starts nor ends an alert")
    return statuses[action]
