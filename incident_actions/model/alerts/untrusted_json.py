"""Untrusted JSON, read value by value: what is not of the type that is wanted counts as absent, and all is capped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from incident_actions.model.alerts.alert import NotAnAlert

SHORT, LONG, MANY = 200, 2_000, 20
"""How many characters a line and a text keep, and how many items a list."""

LONGEST_URL = 1_000
_WEB = re.compile(r"https?://[^\s<>\"'`\\|()\[\]{}]+")
# JSON can spell halves of characters, and controls; neither can be stored or shown.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def text(given: object, limit: int = SHORT) -> str:
    """A text, or a whole number as text; empty for everything else."""
    if isinstance(given, int) and not isinstance(given, bool) and given.bit_length() <= 64:
        given = str(given)
    if not isinstance(given, str):
        return ""
    clean = _UNSTORABLE.sub("", given[: 4 * limit]).strip()
    return clean if len(clean) <= limit else f"{clean[: limit - 1]}…"


def line(given: object, limit: int = SHORT) -> str:
    """A text in one line."""
    return " ".join(text(given, limit).split())


def first_filled(*texts: str) -> str:
    """The first that says something."""
    return next(filter(None, texts), "")


def required_line(given: object, name: str, limit: int = SHORT) -> str:
    """A line without which there is no alert; raises NotAnAlert."""
    said = line(given, limit)
    if not said:
        raise NotAnAlert(f"`{name}` is missing, or no text")
    return said


def mapping(given: object) -> Mapping[str, object]:
    """An object; empty for everything else."""
    return given if isinstance(given, dict) else {}


def objects(given: object) -> tuple[Mapping[str, object], ...]:
    """The objects of a list, as many as one dispatch can hold."""
    return tuple(each for each in given if isinstance(each, dict)) if isinstance(given, list) else ()


def distinct_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Each line that says something once, in order, and not too many."""
    return tuple(dict.fromkeys(filter(None, lines)))[:MANY]


def web_address(*given: object) -> str:
    """The first that is an address on the web which can stand in Markdown as it is."""
    return next((each for each in given if isinstance(each, str) and _is_address(each)), "")


def _is_address(given: str) -> bool:
    return len(given) <= LONGEST_URL and _WEB.fullmatch(given) is not None and not _UNSTORABLE.search(given)


def timestamp(given: object) -> datetime | None:
    """A time with its zone, in UTC; None where there is none, or one that nobody can mean.

    Senders write "not yet" as the year 1.
    """
    if not isinstance(given, str) or len(given) > 40:
        return None
    try:
        at = datetime.fromisoformat(_to_microseconds(given))
        return at.astimezone(UTC) if at.tzinfo and 2000 <= at.year <= 2100 else None
    except (ValueError, OverflowError):
        return None


def _to_microseconds(given: str) -> str:
    """A time as Go writes it, whose nanoseconds Python does not take."""
    return re.sub(r"(\.[0-9]{6})[0-9]+", r"\1", given)
