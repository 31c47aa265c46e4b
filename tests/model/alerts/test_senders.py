"""Every payload of a dispatch is read as an alert, or refused."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from incident_actions.model.alerts.alert import Alert, IrrelevantEvent, NotAnAlert
from incident_actions.model.alerts.senders import WRAPPERS, payload_key, read_payload
from tests.model.alerts.any_payloads import ANYTHING, alert_or_none
from tests.model.alerts.sender_bodies import (
    ALERTMANAGER,
    GRAFANA,
    SENTRY_EVENT,
    pagerduty,
    plain,
    sentry_issue,
    sentry_metric,
)


def at(hour: int, minute: int, second: int = 0, micro: int = 0) -> datetime:
    return datetime(2026, 3, 4, hour, minute, second, micro, tzinfo=UTC)


OVER = {**ALERTMANAGER, "status": "resolved", "alerts": ALERTMANAGER["alerts"][2:], "truncatedAlerts": 0}
ERRORS = Alert(
    source="Alertmanager",
    fingerprint='{}/{severity="critical"}:{alertname="HighErrorRate"}',
    status="firing",
    title="HighErrorRate",
    summary="- 1 in 5 requests fails (pod-1)\n- 1 in 9 requests fails (pod-2)\n- and 3 more\nRunbook: https://wiki.example.org/errors",
    severities=("critical",),
    services=("checkout", "web"),
    url="http://prometheus.example.org:9090/graph?g0.expr=rate&g0.tab=1",
    started=at(13, 45, 28, 123456),
)
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
TOO_MANY = Alert(
    source="Sentry",
    fingerprint="rule:7",
    status="firing",
    title="Too many errors",
    summary="1000 events in the last 10 minutes\nFilter: level:error",
    severities=("critical",),
    services=("web",),
    url="https://sentry.io/organizations/acme/alerts/1/",
    started=at(13, 40),
)


@pytest.mark.parametrize(
    ("body", "alert"),
    [
        (ALERTMANAGER, ERRORS),
        (
            OVER,
            Alert(
                source="Alertmanager",
                fingerprint=ERRORS.fingerprint,
                status="resolved",
                title="HighErrorRate",
                summary="1 in 7 requests fails (pod-3)\nRunbook: https://wiki.example.org/errors",
                severities=("critical",),
                services=("api",),
                url="http://alertmanager.example.org:9093",
                started=at(13, 0),
                ended=at(13, 30),
            ),
        ),
        (
            GRAFANA,
            Alert(
                source="Grafana",
                fingerprint='{}:{alertname="High memory usage"}',
                status="firing",
                title="High memory usage",
                summary="This alert was triggered for zone us-1",
                severities=("warning",),
                url="https://grafana.example.org/d/abc?viewPanel=2",
                started=at(13, 51, 3, 157076),
            ),
        ),
        (pagerduty(), BUMP),
        (pagerduty("incident.acknowledged", status="acknowledged"), BUMP),
        (
            pagerduty("incident.resolved", status="resolved", priority=None),
            Alert(
                source="PagerDuty",
                fingerprint="PGR0VU2",
                status="resolved",
                title="A little bump in the road",
                severities=("high",),
                services=("API",),
                url="https://acme.pagerduty.com/incidents/PGR0VU2",
                started=at(13, 50, 27),
                ended=at(13, 58, 22, 169000),
            ),
        ),
        (sentry_metric(), TOO_MANY),
        (
            sentry_metric("resolved", closed="2026-03-04T13:59:00Z"),
            Alert(
                source="Sentry",
                fingerprint="rule:7",
                status="resolved",
                title="Too many errors",
                summary=TOO_MANY.summary,
                services=("web",),
                url=TOO_MANY.url,
                started=at(13, 40),
                ended=at(13, 59),
            ),
        ),
        (
            SENTRY_EVENT,
            Alert(
                source="Sentry",
                fingerprint="issue:1117540176",
                status="firing",
                title="ReferenceError: heck is not defined",
                summary="checkout.pay\n\nRule: Very Important Alert Rule!",
                severities=("error",),
                url="https://sentry.io/organizations/acme/issues/1117540176/events/e4874d66/",
                started=at(13, 55, 17, 677000),
            ),
        ),
        (
            sentry_issue(),
            Alert(
                source="Sentry",
                fingerprint="issue:1117540176",
                status="firing",
                title="ReferenceError: heck is not defined",
                summary="checkout.pay",
                severities=("fatal",),
                services=("web",),
                url="https://acme.sentry.io/issues/1117540176/",
                started=at(13, 55, 17, 679000),
            ),
        ),
        (
            plain(
                source="nightly check",
                severity="page",
                summary="Five in a row",
                services=["checkout", "web", "checkout", 7, None],
                url="https://grafana.example.org/d/1",
                started="2026-03-04T14:10:00+01:00",
            ),
            Alert(
                source="nightly check",
                fingerprint="checkout-down",
                status="firing",
                title="Checkout answers with errors",
                summary="Five in a row",
                severities=("page",),
                services=("checkout", "web", "7"),
                url="https://grafana.example.org/d/1",
                started=at(13, 10),
            ),
        ),
        (plain(), Alert("Monitoring", "checkout-down", "firing", "Checkout answers with errors")),
        (
            plain(status="resolved", services="checkout, web", ended="2026-03-04T13:20:00Z"),
            Alert(
                "Monitoring",
                "checkout-down",
                "resolved",
                "Checkout answers with errors",
                services=("checkout", "web"),
                ended=at(13, 20),
            ),
        ),
    ],
    ids=[
        "alertmanager", "alertmanager over", "grafana", "pagerduty", "pagerduty acknowledged", "pagerduty over",
        "sentry metric", "sentry metric over", "sentry event", "sentry issue", "plain", "plain least", "plain over",
    ],
)  # fmt: skip
def test_each_senders_body_is_one_alert_wrapped_or_straight(body: dict[str, Any], alert: Alert) -> None:
    assert read_payload(body) == alert
    assert [read_payload({key: body}) for key in WRAPPERS] == [alert] * len(WRAPPERS)


def test_a_payload_template_of_alertmanager_is_given_no_group_key_and_the_group_is_known_by_its_labels() -> None:
    templated = {
        key: value for key, value in ALERTMANAGER.items() if key not in ("version", "groupKey", "truncatedAlerts")
    }
    later = {**templated, "alerts": templated["alerts"][:1]}
    other = {**templated, "groupLabels": {"alertname": "DiskFull"}}

    first, again, another = (read_payload({"alert": body}).id for body in (templated, later, other))

    assert first == again != another


@pytest.mark.parametrize(
    ("action", "status", "started"),
    [
        ("created", "firing", at(13, 55, 17, 679000)),
        ("unresolved", "firing", None),
        ("resolved", "resolved", None),
        ("archived", "resolved", None),
    ],
)
def test_an_issue_of_sentry_fires_until_it_is_over(action: str, status: str, started: datetime | None) -> None:
    alert = read_payload(sentry_issue(action))

    assert (alert.status, alert.started) == (status, started)


def test_a_reopened_pagerduty_incident_fires_from_its_reopening() -> None:
    assert read_payload(pagerduty("incident.reopened")).started == at(13, 58, 22, 169000)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (pagerduty("incident.annotated"), "PagerDuty's event 'incident.annotated' neither starts nor ends an alert"),
        (pagerduty("service.updated"), "PagerDuty's event 'service.updated' neither starts nor ends an alert"),
        (sentry_issue("assigned"), "Sentry's action 'assigned' neither starts nor ends an alert"),
        (sentry_metric("paused"), "Sentry's action 'paused' neither starts nor ends an alert"),
    ],
)
def test_an_event_that_neither_starts_nor_ends_an_alert_is_irrelevant(body: dict[str, Any], why: str) -> None:
    with pytest.raises(IrrelevantEvent) as news:
        read_payload(body)

    assert str(news.value) == why


UNKNOWN = "`client_payload` has the shape of no sender that is known, nor the plain one"


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        (None, "`client_payload` is no object"),
        ([], "`client_payload` is no object"),
        ("firing", "`client_payload` is no object"),
        ({}, UNKNOWN),
        ({"alert": None}, UNKNOWN),
        ({"alert": []}, UNKNOWN),
        ({"alert": {}}, UNKNOWN),
        ({"alert": {"alert": plain()}}, UNKNOWN),
        ({"alert": {}, "grafana": GRAFANA}, UNKNOWN),
        ({"action": "created", "data": {"comment": "hello"}}, UNKNOWN),
        (plain(status="FIRING!"), "`status` is neither firing nor resolved"),
        (plain(status=None), "`status` is neither firing nor resolved"),
        (plain(status=True), "`status` is neither firing nor resolved"),
        (plain(title=""), "`title` is missing, or no text"),
        (plain(title=["x"]), "`title` is missing, or no text"),
        (plain(title="\x00 \ud800"), "`title` is missing, or no text"),
        (plain(fingerprint={}), "`fingerprint` is missing, or no text"),
        (plain(fingerprint=None), "`fingerprint` is missing, or no text"),
        ({"title": "x", "status": "firing"}, "`fingerprint` is missing, or no text"),
        ({"alerts": [], "groupKey": "x"}, "`status` is neither firing nor resolved"),
        ({"alerts": [None, 7], "groupKey": "x", "status": "silenced"}, "`status` is neither firing nor resolved"),
        (pagerduty(id=None), "`event.data.id` is missing, or no text"),
        ({"event": {"event_type": "incident.triggered"}}, "`event.data.id` is missing, or no text"),
        ({"action": "created", "data": {"issue": {}}}, "`data.issue.id` is missing, or no text"),
        ({"action": "triggered", "data": {"event": None}}, "`data.event.issue_id` is missing, or no text"),
        (
            {"action": "critical", "data": {"metric_alert": {"alert_rule": []}}},
            "`data.metric_alert.alert_rule.id` is missing, or no text",
        ),
    ],
    ids=str,
)
def test_a_payload_that_is_not_an_alert_is_refused_with_what_is_missing(payload: object, why: str) -> None:
    with pytest.raises(NotAnAlert) as wrong:
        read_payload(payload)

    assert str(wrong.value) == why


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "https://example.org/) [x](https://evil.example"),
        ("url", "https://example.org/|x"),
        ("url", "https://example.org/<!--"),
        ("url", "https://" + "x" * 2_000),
        ("url", 7),
        ("started", "0001-01-01T00:00:00Z"),
        ("started", "9999-12-31T23:59:59+00:00"),
        ("started", "2026-03-04T13:00:00"),
        ("started", "yesterday"),
        ("started", 1772632800),
        ("summary", ["x"]),
        ("severity", {"is": "high"}),
        ("services", {"a": 1}),
        ("source", []),
        ("status_", "x"),
    ],
)
def test_absurd_optional_values_are_left_out(field: str, given: object) -> None:
    assert read_payload(plain(**{field: given})) == read_payload(plain())


def test_sizes_are_capped() -> None:
    huge = "x" * 60_000
    alert = read_payload(plain(title=huge, summary=huge, severity=huge, services=[f"{n}{huge}" for n in range(99)]))

    assert [len(each) for each in (alert.title, alert.summary, alert.severities[0])] == [200, 2_000, 60]
    assert (len(alert.services), max(map(len, alert.services))) == (20, 60)


def test_halves_of_characters_and_controls_are_dropped() -> None:
    assert read_payload(plain(title="a\ud800b\x00c\x1b[0m\nd")).title == "abc[0m d"


def test_a_payload_that_is_nested_too_deeply_is_not_an_alert() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]

    with pytest.raises(NotAnAlert, match="nested too deeply"):
        payload_key(plain(extra=deep))


@given(ANYTHING)
def test_any_json_is_an_alert_within_bounds_or_not_an_alert(payload: Any) -> None:
    alert_or_none(payload)
