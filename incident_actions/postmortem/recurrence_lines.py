"""What a card and a post-mortem show of earlier incidents and action items that are like an incident."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e


@dataclass(frozen=True)
class RecurrenceLine:
    """An action item that was meant to prevent an incident."""

    number: str
    state: str
    """`open`, `done` or `dropped`."""
    days: int
    """How many days it was overdue when it was found; 0 for none."""


@dataclass(frozen=True)
class Recurrence:
    """What was found last, as it was then."""

    items: tuple[RecurrenceLine, ...]
    postmortems: tuple[tuple[str, str], ...]
    """Earlier incidents, each with the path of its post-mortem."""


def last_recurrence(entries: Iterable[e.Entry]) -> e.RecurrenceFound | None:
    """Return what was found last, or None if nothing was searched yet."""
    found = [each for each in entries if isinstance(each, e.RecurrenceFound)]
    return found[-1] if found else None


def shown_recurrence(entries: Iterable[e.Entry]) -> Recurrence | None:
    """Return what to show of it, or None if nothing is like the incident."""
    found = last_recurrence(entries)
    if found is None or not (found.items or found.postmortems):
        return None
    day = found.at.date()
    return Recurrence(tuple(_line(number, state, day) for number, state in found.items), found.postmortems)


def _line(number: str, state: str, day: date) -> RecurrenceLine:
    """Return a line; the record has the due date of an open item in place of its state."""
    try:
        due = date.fromisoformat(state)
    except ValueError:
        return RecurrenceLine(number, state, 0)
    return RecurrenceLine(number, "open", max(0, (day - due).days))
