"""The report of the checks, for people and for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from incident_actions.contract.questions import FactsOf
from incident_actions.contract.repository_facts import RepositoryFacts
from incident_actions.doctor.check import Check, CheckResult, Examination
from incident_actions.doctor.registry import run_checks
from incident_actions.model.process import incident_form
from incident_actions.model.process.accounts import logins, teams
from incident_actions.model.process.process import Process
from incident_actions.text.messages import CheckLine

if TYPE_CHECKING:
    from incident_actions.text.wording import Wording

LEVELS = ("fail", "warn", "unknown", "pass")
"""The levels, in the order in which they are shown."""


def facts_question(process: Process, now: datetime) -> FactsOf:
    """Return the question for the facts that a process's checks need."""
    people = tuple(dict.fromkeys(login for _, login in logins(process)))
    named = tuple(dict.fromkeys(teams(process)))
    return FactsOf(now, people, named, process.labels.incident, process.bot or "", process.private.repository or "")


def report_lines(facts: RepositoryFacts, process: Process, wording: Wording) -> tuple[CheckLine, ...]:
    """Judge the facts and return a line for each check, failures first."""
    examined = Examination(facts, process, incident_form.form_text(process, wording.render))
    found = [_line(check, finding, facts.repository.page, wording) for check, finding in run_checks(examined)]
    return tuple(sorted(found, key=lambda line: LEVELS.index(line.level)))


def level_counts(found: Iterable[CheckLine]) -> dict[str, int]:
    """Return the number of lines of each level."""
    counted = Counter(line.level for line in found)
    return {level: counted[level] for level in LEVELS}


def as_json(repository: str, at: datetime, found: tuple[CheckLine, ...]) -> dict[str, Any]:
    """Return the report for machines; checks have stable names."""
    keys = ("check", "level", "case", "title", "says", "change", "lines", "place", "page")
    rows = [{key: getattr(line, key) for key in keys} for line in found]
    return {
        "repository": repository,
        "at": at.isoformat(timespec="seconds"),
        "counts": level_counts(found),
        "checks": rows,
    }


def _line(check: Check, finding: CheckResult, home: str, wording: Wording) -> CheckLine:
    """Word a result: the first paragraph of its template describes it, then comes the fix, and code to copy."""
    text = wording.render(f"doctor/{check.name}.md", {**finding.values, "case": finding.case})
    says, _, change = text.partition("\n\n")
    change, _, code = change.partition("```yaml\n")
    page = check.page if finding.page is None else finding.page
    well = finding.level == "pass"
    return CheckLine(
        check=check.name,
        level=str(finding.level),
        case=finding.case,
        title=check.title,
        says=" ".join(says.split()),
        change="" if well else " ".join(change.split()),
        place="" if well else check.place,
        lines=() if well else tuple(code.partition("\n```")[0].splitlines()),
        page="" if well or not page else page if "://" in page else f"{home}/{page}",
    )
