"""A wait ends at its time or at a signal, at whatever step of the wait the signal comes."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from incident_actions.gateway.local.system_clock import SystemClock

PAST = datetime(2026, 1, 31, tzinfo=UTC)
SIGNAL_AT_EACH_STEP = """
import signal, sys
from datetime import UTC, datetime
from incident_actions.gateway.local.system_clock import SystemClock

def interrupt(frame, event, given):
    signal.raise_signal(signal.SIGINT)
    return interrupt

clock = SystemClock()
clock.handle_signals()
sys.settrace(interrupt)
waited = clock.wait(datetime(2026, 1, 31, tzinfo=UTC))
sys.settrace(None)
print(waited)
"""


def test_without_a_signal_a_wait_lasts_until_its_time() -> None:
    clock = SystemClock()
    until = clock.now() + timedelta(milliseconds=20)

    assert (clock.wait(PAST), clock.wait(until)) == (True, True)
    assert clock.now() >= until


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_this_wait_and_all_later_ones(number: signal.Signals) -> None:
    before, clock = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}, SystemClock()
    clock.handle_signals()
    try:
        os.kill(os.getpid(), number)

        assert [clock.wait(clock.now() + timedelta(minutes=1)) for _ in range(2)] == [False, False]
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def test_a_signal_at_any_step_never_makes_it_wait_for_itself() -> None:
    program = [sys.executable, "-c", SIGNAL_AT_EACH_STEP]
    ended = subprocess.run(program, capture_output=True, text=True, check=False, timeout=20)

    assert (ended.stdout, ended.stderr) == ("False\n", "")
