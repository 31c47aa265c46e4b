"""Webhook bodies of monitoring systems, as in their documentation, with names changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeAlias

Json: TypeAlias = Any


def at(hour: int, minute: int, second: int = 0, micro: int = 0) -> datetime:
    """Return a time on the day on which all these alerts fire."""
    return datetime(2026, 3, 4, hour, minute, second, micro, tzinfo=UTC)


ALERTMANAGER: Json = {
    "version": "4",
    "groupKey": '{}/{severity="critical"}:{alertname="HighErrorRate"}',
    "truncatedAlerts": 3,
    "status": "firing",
    "receiver": "incidents",
    "groupLabels": {"alertname": "HighErrorRate"},
    "commonLabels": {"alertname": "HighErrorRate", "severity": "critical", "job": "http"},
    "commonAnnotations": {"runbook_url": "https://wiki.example.org/errors"},
    "externalURL": "http://alertmanager.example.org:9093",
    "notification_reason": "first notification",
    "alerts": [
        {
            "status": "firing",
            "labels": {"alertname": "HighErrorRate", "service": "checkout", "instance": "pod-1"},
            "annotations": {"summary": "1 in 5 requests fails"},
            "startsAt": "2026-03-04T13:45:28.123456789Z",
            "endsAt": "0001-01-01T00:00:00Z",
            "generatorURL": "http://prometheus.example.org:9090/graph?g0.expr=rate&g0.tab=1",
            "fingerprint": "1a30ba71cca2921f",
        },
        {
            "status": "firing",
            "labels": {"alertname": "HighErrorRate", "service": "web", "instance": "pod-2"},
            "annotations": {"summary": "1 in 9 requests fails"},
            "startsAt": "2026-03-04T14:50:00+01:00",
            "endsAt": "0001-01-01T00:00:00Z",
            "generatorURL": "",
            "fingerprint": "2b30ba71cca2921f",
        },
        {
            "status": "resolved",
            "labels": {"alertname": "HighErrorRate", "service": "api", "instance": "pod-3"},
            "annotations": {"summary": "1 in 7 requests fails"},
            "startsAt": "2026-03-04T13:00:00Z",
            "endsAt": "2026-03-04T13:30:00Z",
            "generatorURL": "",
            "fingerprint": "3c30ba71cca2921f",
        },
    ],
}

GRAFANA: Json = {
    "receiver": "incidents",
    "status": "firing",
    "orgId": 1,
    "alerts": [
        {
            "status": "firing",
            "labels": {"alertname": "High memory usage", "team": "blue", "zone": "us-1", "severity": "warning"},
            "annotations": {
                "description": "The system has high memory usage",
                "runbook_url": "https://wiki.example.org/memory",
                "summary": "This alert was triggered for zone us-1",
            },
            "startsAt": "2026-03-04T14:51:03.157076+01:00",
            "endsAt": "0001-01-01T00:00:00Z",
            "values": {"B": 44.23943737541908, "C": 1},
            "generatorURL": "https://grafana.example.org/alerting/1afz29v7z/edit",
            "fingerprint": "c6eadffa33fcdf37",
            "silenceURL": "https://grafana.example.org/alerting/silence/new?alertmanager=grafana",
            "dashboardURL": "https://grafana.example.org/d/abc",
            "panelURL": "https://grafana.example.org/d/abc?viewPanel=2",
        }
    ],
    "groupLabels": {"alertname": "High memory usage"},
    "commonLabels": {"alertname": "High memory usage", "team": "blue", "severity": "warning"},
    "commonAnnotations": {},
    "externalURL": "https://grafana.example.org/",
    "version": "1",
    "groupKey": '{}:{alertname="High memory usage"}',
    "truncatedAlerts": 0,
    "title": "[FIRING:1] High memory usage (blue)",
    "state": "alerting",
    "message": "**Firing** …",
}


def pagerduty(event_type: str = "incident.triggered", **about: Json) -> Json:
    """Return an event of a PagerDuty incident."""
    return {
        "event": {
            "id": "5ac64822-4adc-4fda-ade0-410becf0de4f",
            "event_type": event_type,
            "resource_type": "incident",
            "occurred_at": "2026-03-04T13:58:22.169Z",
            "agent": {"id": "PLH1HKV", "summary": "Tenex Engineer", "type": "user_reference"},
            "client": {"name": "PagerDuty"},
            "data": {
                "id": "PGR0VU2",
                "type": "incident",
                "self": "https://api.pagerduty.com/incidents/PGR0VU2",
                "html_url": "https://acme.pagerduty.com/incidents/PGR0VU2",
                "number": 2,
                "status": "triggered",
                "incident_key": "d3640fbd41094207a1c11e58e46b1662",
                "created_at": "2026-03-04T13:50:27Z",
                "title": "A little bump in the road",
                "service": {"id": "PF9KMXH", "summary": "API", "type": "service_reference"},
                "assignees": [],
                "priority": {"id": "PSO75BM", "summary": "P1", "type": "priority_reference"},
                "urgency": "high",
                "resolve_reason": None,
                **about,
            },
        }
    }


def sentry_metric(action: str = "critical", closed: str | None = None) -> Json:
    """Return a metric alert of Sentry."""
    return {
        "action": action,
        "actor": {"id": "sentry", "name": "Sentry", "type": "application"},
        "data": {
            "description_text": "1000 events in the last 10 minutes\nFilter: level:error",
            "description_title": f"{action.title()}: Too many errors",
            "metric_alert": {
                "alert_rule": {"aggregate": "count()", "id": "7", "name": "Too many errors", "projects": ["web"]},
                "date_closed": closed,
                "date_created": "2026-03-04T13:40:00.000000Z",
                "date_started": "2026-03-04T13:40:00.000000Z",
                "id": "4",
                "identifier": "1",
                "projects": ["web"],
                "status": 2,
                "title": "Sacred Marmot",
            },
            "web_url": "https://sentry.io/organizations/acme/alerts/1/",
        },
        "installation": {"uuid": "a8e5d37a-696c-4c54-adb5-b3f28d64c7de"},
    }


SENTRY_EVENT: Json = {
    "action": "triggered",
    "actor": {"id": "sentry", "name": "Sentry", "type": "application"},
    "data": {
        "event": {
            "culprit": "checkout.pay",
            "datetime": "2026-03-04T13:55:17.677000Z",
            "event_id": "e4874d664c3540c1a32eab185f12c5ab",
            "fingerprint": ["{{ default }}"],
            "issue_url": "https://sentry.io/api/0/issues/1117540176/",
            "issue_id": "1117540176",
            "level": "error",
            "project": 1,
            "title": "ReferenceError: heck is not defined",
            "web_url": "https://sentry.io/organizations/acme/issues/1117540176/events/e4874d66/",
        },
        "triggered_rule": "Very Important Alert Rule!",
    },
    "installation": {"uuid": "a8e5d37a-696c-4c54-adb5-b3f28d64c7de"},
}


def sentry_issue(action: str = "created") -> Json:
    """Return a change of a Sentry issue."""
    return {
        "action": action,
        "installation": {"uuid": "24b397fc-a86e-43ef-9297-949e21b82480"},
        "data": {
            "issue": {
                "web_url": "https://acme.sentry.io/issues/1117540176/",
                "id": "1117540176",
                "shortId": "WEB-Y",
                "title": "ReferenceError: heck is not defined",
                "culprit": "checkout.pay",
                "permalink": "https://acme.sentry.io/issues/1117540176/",
                "level": "fatal",
                "status": "unresolved",
                "project": {"id": "1", "name": "Web", "slug": "web", "platform": "python"},
                "firstSeen": "2026-03-04T13:55:17.679000+00:00",
                "lastSeen": "2026-03-04T13:55:17.738000+00:00",
            }
        },
        "actor": {"type": "application", "id": "example-app", "name": "Example App"},
    }


def plain(**more: Json) -> Json:
    """Return a body in the plain shape."""
    return {"fingerprint": "checkout-down", "title": "Checkout answers with errors", "status": "firing", **more}
