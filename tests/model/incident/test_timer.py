"""Timers keep the names that records know them by."""

from incident_actions.model.incident.timer import Timer


def test_every_timer_has_the_name_that_older_records_use() -> None:
    assert [str(timer) for timer in Timer] == [
        "acknowledge",
        "respond",
        "notify",
        "assess",
        "first-update",
        "update",
        "public-update",
        "room",
        "roles",
        "mitigate",
        "watch",
    ]
