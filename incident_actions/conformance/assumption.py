"""An assumption about GitHub's API, and how a check reports that a server differs from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from incident_actions.conformance.trial_repository import TrialRepository

REST = "https://docs.github.com/en/rest"
USING_REST = f"{REST}/using-the-rest-api"


class ServerDiffers(Exception):
    """The server differs from an assumption; the text says what it did."""


class FeatureMissing(Exception):
    """The server lacks an optional feature, which the tool does without; the text names it."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """What the tool relies on: a name, a sentence, the URL that it comes from, and a check.

    The check raises ServerDiffers, or FeatureMissing, or any error of a malformed answer.
    """

    name: str
    sentence: str
    source: str
    check: Callable[[TrialRepository], None]


def require_equal(subject: str, found: Any, wanted: Any) -> None:
    """Raise ServerDiffers if a value is not the one that the tool relies on."""
    if found != wanted:
        raise ServerDiffers(f"{subject}: {found!r} instead of {wanted!r}")


def require(fulfilled: object, words: str) -> None:
    """Raise ServerDiffers with these words if a condition does not hold."""
    if not fulfilled:
        raise ServerDiffers(words)
