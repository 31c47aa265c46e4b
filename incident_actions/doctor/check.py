"""What a check is, what it finds, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from incident_actions.contract.repository_facts import RepositoryFacts
from incident_actions.model.process.process import Process

NOT_PROVIDED = "untold"
"""The case in which GitHub did not tell what a check needs; every check has words for it."""


class Level(StrEnum):
    """How a line of the report reads; `unknown` is what could not be asked, which is neither good nor bad news."""

    PASS = "pass"  # noqa: S105  a level
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Examination:
    """What the checks look at: facts, the process that runs here, and the form that would fit it."""

    facts: RepositoryFacts
    process: Process
    form: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found: `case` chooses the words in its template, `values` fill them.

    `page` is where to change it, below the repository's own page, where that is not the check's.
    """

    level: Level
    case: str
    values: Mapping[str, Any] = field(default_factory=dict)
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be right; the words stand in `templates/doctor/`, one file per check.

    `judge` may raise NotTold, and gives None where another check says all there is to say. `place` is where people find
    the setting in GitHub's pages, `page` its path below the repository's own.
    """

    name: str
    title: str
    meaning: str
    place: str
    page: str
    judge: Callable[[Examination], CheckResult | None]


def pass_result(case: str, **values: Any) -> CheckResult:
    """All is well."""
    return CheckResult(Level.PASS, case, values)


def warning(case: str, page: str | None = None, **values: Any) -> CheckResult:
    """It works, though not as well as it could."""
    return CheckResult(Level.WARN, case, values, page)


def failure(case: str, page: str | None = None, **values: Any) -> CheckResult:
    """Something of the tool does not work."""
    return CheckResult(Level.FAIL, case, values, page)


def unknown_result(case: str, page: str | None = None, **values: Any) -> CheckResult:
    """It could not be asked, or nothing is there yet by which one could tell."""
    return CheckResult(Level.UNKNOWN, case, values, page)
