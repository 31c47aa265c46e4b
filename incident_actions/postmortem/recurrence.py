"""Find what is like an incident among earlier incidents and action items: by their services and their words.

Words are compared by rapidfuzz, which is the extra `recurrence`. Where it is not installed, a common service is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import cast

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern

NEAR = 50
"""How alike the words must be where a service is the same, from 0 to 100."""

ALIKE = 90
"""How alike the words must be where no service is."""

WORD = lazy_pattern(r"[^\W_]+(?:-[^\W_]+)*")
FILLERS = frozenset(
    [
        "a",
        "all",
        "an",
        "and",
        "are",
        "at",
        "because",
        "by",
        "each",
        "for",
        "from",
        "has",
        "have",
        "in",
        "is",
        "it",
        "its",
        "no",
        "not",
        "of",
        "on",
        "one",
        "or",
        "other",
        "that",
        "the",
        "this",
        "to",
        "was",
        "were",
        "when",
        "while",
        "with",
    ]
)
"""Words that say nothing of what happened."""


@dataclass(frozen=True)
class PastWork:
    """An earlier incident, or an action item, with what its incident affected."""

    number: int
    text: str
    services: tuple[str, ...] = ()


def like_incident(
    text: str, services: Iterable[str], past: Iterable[PastWork], compare: Callable[[str, str], float] | None = None
) -> tuple[PastWork, ...]:
    """Return what is like an incident with this title and these services, the most alike first.

    `compare` returns how alike two texts are, from 0 to 100; by default rapidfuzz does, if it is installed.
    """
    compare = compare or installed_comparison()
    affected, words = {each.casefold() for each in services}, telling_words(text)
    found: list[tuple[float, PastWork]] = []
    for each in past:
        is_same = not affected.isdisjoint(one.casefold() for one in each.services)
        score = compare(words, telling_words(each.text)) if compare else (ALIKE if is_same else 0)
        if score >= (NEAR if is_same else ALIKE):
            found.append((score, each))
    return tuple(each for _, each in sorted(found, key=lambda one: (-one[0], -one[1].number)))


def telling_words(text: str) -> str:
    """Return the words of a text that tell what happened, in lower case."""
    return " ".join(word for word in WORD.findall(text.casefold()) if word not in FILLERS)


@cache
def installed_comparison() -> Callable[[str, str], float] | None:
    """Return the comparison of two texts by their words, whatever their order, or None if rapidfuzz is not installed.

    https://rapidfuzz.github.io/RapidFuzz/Usage/fuzz.html#token-set-ratio
    """
    try:
        fuzz = import_module("rapidfuzz.fuzz")
    except ImportError:
        return None
    return cast("Callable[[str, str], float]", fuzz.token_set_ratio)
