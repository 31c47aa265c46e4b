"""How values spread: median, 90th percentile, mean and count, and how many values are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor, fsum
from statistics import median

from incident_actions.model.fast_dataclass import dataclass


@dataclass(frozen=True)
class Spread:
    """How the values of some incidents spread; None where there is no value."""

    median: float | None = None
    p90: float | None = None
    mean: float | None = None
    largest: float | None = None
    known: tuple[int, ...] = ()
    """The incidents with a value."""
    unknown: tuple[int, ...] = ()
    """The incidents whose value will never be known, unless somebody reports it."""
    pending: tuple[int, ...] = ()
    """The incidents that are still running, so that the value is yet to come."""

    @property
    def count(self) -> int:
        """Return how many incidents have a value."""
        return len(self.known)


def spread_of(values: Mapping[int, float], unknown: Sequence[int] = (), pending: Sequence[int] = ()) -> Spread:
    """Return how values spread, by the numbers of their incidents."""
    if not values:
        return Spread(unknown=tuple(unknown), pending=tuple(pending))
    ordered = sorted(values.values())
    mean = fsum(ordered) / len(ordered)
    numbers = tuple(values)
    return Spread(median(ordered), quantile(ordered, 0.9), mean, ordered[-1], numbers, tuple(unknown), tuple(pending))


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return a quantile of sorted values, by a line between the two nearest: what spreadsheets call PERCENTILE.INC."""
    place = (len(ordered) - 1) * share
    below, above = ordered[floor(place)], ordered[ceil(place)]
    return below + (above - below) * (place - floor(place))
