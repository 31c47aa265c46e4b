"""The first line of an issue that an alert opened: what it was opened for, and every alert that joined it.

The list of issues alone then tells which incident an alert belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_MARK = re.compile(r"<!-- incident-actions:alerts (?P<key>[0-9a-f]{12}\.[0-9]{1,10})(?P<ids>(?: [0-9a-f]{12})*) -->")


def marker_key(alert: str, after: int) -> str:
    """What an issue is opened for, once: an alert, and the earlier incident of the same alert (0: none)."""
    return f"{alert}.{after}"


def first_line(key: str, joined: Iterable[str] = ()) -> str:
    """Write the line."""
    return f"<!-- incident-actions:alerts {' '.join((key, *joined))} -->"


def key_in(body: str) -> str:
    """What an issue was opened for; empty where no alert opened it."""
    found = _found(body)
    return found["key"] if found else ""


def alerts_in(body: str) -> frozenset[str]:
    """Every alert that an issue's first line names."""
    found = _found(body)
    return frozenset((found["key"].partition(".")[0], *found["ids"].split())) if found else frozenset()


def with_first_line(body: str, line: str) -> str:
    """The body with this for its first line, in the place of the one that it has."""
    has, _, rest = body.partition("\n")
    return f"{line}\n{rest if _MARK.fullmatch(has.strip()) else body}"


def _found(body: str) -> re.Match[str] | None:
    return _MARK.fullmatch(body.partition("\n")[0].strip())
