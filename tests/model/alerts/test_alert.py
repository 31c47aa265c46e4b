"""An alert is known by its sender and the sender's own identifier of what is wrong."""

from dataclasses import replace

import pytest

from incident_actions.model.alerts.alert import Alert, IrrelevantEvent, NotAnAlert, digest

ALERT = Alert("Grafana", "checkout-down", "firing", "Checkout is down")


def test_an_alert_keeps_its_identifier_whatever_else_its_messages_say() -> None:
    later = replace(ALERT, status="resolved", title="Checkout", summary="All good", severities=("page",), url="x")

    assert later.id == ALERT.id == digest("Grafana\ncheckout-down") == "253461291091"


@pytest.mark.parametrize(
    "other",
    [
        replace(ALERT, source="Sentry"),
        replace(ALERT, fingerprint="checkout-slow"),
        Alert("Grafanacheckout", "-down", "firing", "Checkout is down"),
    ],
    ids=["source", "fingerprint", "cut elsewhere"],
)
def test_an_alert_of_another_source_or_fingerprint_has_another_identifier(other: Alert) -> None:
    assert other.id != ALERT.id


@pytest.mark.parametrize("text", ["", "x", "é🔥", "x" * 100_000])
def test_a_digest_has_twelve_hexadecimal_digits(text: str) -> None:
    assert (len(digest(text)), set(digest(text)) <= set("0123456789abcdef")) == (12, True)


def test_an_irrelevant_event_counts_as_no_alert() -> None:
    assert issubclass(IrrelevantEvent, NotAnAlert)
