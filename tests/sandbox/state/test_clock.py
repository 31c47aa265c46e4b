"""The sandbox's time."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from incident_actions.sandbox.state.clock import SandboxClock

NOON = datetime(2026, 8, 22, 12, tzinfo=UTC)


def test_a_clock_follows_real_time_until_it_is_moved() -> None:
    clock = SandboxClock()
    before = datetime.now(UTC).replace(microsecond=0)

    clock.tick()

    assert not clock.is_fixed
    assert before <= clock.now() <= before + timedelta(minutes=1)


def test_a_fast_clock_takes_less_real_time_and_a_moved_one_knows_none() -> None:
    fast = SandboxClock(speed=60)
    hour = fast.now() + timedelta(hours=1)

    assert 0 < (fast.real_seconds_until(hour) or 0) <= 60
    assert fast.real_seconds_until(fast.now() - timedelta(hours=1)) == 0
    assert SandboxClock(NOON, 60).real_seconds_until(NOON + timedelta(hours=1)) is None


def test_a_moved_clock_stands_still_but_for_its_ticks() -> None:
    clock = SandboxClock(NOON)

    clock.tick()
    clock.advance(timedelta(minutes=30))

    assert (clock.is_fixed, clock.now()) == (True, NOON + timedelta(minutes=30, seconds=1))


def test_times_are_whole_seconds_in_utc() -> None:
    clock = SandboxClock(NOON)

    clock.move_to(datetime(2026, 8, 22, 16, 0, 0, 5, timezone(timedelta(hours=2))))

    assert (clock.now(), clock.now().tzinfo) == (NOON + timedelta(hours=2), UTC)


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without its zone"):
        SandboxClock(datetime(2026, 8, 22))  # noqa: DTZ001 - the mistake in question
