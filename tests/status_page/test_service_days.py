"""How a service has been, day by day."""

from __future__ import annotations

from datetime import date

from incident_actions.status_page.public_incident import Effect, PublicIncident, PublicUpdate
from incident_actions.status_page.service_days import DAYS, ServiceDay, make_history
from tests.status_page.made_pages import DAY, MINUTE, NOW

HOUR = 60 * MINUTE


def incident(number: int, *effects: Effect) -> PublicIncident:
    update = PublicUpdate(effects[0].start, "investigating", "x")
    return PublicIncident(f"i{number}", "x", effects[0].start, effects[-1].end, "resolved", "major", (update,), effects)


def test_without_incidents_every_day_was_operational() -> None:
    found = make_history("web", [], NOW, None)

    assert (found.state, found.uptime, len(found.days)) == ("operational", "100", DAYS)
    assert {each.worst for each in found.days} == {"operational"}
    assert (found.days[0].day, found.days[-1].day) == (date(2025, 12, 5), date(2026, 3, 4))


def test_days_before_the_first_with_data_are_unknown() -> None:
    found = make_history("web", [], NOW, date(2026, 3, 3))

    assert [each.worst for each in found.days[-3:]] == ["no_data", "operational", "operational"]
    assert make_history("web", [], NOW, date(2027, 1, 1)).uptime == ""


def test_an_outage_over_midnight_counts_on_both_days() -> None:
    start = NOW - 15 * HOUR - 30 * MINUTE  # 23:30 of the day before
    found = make_history("web", [incident(1, Effect("web", "major", start, start + HOUR))], NOW, None)

    assert found.days[-2:] == (
        ServiceDay(date(2026, 3, 3), "major", (("major", 30),), "i1"),
        ServiceDay(date(2026, 3, 4), "major", (("major", 30),), "i1"),
    )
    assert found.uptime == "99.95"


def test_an_outage_of_nine_days_colours_ten_days() -> None:
    start = NOW - 20 * DAY
    found = make_history("web", [incident(1, Effect("web", "degraded", start, start + 9 * DAY))], NOW, None)

    assert sum(each.worst == "degraded" for each in found.days) == 10
    assert found.uptime == "100"


def test_where_incidents_overlap_the_worst_counts_once() -> None:
    first = incident(1, Effect("web", "partial", NOW - 4 * HOUR, NOW - 2 * HOUR))
    second = incident(2, Effect("web", "major", NOW - 3 * HOUR, NOW - HOUR))

    found = make_history("web", [first, second], NOW, None)

    assert found.days[-1] == ServiceDay(date(2026, 3, 4), "major", (("major", 120), ("partial", 60)), "i2")


def test_what_lasts_is_the_state_now() -> None:
    lasting = incident(1, Effect("web", "partial", NOW - HOUR), Effect("web", "degraded", NOW - HOUR))

    found = make_history("web", [lasting], NOW, None, maintained=True)

    assert (found.state, found.days[-1].minutes) == ("partial", (("partial", 60),))
    assert make_history("api", [lasting], NOW, None, maintained=True).state == "maintenance"


def test_uptime_is_never_rounded_up_and_never_below_nothing() -> None:
    short = incident(1, Effect("web", "major", NOW - MINUTE, NOW))
    always = incident(2, Effect("web", "major", NOW - 200 * DAY))

    assert make_history("web", [short], NOW, None).uptime == "99.99"
    assert make_history("web", [always], NOW, None).uptime == "0.00"


def test_times_in_the_future_change_nothing_yet() -> None:
    ahead = incident(1, Effect("web", "major", NOW + HOUR, NOW + 2 * HOUR))
    found = make_history("web", [ahead], NOW, None)

    assert (found.state, found.uptime) == ("operational", "100")


def test_a_short_outage_lasts_a_minute_at_least() -> None:
    short = incident(1, Effect("web", "major", NOW - MINUTE / 3, NOW))

    assert make_history("web", [short], NOW, None).days[-1].minutes == (("major", 1),)
