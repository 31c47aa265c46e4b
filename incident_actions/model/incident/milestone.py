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


def durations(known: Mapping[str, datetime]) -> dict[str, timedelta]:
    """Return the standard durations between the known milestones.

    To detect: started to detected. To acknowledge: detected (or declared) to acknowledged. To mitigate and to resolve:
    from started, or from detected or declared where that is unknown.
    """
    began = known.get("started", known.get("detected", known.get("declared")))
    noticed = known.get("detected", known.get("declared"))
    spans = {
        "time to detect": (known.get("started"), known.get("detected")),
        "time to acknowledge": (noticed, known.get("acknowledged")),
        "time to mitigate": (began, known.get("mitigated")),
        "time to resolve": (began, known.get("resolved")),
    }
    return {name: end - start for name, (start, end) in spans.items() if start and end and end >= start}
