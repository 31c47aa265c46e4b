"""The first line of an issue that a sweep opened for a game day: a drill, or the question whether to run one."""

from __future__ import annotations

from datetime import datetime

from incident_actions.model.lazy_pattern import lazy_pattern

_MARK = lazy_pattern(r"<!-- incident-actions:game-day (?P<key>(?:drill|ask)\.[0-9]{8}) -->")
DRILL, ASK = "drill", "ask"


def marker_key(kind: str, day: datetime) -> str:
    """Return the key that opens an issue once: `DRILL` or `ASK`, and the day in UTC."""
    return f"{kind}.{day:%Y%m%d}"


def first_line(key: str) -> str:
    """Return the marker line."""
    return f"<!-- incident-actions:game-day {key} -->"


def key_in(body: str) -> str:
    """Return the key in an issue's first line; empty for any other issue."""
    found = _MARK.fullmatch(body.partition("\n")[0].strip())
    return found["key"] if found else ""
