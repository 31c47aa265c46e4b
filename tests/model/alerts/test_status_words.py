"""A sender's own word for a status is read as firing or resolved, and an unknown one is refused."""

import pytest

from incident_actions.model.alerts.alert import IrrelevantEvent, NotAnAlert
from incident_actions.model.alerts.status_words import read_status, status_of

FIRING = [
    "firing", "FIRING", "Firing", "[FIRING:2]", "\uff26\uff29\uff32\uff29\uff2e\uff27", "fired", "Triggered", "trigger", "Re-Triggered", "ALARM", "alert",
    "Alerting", "ALERT_FAILURE", "open", "Opened", "reopened", "ACTIVATED", "active", "new", "created", "Down", "PROBLEM",
    "No Data", "NoData", "Re-No Data", "Warn", "renotify", "failed", "error", "critical", "degraded", "unhealthy",
    "acknowledged", "started", "\U0001f534 Down",
]  # fmt: skip
RESOLVED = [
    "resolved", "RESOLVED", "Resolve", "[RESOLVED]", "OK", "ok.", "Closed", "close", "Recovered", "ALERT_RECOVERY",
    "No Data Recovered", "Warn Recovered", "Up", "normal", "cleared", "healthy", "inactive", "deactivated", "ended", "fixed",
    "success", "\u2705 Up",
]  # fmt: skip


def test_a_senders_word_for_firing_is_read() -> None:
    assert {word: read_status(word) for word in FIRING} == dict.fromkeys(FIRING, "firing")


def test_a_senders_word_for_resolved_is_read() -> None:
    assert {word: read_status(word) for word in RESOLVED} == dict.fromkeys(RESOLVED, "resolved")


@pytest.mark.parametrize("word", ["INSUFFICIENT_DATA", "pending", "Pending!"])
def test_a_status_that_neither_starts_nor_ends_an_alert_is_irrelevant(word: str) -> None:
    with pytest.raises(IrrelevantEvent) as news:
        read_status(word)

    assert str(news.value) == f"the status {word!r} neither starts nor ends an alert"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("odd", "`status` is 'odd', which means neither firing nor resolved. Send `firing` or `resolved`"),
        ("not ok", "`status` is 'not ok', which means neither firing nor resolved. Send `firing` or `resolved`"),
        ("1", "`status` is '1', which means neither firing nor resolved. Send `firing` or `resolved`"),
        (
            "a\n::error::b",
            "`status` is 'a ::error::b', which means neither firing nor resolved. Send `firing` or `resolved`",
        ),
        ("", "`status` is missing. Send `firing` or `resolved`"),
        ("!!", "`status` is '!!', which means neither firing nor resolved. Send `firing` or `resolved`"),
    ],
)
def test_an_unknown_status_is_refused_with_the_words_to_send(given: str, why: str) -> None:
    with pytest.raises(NotAnAlert) as wrong:
        read_status(given)

    assert str(wrong.value) == why


def test_a_member_of_a_group_may_have_any_status() -> None:
    assert [status_of(each) for each in ("Alerting", "OK", "silenced", "pending", 7, None)] == [
        "firing",
        "resolved",
        None,
        None,
        None,
        None,
    ]
