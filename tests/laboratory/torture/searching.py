"""How a hypothesis search is run for so long and counted, its failures told as lines that anybody can repeat."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.laboratory.torture.row import Row

Properties = Mapping[str, tuple[Callable[[Any], None], st.SearchStrategy[Any]]]
"""What must hold of any example, by name, beside how examples are made."""

ROUND = 200
"""How many examples one search tries; many short searches from changing seeds reach further than a long one."""


def searched(name: str, properties: Properties, start: int, seconds: float) -> Row:
    """Try each property on examples until the time is over; each ROUND goes on from another seed."""
    tried, failures = 0, {}
    end = monotonic() + seconds
    turn = 0
    while turn == 0 or monotonic() < end:
        for each, (holds, examples) in properties.items():
            if each in failures:
                continue
            count, failure = _search(holds, examples, start + turn)
            tried += count
            if failure:
                failures[each] = f"{each}, seed {start + turn}:\n{failure}"
        turn += 1
    return Row(name, tried, bad=tried, failures=tuple(failures.values()))


def _search(holds: Callable[[Any], None], examples: st.SearchStrategy[Any], start: int) -> tuple[int, str]:
    tried = 0

    def counted(example: Any) -> None:
        nonlocal tried
        tried += 1
        holds(example)

    search = seed(start)(LONG(given(examples)(counted)))
    try:
        search()
    except Exception:  # noqa: BLE001  whatever a property raises is what is looked for
        return tried, traceback.format_exc(limit=-6)
    return tried, ""


LONG = settings(
    max_examples=ROUND,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.target, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
