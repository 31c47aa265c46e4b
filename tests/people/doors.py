"""The ways in and out that every text of the corpus is tried on, and how many of them `make test` tries."""

from __future__ import annotations

import pytest

from tests.people.corpus import CORPUS, FAMILIES

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


def is_quick(door: str, family: str, text: str) -> bool:
    """Return whether `make test` tries the text on this door, and not only `make test-rest`.

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
            pytest.param(
                text, id=f"{family} {text!a:.30}", marks=() if is_quick(door, family, text) else pytest.mark.rest
            )
            for family, text in CORPUS
        ],
    )
