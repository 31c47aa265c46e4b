"""Sentry's three webhooks are read: metric alerts, issue alerts and changes of issues."""

from dataclasses import replace
from typing import Any

import pytest

from incident_actions.model.alerts import sentry
from incident_actions.model.alerts.alert import Alert, IrrelevantEvent, NotAnAlert
from tests.model.alerts.sender_bodies import SENTRY_EVENT, at, sentry_issue, sentry_metric

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
HECK = Alert(
    source="Sentry",
    fingerprint="issue:1117540176",
    status="firing",
    title="ReferenceError: heck is not defined",
    summary="checkout.pay",
    severities=("fatal",),
    services=("web",),
    url="https://acme.sentry.io/issues/1117540176/",
    started=at(13, 55, 17, 679000),
)
EVENT = Alert(
    source="Sentry",
    fingerprint="issue:1117540176",
    status="firing",
    title="ReferenceError: heck is not defined",
    summary="checkout.pay\n\nRule: Very Important Alert Rule!",
    severities=("error",),
    url="https://sentry.io/organizations/acme/issues/1117540176/events/e4874d66/",
    started=at(13, 55, 17, 677000),
)


def metric(about: dict[str, Any] | None = None, **alert: Any) -> dict[str, Any]:
    """Return a metric alert with other values."""
    body = sentry_metric()
    data = {**body["data"], **(about or {})}
    return {**body, "data": {**data, "metric_alert": {**data["metric_alert"], **alert}}}


def event(rule: object = "Very Important Alert Rule!", **changed: Any) -> dict[str, Any]:
    """Return an issue alert with other values."""
    data = SENTRY_EVENT["data"]
    return {**SENTRY_EVENT, "data": {"event": {**data["event"], **changed}, "triggered_rule": rule}}


@pytest.mark.parametrize(
    ("body", "alert"),
    [
        (sentry_metric(), TOO_MANY),
        (sentry_metric("warning"), replace(TOO_MANY, severities=("warning",))),
        (sentry_metric("critical", closed="2026-03-04T13:59:00Z"), TOO_MANY),
        (
            sentry_metric("resolved", closed="2026-03-04T13:59:00Z"),
            replace(TOO_MANY, status="resolved", severities=(), ended=at(13, 59)),
        ),
        (metric(alert_rule={"id": 7}), replace(TOO_MANY, title="Critical: Too many errors")),
        (metric({"description_title": None}, alert_rule={"id": 7}), replace(TOO_MANY, title="Alert from Sentry")),
        (metric(projects="web"), replace(TOO_MANY, services=())),
        (metric(projects=["web", "api", "web", None]), replace(TOO_MANY, services=("web", "api"))),
    ],
    ids=["critical", "warning", "closed", "resolved", "no name", "no title", "no list", "projects"],
)
def test_a_metric_alert_is_known_by_its_rule(body: dict[str, Any], alert: Alert) -> None:
    assert sentry.read_alert(body) == alert


@pytest.mark.parametrize(
    ("body", "alert"),
    [
        (SENTRY_EVENT, EVENT),
        (event(issue_id=None), EVENT),
        (event(rule=None), replace(EVENT, summary="checkout.pay")),
        (event(culprit=""), replace(EVENT, summary="Rule: Very Important Alert Rule!")),
        (event(title=None), replace(EVENT, title="Alert from Sentry")),
        (event(level=None, datetime="soon", web_url=7), replace(EVENT, severities=(), started=None, url="")),
    ],
    ids=["whole", "no id", "no rule", "no culprit", "no title", "absurd"],
)
def test_an_issue_alert_is_known_by_its_issue(body: dict[str, Any], alert: Alert) -> None:
    assert sentry.read_alert(body) == alert


@pytest.mark.parametrize(
    ("action", "alert"),
    [
        ("created", HECK),
        ("unresolved", replace(HECK, started=None)),
        ("resolved", replace(HECK, status="resolved", started=None)),
        ("archived", replace(HECK, status="resolved", started=None)),
        ("ignored", replace(HECK, status="resolved", started=None)),
    ],
)
def test_an_issue_fires_until_it_is_over(action: str, alert: Alert) -> None:
    assert sentry.read_alert(sentry_issue(action)) == alert


def test_an_issue_without_title_or_link_has_a_title_and_the_permanent_link() -> None:
    body = sentry_issue()
    issue = {**body["data"]["issue"], "title": "", "web_url": None, "project": "web"}

    alert = sentry.read_alert({**body, "data": {"issue": issue}})

    assert alert == replace(HECK, title="Alert from Sentry", services=())


@pytest.mark.parametrize(
    ("body", "action"), [(sentry_issue("assigned"), "assigned"), (sentry_metric("paused"), "paused")]
)
def test_an_action_that_neither_starts_nor_ends_an_alert_is_irrelevant(body: dict[str, Any], action: str) -> None:
    with pytest.raises(IrrelevantEvent) as news:
        sentry.read_alert(body)

    assert str(news.value) == f"Sentry's action {action!r} neither starts nor ends an alert"


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ({"action": "created", "data": {"issue": {}}}, "data.issue.id"),
        ({"action": "triggered", "data": {"event": None}}, "data.event.issue_id"),
        ({"action": "critical", "data": {"metric_alert": {"alert_rule": []}}}, "data.metric_alert.alert_rule.id"),
    ],
)
def test_a_webhook_without_an_id_is_refused(body: dict[str, Any], missing: str) -> None:
    with pytest.raises(NotAnAlert) as wrong:
        sentry.read_alert(body)

    assert str(wrong.value) == f"`{missing}` is missing or is not text"


@pytest.mark.parametrize(
    ("body", "is_its_shape"),
    [
        (sentry_metric(), True),
        (SENTRY_EVENT, True),
        (sentry_issue(), True),
        ({"action": "created", "data": {"comment": "hello"}}, True),
        ({"action": "created", "data": {"thread": "hello"}}, False),
        ({"data": {"issue": {}}}, False),
        ({"action": "created", "data": "issue"}, False),
    ],
    ids=["metric", "event", "issue", "comment", "other", "no action", "no data"],
)
def test_the_shape_is_an_action_about_one_of_three_things(body: dict[str, Any], is_its_shape: bool) -> None:
    assert sentry.matches(body) is is_its_shape


def test_a_name_is_kept_up_to_sixty_characters() -> None:
    issue = sentry_issue()
    issue["data"]["issue"] |= {"level": "l" * 61, "project": {"slug": "p" * 61}}
    cut = ("l" * 59 + "…",), ("p" * 59 + "…",)

    read = sentry.read_alert(issue)

    assert (read.severities, read.services) == cut
    assert sentry.read_alert(event(level="l" * 61)).severities == cut[0]
    assert sentry.read_alert(metric(projects=["p" * 61, "q" * 60])).services == (*cut[1], "q" * 60)
