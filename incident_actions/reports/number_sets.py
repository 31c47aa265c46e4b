"""The incidents behind each number of a page, in one list for all numbers that count the same ones."""

from __future__ import annotations

from collections.abc import Sequence

from incident_actions.model.fast_dataclass import dataclass

MOST_TITLES = 3


@dataclass(frozen=True)
class NumberSet:
    """What a number counts: the numbers of issues, and what they have in common."""

    key: str
    title: str
    numbers: tuple[int, ...]


class NumberSets:
    """Gives each set of issues a key, the same for the same set, while a template is filled."""

    def __init__(self) -> None:
        self._titles: dict[tuple[int, ...], list[str]] = {}
        self._keys: dict[tuple[int, ...], str] = {}

    def key(self, numbers: Sequence[int], title: str) -> str:
        """Return the key of a set; empty for no issues, since a link would lead nowhere."""
        if not numbers:
            return ""
        ordered = tuple(sorted(numbers, reverse=True))
        titles = self._titles.setdefault(ordered, [])
        if title not in titles:
            titles.append(title)
        return self._keys.setdefault(ordered, f"n{len(self._keys) + 1}")

    def all(self) -> tuple[NumberSet, ...]:
        """Return every set that was asked for until now, with what it stands for."""
        return tuple(NumberSet(key, _title(self._titles[numbers]), numbers) for numbers, key in self._keys.items())


def _title(titles: list[str]) -> str:
    return " · ".join(titles[:MOST_TITLES]) + " …" * (len(titles) > MOST_TITLES)
