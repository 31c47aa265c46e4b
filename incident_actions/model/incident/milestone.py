"""Milestones: the moments that durations are counted from, and the order that they must keep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

ORDER = ("started", "detected", "declared", "acknowledged", "mitigated", "resolved")
"""The order in which they are shown. `declared` is when the issue became an incident; people cannot set it."""

SETTABLE = ("started", "detected", "acknowledged", "mitigated", "resolved")

MUST_PRECEDE: tuple[tuple[str, str], ...] = (
    ("started", "detected"),
    ("detected", "acknowledged"),
    ("detected", "mitigated"),
    ("started", "acknowledged"),
    ("started", "mitigated"),
    ("started", "resolved"),
    ("detected", "resolved"),
    ("mitigated", "resolved"),
)


class Clash(NamedTuple):
    """A milestone that would be on the wrong side of another."""

    other: str
    at: datetime
    must_be: str


def find_clash(milestone: str, at: datetime, known: Mapping[str, datetime]) -> Clash | None:
    """Return the milestone that a new time would contradict, or None."""
    for earlier, later in MUST_PRECEDE:
        if milestone == earlier and later in known and at > known[later]:
            return Clash(later, known[later], "before")
        if milestone == later and earlier in known and at < known[earlier]:
            return Clash(earlier, known[earlier], "after")
    return None


class Span(NamedTuple):
    """A standard duration: the milestones at its ends, and how long it was."""

    start: str
    end: str
    length: timedelta


DURATIONS = ("time to detect", "time to acknowledge", "time to mitigate", "time to resolve")


def durations(known: Mapping[str, datetime]) -> dict[str, timedelta]:
    """Return the standard durations between the known milestones: see `spans`."""
    return {name: span.length for name, span in spans(known).items()}


def spans(known: Mapping[str, datetime]) -> dict[str, Span]:
    """Return the standard durations between the known milestones, with the milestones at their ends.

    To detect: started to detected. To acknowledge: detected (or declared) to acknowledged. To mitigate and to resolve:
    from started, or from detected or declared where that is unknown.
    """
    began = next((name for name in ("started", "detected", "declared") if name in known), "")
    noticed = next((name for name in ("detected", "declared") if name in known), "")
    starts = dict(zip(DURATIONS, ("started", noticed, began, began), strict=True))
    ends = dict(zip(DURATIONS, ("detected", "acknowledged", "mitigated", "resolved"), strict=True))
    return {
        name: Span(start, ends[name], known[ends[name]] - known[start])
        for name, start in starts.items()
        if start in known and ends[name] in known and known[ends[name]] >= known[start]
    }
