"""Every payload of a dispatch is read as an alert by the reader of its sender, or refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from incident_actions.model.alerts import alertmanager, grafana, pagerduty, plain_shape, sentry
from incident_actions.model.alerts.alert import Alert, IrrelevantEvent, NotAnAlert
from incident_actions.model.alerts.senders import WRAPPERS, payload_key, read_payload
from tests.model.alerts import sender_bodies as bodies
from tests.model.alerts.any_payloads import ANYTHING, alert_or_none
from tests.model.alerts.sender_bodies import ALERTMANAGER, GRAFANA, SENTRY_EVENT, plain, sentry_issue, sentry_metric


@pytest.mark.parametrize(
    ("body", "reader"),
    [
        (ALERTMANAGER, alertmanager.read_alert),
        (GRAFANA, grafana.read_alert),
        (bodies.pagerduty(), pagerduty.read_alert),
        (sentry_metric(), sentry.read_alert),
        (SENTRY_EVENT, sentry.read_alert),
        (sentry_issue(), sentry.read_alert),
        (plain(), plain_shape.read_alert),
    ],
    ids=["alertmanager", "grafana", "pagerduty", "sentry metric", "sentry event", "sentry issue", "plain"],
)
def test_each_senders_body_is_read_by_its_own_reader_wrapped_or_straight(
    body: dict[str, Any], reader: Callable[[dict[str, Any]], Alert]
) -> None:
    alert = reader(body)

    assert read_payload(body) == alert
    assert [read_payload({key: body}) for key in WRAPPERS] == [alert] * len(WRAPPERS)


MEANS = ", which means neither firing nor resolved. Send `firing` or `resolved`"
UNKNOWN = "the format of `client_payload` is unknown. Send `fingerprint`, `status` and `title`"


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        (None, "`client_payload` is not an object"),
        ([], "`client_payload` is not an object"),
        ("firing", "`client_payload` is not an object"),
        ({}, UNKNOWN),
        ({"alert": None}, UNKNOWN),
        ({"alert": []}, UNKNOWN),
        ({"alert": {}}, UNKNOWN),
        ({"alert": {"alert": plain()}}, UNKNOWN),
        ({"alert": {}, "grafana": GRAFANA}, UNKNOWN),
        ({7: 1, None: 2}, UNKNOWN),
        ({"action": "created", "data": {"thread": "hello"}}, UNKNOWN),
        ({"alert": "just words"}, UNKNOWN),
        ({"alert": "[1, 2]"}, UNKNOWN),
        ({"alert": "{"}, UNKNOWN),
        ({"alert": '{"a": ' * 50_000}, UNKNOWN),
        (plain(status="odd"), f"`status` is 'odd'{MEANS}"),
        ({"alerts": [None, 7], "groupKey": "x", "status": "silenced"}, f"`status` is 'silenced'{MEANS}"),
    ],
    ids=lambda value: str(value)[:80],
)
def test_a_payload_that_is_not_an_alert_is_refused_with_what_is_missing(payload: object, why: str) -> None:
    with pytest.raises(NotAnAlert) as wrong:
        read_payload(payload)

    assert str(wrong.value) == why


@pytest.mark.parametrize("body", [ALERTMANAGER, plain(), sentry_issue()], ids=["alertmanager", "plain", "sentry"])
def test_a_body_that_is_sent_as_json_text_is_the_same_alert(body: dict[str, Any]) -> None:
    alert = read_payload(body)

    assert read_payload({"alert": json.dumps(body)}) == alert
    assert read_payload({"grafana": f" {json.dumps(json.dumps(body))}"}) == alert


def test_a_text_that_is_no_json_may_stand_beside_a_plain_alert() -> None:
    assert read_payload(plain(alert="checkout {down}")) == read_payload(plain())


@pytest.mark.parametrize("resource", ["error", "comment", "installation", "seer"])
def test_an_event_of_sentry_that_opens_nothing_is_irrelevant(resource: str) -> None:
    body = {"action": "created", "installation": {"uuid": "7"}, "actor": {"id": 1}, "data": {resource: {"id": "9"}}}

    with pytest.raises(IrrelevantEvent) as news:
        read_payload({"sentry": body})

    assert str(news.value) == f"Sentry's event {resource!r} neither starts nor ends an alert"


def test_the_key_of_a_payload_is_the_same_whatever_the_order_of_its_keys() -> None:
    one, other = payload_key({"a": 1, "b": {"c": 2, "d": 3}}), payload_key({"b": {"d": 3, "c": 2}, "a": 1})

    assert one == other != payload_key({"a": 1, "b": {"c": 2, "d": 4}})


def test_a_payload_that_is_nested_too_deeply_is_not_an_alert() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]

    with pytest.raises(NotAnAlert) as wrong:
        payload_key(plain(extra=deep))

    assert str(wrong.value) == "`client_payload` is nested too deeply"


@given(ANYTHING)
def test_any_json_is_an_alert_within_bounds_or_not_an_alert(payload: Any) -> None:
    alert_or_none(payload)
