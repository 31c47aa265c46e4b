"""How a machine is walked for so long, from seed to seed, and its steps counted."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from time import monotonic

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.laboratory.torture.row import Row
from tests.laboratory.torture.unruly import TALLY

WALKS, STEPS = 25, 50
"""Walks of one search, and steps of one walk at the most."""


def walked(name: str, machine: type[RuleBasedStateMachine], start: int, seconds: float) -> Row:
    """Search from one seed after another until the time is over or a walk fails."""
    TALLY.clear()
    end = monotonic() + seconds
    failures: list[str] = []
    turn = start
    while turn == start or (monotonic() < end and not failures):
        failures += _failure(machine, turn)
        turn += 1
    return Row(name, TALLY["run"], faults=TALLY["died"], bad=TALLY["comment"], failures=tuple(failures))


def _failure(machine: type[RuleBasedStateMachine], start: int) -> Iterator[str]:
    try:
        run_state_machine_as_test(seed(start)(machine), settings=LONG)
    except Exception:  # noqa: BLE001  whatever a machine raises is what is looked for
        yield f"seed {start}:\n{traceback.format_exc(limit=-4)}"


LONG = settings(
    max_examples=WALKS,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
