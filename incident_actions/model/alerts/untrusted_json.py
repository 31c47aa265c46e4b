"""Read untrusted JSON value by value: a value of the wrong type counts as absent, and every size is capped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from incident_actions.model.alerts.alert import NotAnAlert
from incident_actions.model.lazy_pattern import lazy_pattern

SHORT, LONG, MANY = 200, 2_000, 20
"""The most characters of a line and of a text, and the most items of a list."""

LONGEST_URL = 1_000
_WEB = lazy_pattern(r"https?://[^\s<>\"'`\\|()\[\]{}]+")
# JSON can contain half characters and control characters; neither can be stored or shown.
_EPOCH = lazy_pattern(r"[0-9]{9,19}(?:\.[0-9]{1,9})?")
_UNSTORABLE = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def text(given: object, limit: int = SHORT) -> str:
    """Return a text, or a whole number as text; empty for everything else."""
    if isinstance(given, int) and not isinstance(given, bool) and given.bit_length() <= 64:
        given = str(given)
    if not isinstance(given, str):
        return ""
    clean = _UNSTORABLE.sub("", given[: 4 * limit]).strip()
    return clean if len(clean) <= limit else f"{clean[: limit - 1]}…"


def line(given: object, limit: int = SHORT) -> str:
    """Return a text on one line."""
    return " ".join(text(given, limit).split())


def first_filled(*texts: str) -> str:
    """Return the first text that is not empty, or an empty one."""
    return next(filter(None, texts), "")


def required_line(given: object, name: str, limit: int = SHORT) -> str:
    """Return a line that no alert can do without; raises NotAnAlert."""
    found = line(given, limit)
    if not found:
        raise NotAnAlert(f"`{name}` is missing or is not text")
    return found


def mapping(given: object) -> Mapping[str, object]:
    """Return an object; empty for everything else."""
    return given if isinstance(given, dict) else {}


def objects(given: object) -> tuple[Mapping[str, object], ...]:
    """Return the objects of a list."""
    return tuple(each for each in given if isinstance(each, dict)) if isinstance(given, list) else ()


def distinct_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Return each line that is not empty once, in order, up to `MANY`."""
    return tuple(dict.fromkeys(filter(None, lines)))[:MANY]


def web_address(*given: object) -> str:
    """Return the first value that is a web address and is safe in Markdown as it is."""
    return next((each for each in given if isinstance(each, str) and _is_address(each)), "")


def _is_address(given: str) -> bool:
    return len(given) <= LONGEST_URL and _WEB.fullmatch(given) is not None and not _UNSTORABLE.search(given)


def timestamp(given: object) -> datetime | None:
    """Return a time in UTC; None where it is missing, unreadable or out of range.

    It is an ISO time, in UTC where it has no zone, or a count of seconds, milli-, micro- or nanoseconds since 1970.
    Senders write "not yet" as the year 1.
    """
    try:
        at = _moment(given)
        return at.astimezone(UTC) if at and 2000 <= at.year <= 2100 else None
    except (ValueError, OverflowError):
        return None


def _moment(given: object) -> datetime | None:
    if isinstance(given, str) and len(given) <= 50 and _EPOCH.fullmatch(given.strip()):
        given = float(given)
    if isinstance(given, int | float) and not isinstance(given, bool):
        return _since_1970(given)
    # A date alone (`2026-03-04`) is no moment.
    if not isinstance(given, str) or not 10 < len(given) <= 40:
        return None
    at = datetime.fromisoformat(_as_python_reads_it(given))
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _since_1970(given: float) -> datetime | None:
    """Read a count since 1970 in the unit that makes it a time of our days."""
    unit = next((unit for unit in (1, 10**3, 10**6, 10**9) if 9e8 <= given / unit < 4.2e9), None)
    return datetime.fromtimestamp(given / unit, UTC) if unit else None


def _as_python_reads_it(given: str) -> str:
    """Cut Go's nanoseconds to microseconds, and write `UTC` and ` +0100` as Python reads them."""
    zoned = re.sub(r"\s*(?:UTC|GMT)$", "", given.strip())
    return re.sub(r"\s+([+-]\d{2}:?\d{2})$", r"\1", re.sub(r"(\.[0-9]{6})[0-9]+", r"\1", zoned))
