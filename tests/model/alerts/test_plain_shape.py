"""An alert in the plain shape is read from any sender that can write it."""

from dataclasses import replace
from typing import Any

import pytest

from incident_actions.model.alerts import plain_shape
from incident_actions.model.alerts.alert import Alert, NotAnAlert
from tests.model.alerts.sender_bodies import at, plain

LEAST = Alert("Monitoring", "checkout-down", "firing", "Checkout answers with errors")


@pytest.mark.parametrize(
    ("body", "alert"),
    [
        (plain(), LEAST),
        (
            plain(
                source="nightly check",
                severity="page",
                summary="Five in a row",
                services=["checkout", "web", "checkout", 7, None],
                url="https://grafana.example.org/d/1",
                started="2026-03-04T14:10:00+01:00",
                ended="2026-03-04T13:20:00Z",
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
        (
            plain(status="resolved", services="checkout, web,,", ended="2026-03-04T13:20:00Z"),
            replace(LEAST, status="resolved", services=("checkout", "web"), ended=at(13, 20)),
        ),
        (plain(status="ALARM", started=1772629200), replace(LEAST, started=at(13, 0))),
        (plain(status="Recovered", ended="2026-03-04 13:20"), replace(LEAST, status="resolved", ended=at(13, 20))),
    ],
    ids=["least", "firing", "resolved", "alarm", "recovered"],
)
def test_a_body_is_one_alert(body: dict[str, Any], alert: Alert) -> None:
    assert plain_shape.read_alert(body) == alert


STATUS = "`status` is missing. Send `firing` or `resolved`"
TITLE = "`title` is missing or is not text"
FINGERPRINT = "`fingerprint` is missing or is not text"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (
            plain(status="odd"),
            "`status` is 'odd', which means neither firing nor resolved. Send `firing` or `resolved`",
        ),
        (plain(status=None), STATUS),
        (plain(status=True), STATUS),
        (plain(title=""), TITLE),
        (plain(title=["x"]), TITLE),
        (plain(title="\x00 \ud800"), TITLE),
        (plain(fingerprint={}), FINGERPRINT),
        (plain(fingerprint=None), FINGERPRINT),
        ({"title": "x", "status": "firing"}, FINGERPRINT),
    ],
    ids=ascii,
)
def test_a_body_without_status_fingerprint_or_title_is_refused(body: dict[str, Any], why: str) -> None:
    with pytest.raises(NotAnAlert) as wrong:
        plain_shape.read_alert(body)

    assert str(wrong.value) == why


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("url", "https://example.org/) [x](https://evil.example"),
        ("url", 7),
        ("started", "yesterday"),
        ("started", 17),
        ("ended", "2026-03-04T13:20:00Z"),
        ("summary", ["x"]),
        ("severity", {"is": "high"}),
        ("services", {"a": 1}),
        ("source", []),
        ("status_", "x"),
    ],
)
def test_an_optional_value_that_makes_no_sense_is_left_out(field: str, given: object) -> None:
    assert plain_shape.read_alert(plain(**{field: given})) == LEAST


def test_each_value_of_an_alert_has_a_longest_size() -> None:
    huge = "x" * 60_000

    alert = plain_shape.read_alert(
        plain(
            title=huge,
            summary=huge,
            severity=huge,
            source=huge,
            fingerprint=huge,
            services=[f"{number}{huge}" for number in range(99)],
        )
    )

    assert [len(each) for each in (alert.title, alert.summary, alert.severities[0], alert.source)] == [
        200,
        2_000,
        60,
        60,
    ]
    assert (len(alert.fingerprint), len(alert.services), max(map(len, alert.services))) == (4_000, 20, 60)


@pytest.mark.parametrize(
    ("body", "is_its_shape"),
    [({"fingerprint": ""}, True), ({"title": None}, True), ({"status": "firing", "summary": "x"}, False)],
)
def test_the_shape_has_a_fingerprint_or_a_title(body: dict[str, Any], is_its_shape: bool) -> None:
    assert plain_shape.matches(body) is is_its_shape
