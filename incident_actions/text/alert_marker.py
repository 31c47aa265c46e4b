"""The first line of an issue that an alert opened, with the key of the alert and every alert that joined it.

With it, a list of issues is enough to find the incident of an alert.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from incident_actions.model.lazy_pattern import lazy_pattern

_MARK = lazy_pattern(r"<!-- incident-actions:alerts (?P<key>[0-9a-f]{12}\.[0-9]{1,10})(?P<ids>(?: [0-9a-f]{12})*) -->")


def marker_key(alert: str, after: int) -> str:
    """Return the key that opens an issue once: an alert, and the earlier incident of the same alert (0: none)."""
    return f"{alert}.{after}"


def first_line(key: str, joined: Iterable[str] = ()) -> str:
    """Return the marker line."""
    return f"<!-- incident-actions:alerts {' '.join((key, *joined))} -->"


def key_in(body: str) -> str:
    """Return the key in an issue's first line; empty where no alert opened the issue."""
    found = _match(body)
    return found["key"] if found else ""


def alerts_in(body: str) -> frozenset[str]:
    """Return every alert that an issue's first line names."""
    found = _match(body)
    return frozenset((found["key"].partition(".")[0], *found["ids"].split())) if found else frozenset()


def with_first_line(body: str, line: str) -> str:
    """Return the body with this marker line, in place of the one that it may have."""
    has, _, rest = body.partition("\n")
    return f"{line}\n{rest if _MARK.fullmatch(has.strip()) else body}"


def _match(body: str) -> re.Match[str] | None:
    return _MARK.fullmatch(body.partition("\n")[0].strip())
