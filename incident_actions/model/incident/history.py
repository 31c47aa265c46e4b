"""The states that a growing list of entries leads through, each entry folded once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from incident_actions.model.incident.entry import Entry

State = TypeVar("State")


class History(Generic[State]):
    """Fold entries into states with `grow`, and remember each state.

    A run asks for the state of one record many times, with a few more entries each time, and again from the start
    whenever a decision is taken again. Only new entries are folded.
    """

    def __init__(self, grow: Callable[[State | None, Entry], State | None]) -> None:
        self._grow = grow
        self._entries: list[Entry] = []
        self._states: list[State | None] = [None]

    def last_state(self, entries: Sequence[Entry]) -> State | None:
        """Return the state after the last entry; None before anything began."""
        self._fold(entries)
        return self._states[len(entries)]

    def all_states(self, entries: Sequence[Entry]) -> list[State | None]:
        """Return the state before the first entry and after each one."""
        self._fold(entries)
        return self._states[: len(entries) + 1]

    def _fold(self, entries: Sequence[Entry]) -> None:
        known = self._shared(entries)
        if known == len(entries):
            return
        del self._entries[known:]
        del self._states[known + 1 :]
        for entry in entries[known:]:
            self._entries.append(entry)
            self._states.append(self._grow(self._states[-1], entry))

    def _shared(self, entries: Sequence[Entry]) -> int:
        """Return how many entries at the beginning are those of last time."""
        most = min(len(self._entries), len(entries))
        if self._entries[:most] == list(entries[:most]):
            return most
        pairs = zip(self._entries, entries, strict=False)
        return next(place for place, (known, entry) in enumerate(pairs) if known != entry)
