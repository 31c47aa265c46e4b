"""What `check` prints, and what it writes into the run's summary and its outputs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import cache

import click

from incident_actions.gateway.local import runner
from incident_actions.gateway.local.annotations import annotation, terminal_line
from incident_actions.gateway.repository import templates
from incident_actions.gateway.repository.proposed_files import FileTexts
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_reader import CONFIGURATION
from incident_actions.model.process.differences import differences
from incident_actions.model.process.process import Process
from incident_actions.text.wording import Wording

log = logging.getLogger("incident_actions")

CLEAN, TO_FIX = 0, 1
MAX_ROWS = 200
"""Rows of the summary, which GitHub limits to a mebibyte; the log has all findings."""


@dataclass(frozen=True)
class Remark:
    """A finding beside a line of a file."""

    path: str
    level: str
    place: tuple[int, ...]
    """The line, and the column if it is known."""
    rule: str
    words: str
    table_text: str
    """The words for a Markdown table."""


@dataclass(frozen=True)
class CheckedKinds:
    """The files that are checked, by their kind."""

    postmortems: FileTexts
    templates: FileTexts
    configuration: bool

    @property
    def is_empty(self) -> bool:
        """Whether there are no files at all."""
        return not (self.postmortems or self.templates or self.configuration)


@cache
def check_wording() -> Wording:
    """Return the words of the check, which come from the tool's own templates."""
    return Wording(templates.load_template)


def report_remarks(
    environment: Mapping[str, str],
    here: runner.RunEnvironment | None,
    found: list[Remark],
    kinds: CheckedKinds,
    *,
    nothing: Callable[[], str],
) -> int:
    """Report the findings beside their lines, in the run's summary and in the step's outputs; return the exit code."""
    format_finding = annotation if environment.get("GITHUB_ACTIONS") == "true" else terminal_line
    for each in found:
        click.echo(format_finding(each.level, each.path, each.place, each.rule, each.words))
    errors = sum(each.level == "error" for each in found)
    if kinds.is_empty:
        log.info("%s", nothing())
    _log_counts(found, kinds)
    if here:
        rows = [(each.path, each.place[0], _with_level(each)) for each in found]
        counts = {"files": len(kinds.postmortems), "templates": len(kinds.templates)}
        values = {**counts, "configuration": kinds.configuration, "errors": errors}
        listed = {"rows": rows[:MAX_ROWS], "more": len(rows[MAX_ROWS:])}
        runner.write_summary(here, check_wording().render("summaries/check.md", {**values, **listed}))
        runner.set_outputs(here, outcome="to-fix" if errors else "clean", reason=f"{errors} to fix" if errors else "")
    return TO_FIX if errors else CLEAN


def _with_level(remark: Remark) -> str:
    """Return the words for the table; those that fail nothing begin with their level."""
    return remark.table_text if remark.level == "error" else f"{remark.level.capitalize()}: {remark.table_text}"


def report_changes(here: runner.RunEnvironment, before: Process, after: Process) -> None:
    """Report in the log and in the run's summary what behaves differently with the proposed configuration."""
    found = tuple(differences(before, after))
    values = {"found": found[:MAX_ROWS], "more": len(found[MAX_ROWS:])}
    for line in check_wording().render("preset/differences.txt", values).splitlines():
        log.info("%s", line)
    runner.write_summary(here, check_wording().render("summaries/process_changes.md", values))


def _log_counts(found: list[Remark], kinds: CheckedKinds) -> None:
    wrong = [each.path for each in found if each.level == "error"]
    templates = {path for path, _ in kinds.templates}
    in_templates = sum(path in templates for path in wrong)
    in_configuration = wrong.count(CONFIGURATION)
    if kinds.configuration:
        log.info("Configuration checked: %s to fix.", in_configuration or "nothing")
    if templates:
        log.info("%s checked: %s to fix.", _counted(len(templates), "template"), in_templates or "nothing")
    if kinds.postmortems:
        rest = len(wrong) - in_configuration - in_templates
        log.info("%s checked: %s to fix.", _counted(len(kinds.postmortems), "post-mortem"), rest or "nothing")


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'s' if number != 1 else ''}"
