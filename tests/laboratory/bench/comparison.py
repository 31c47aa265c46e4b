"""Our result over that of a peer, both measured in turns, held against the most that the ratio may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from tests.laboratory.bench.result import Result


@dataclass(frozen=True, slots=True)
class Pair:
    """A case of ours and one of a peer, and the most that their ratios may be.

    Of wall time in all and until the reaction, by distance, and of requests.
    """

    ours: str
    theirs: str
    wall: Mapping[int, float] = field(default_factory=dict)
    until_reaction: Mapping[int, float] = field(default_factory=dict)
    requests: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A pair, both measured in turns at the same distance."""

    pair: Pair
    ours: Result
    theirs: Result

    @property
    def wall(self) -> float:
        """The ratio of wall time: the median of the ratios of each turn."""
        return _ratio(self.ours.seconds, self.theirs.seconds)

    @property
    def wall_until_reaction(self) -> float | None:
        """The ratio of wall time up to the reaction, or to the card; None unless both have one."""
        if not (self.ours.seconds_until_reaction and self.theirs.seconds_until_reaction):
            return None
        return _ratio(self.ours.seconds_until_reaction, self.theirs.seconds_until_reaction)

    @property
    def cpu(self) -> float:
        """The ratio of processor time."""
        return _ratio(self.ours.cpu, self.theirs.cpu)

    @property
    def memory(self) -> float:
        """The ratio of the peaks of memory."""
        return self.ours.megabytes / self.theirs.megabytes

    @property
    def requests(self) -> float | None:
        """The ratio of requests; None if the peer sends none."""
        return self.ours.requests / self.theirs.requests if self.theirs.requests else None

    @property
    def limit(self) -> float | None:
        """The most that the ratio of wall time may be at this distance."""
        return self.pair.wall.get(self.ours.distance)

    @property
    def limit_until_reaction(self) -> float | None:
        """The most that the ratio of wall time up to the reaction may be at this distance."""
        return self.pair.until_reaction.get(self.ours.distance)

    @property
    def holds(self) -> bool | None:
        """Whether the limits are kept; None if there are none."""
        until = (self.wall_until_reaction, self.limit_until_reaction)
        limits = ((self.wall, self.limit), until, (self.requests, self.pair.requests))
        kept = [value <= limit for value, limit in limits if value is not None and limit is not None]
        return all(kept) if kept else None

    def as_json(self) -> dict[str, Any]:
        """Return the ratios and their limits."""
        ratios = {
            "wall": self.wall,
            "wall_until_reaction": self.wall_until_reaction,
            "cpu": self.cpu,
            "memory": self.memory,
            "requests": self.requests,
        }
        return {
            "ours": self.pair.ours,
            "theirs": self.pair.theirs,
            "distance_ms": self.ours.distance,
            "ratios": {name: value and round(value, 3) for name, value in ratios.items()},
            "limits": {
                "wall": self.limit,
                "wall_until_reaction": self.limit_until_reaction,
                "requests": self.pair.requests,
            },
            "holds": self.holds,
        }


def compare(pairs: Iterable[Pair], results: Iterable[Result]) -> Iterator[Comparison]:
    """Compare the pairs of which both were measured."""
    measured = {each.case: each for each in results}
    for pair in pairs:
        if pair.ours in measured and pair.theirs in measured:
            yield Comparison(pair, measured[pair.ours], measured[pair.theirs])


def _ratio(ours: tuple[float, ...], theirs: tuple[float, ...]) -> float:
    return median(one / other for one, other in zip(ours, theirs, strict=True))
