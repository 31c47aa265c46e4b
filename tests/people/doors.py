"""The ways in and out that every text of the corpus is tried on, and which of them a change is tried on."""

from __future__ import annotations

import pytest

from tests.people.corpus import CORPUS, FAMILIES
from tests.tiers import EXHAUSTIVE

DOORS = (
    "an incident",
    "calling people",
    "an action item",
    "an alert",
    "a notification",
    "a post-mortem's form",
    "a post-mortem's form in the team's words",
    "a placeholder",
    "a row of a post-mortem",
)


def is_dealt(door: str, family: str, text: str) -> bool:
    """Return whether each change is tried with the text on this door, and not only `make test-exhaustive` tries it.

    The texts of a family are dealt out to the doors in turn, so that each text meets a door, and each door each family.
    """
    texts = FAMILIES[family]
    hands = min(len(DOORS), len(texts))
    return texts.index(text) % hands == DOORS.index(door) % hands


def each_text(door: str) -> pytest.MarkDecorator:
    """Run a test with every text of the corpus."""
    return pytest.mark.parametrize(
        "text",
        [
            pytest.param(text, id=f"{family} {text!a:.30}", marks=() if is_dealt(door, family, text) else EXHAUSTIVE)
            for family, text in CORPUS
        ],
    )
