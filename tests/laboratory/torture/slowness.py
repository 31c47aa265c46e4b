"""Bounded time: the longest and worst texts go through every parser, and each is answered in a moment."""

from __future__ import annotations

import random
from time import monotonic, process_time

from tests.laboratory.torture.parsers import PARSERS, Parser
from tests.laboratory.torture.row import Row
from tests.laboratory.torture.worst import FRAGMENTS, SPECIAL, long, texts


def torture(seed: int, seconds: float) -> Row:
    """Every fragment alone, then pairs and changes of the slowest by chance, until the time is over."""
    end = monotonic() + seconds
    chance = random.Random(seed)  # noqa: S311  no secret hangs on it
    tried, failures = 0, {}
    slowest: dict[str, tuple[float, tuple[str, ...]]] = {}
    tries = ((name, parts) for parts in texts(chance, slowest) for name in PARSERS)
    for name, parts in tries:
        if monotonic() > end and tried >= len(PARSERS) * (len(SPECIAL) + len(FRAGMENTS)):
            break
        spent = _spent(PARSERS[name], parts)
        tried += 1
        slowest[name] = max(slowest.get(name, (0.0, parts)), (spent, parts))
        if spent > PARSERS[name].limit:
            failures[name] = f"{name} took {spent:.2f} s for {parts!r} to {len(long(parts)):,} characters"
    limits = sorted({parser.limit for parser in PARSERS.values()})
    note = "slowest: " + "; ".join(_slowest(limit, slowest) for limit in limits)
    return Row("the longest and worst texts", tried, bad=tried, failures=tuple(failures.values()), note=note)


def _slowest(limit: float, slowest: dict[str, tuple[float, tuple[str, ...]]]) -> str:
    """Which of the parsers with the same limit took longest."""
    name = max((each for each in slowest if PARSERS[each].limit == limit), key=lambda each: slowest[each][0])
    return f"{name} {slowest[name][0]:.2f} s of {limit} s"


def _spent(parser: Parser, parts: tuple[str, ...]) -> float:
    """The processor time for one text in seconds; the least of three where it looks too long, as machines are busy."""
    text = long(parts)
    least = 10.0**9
    for _ in range(3):
        started = process_time()
        parser.read(text)
        least = min(least, process_time() - started)
        if least <= parser.limit:
            break
    return least
