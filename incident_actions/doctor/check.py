"""A check: what it looks at, and the result it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from incident_actions.contract.repository_facts import RepositoryFacts
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.process import Process

NOT_PROVIDED = "untold"
"""The case in which GitHub did not provide what a check needs; every check has words for it."""


class Level(StrEnum):
    """The level of a result; `unknown`, for what could not be checked, is neither good nor bad."""

    PASS = "pass"  # noqa: S105  a level
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Examination:
    """What the checks look at: the facts, the process that applies, and the form that would fit it."""

    facts: RepositoryFacts
    process: Process
    form: str


@dataclass(frozen=True)
class CheckResult:
    """The result of a check."""

    level: Level
    case: str
    """The case, which selects the words in the check's template."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """The values for those words."""
    page: str | None = None
    """Where to change it, below the repository's page, if not on the check's own page."""


@dataclass(frozen=True)
class Check:
    """One thing that must be right, worded by a file of its own in `templates/doctor/`."""

    name: str
    title: str
    meaning: str
    place: str
    """Where people find the setting in GitHub's pages."""
    page: str
    """The path of that page, below the repository's own."""
    judge: Callable[[Examination], CheckResult | None]
    """Returns the result, or None where another check covers it; may raise NotProvided."""


def pass_result(case: str, **values: Any) -> CheckResult:
    """Return the result that all is well."""
    return CheckResult(Level.PASS, case, values)


def warning(case: str, page: str | None = None, **values: Any) -> CheckResult:
    """Return the result that it works, though not as well as it could."""
    return CheckResult(Level.WARN, case, values, page)


def failure(case: str, page: str | None = None, **values: Any) -> CheckResult:
    """Return the result that a part of the tool does not work."""
    return CheckResult(Level.FAIL, case, values, page)


def unknown_result(case: str, page: str | None = None, **values: Any) -> CheckResult:
    """Return the result that it could not be checked, or that there is nothing to check yet."""
    return CheckResult(Level.UNKNOWN, case, values, page)
