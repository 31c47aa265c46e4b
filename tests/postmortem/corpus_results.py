"""What the check finds and the merge reads in each post-mortem of the corpus, in words to compare and review.

The folder `corpus` has a folder for each process, with a post-mortem and its results in `<name>.txt` beside it. After a
change of the rules, `python -m tests.postmortem.corpus_results` writes all results anew. Review the difference before
you commit it: each changed line is something that a team sees.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.process import Process
from incident_actions.postmortem.check import findings, owners
from incident_actions.postmortem.finding import Finding, level_of
from incident_actions.postmortem.items import ItemRow, read_lines

CORPUS = Path(__file__).with_name("corpus")
FILES = sorted(CORPUS.glob("*/*.md"))

TEAM = """
escalation: [margaret]
contacts:
  database: { name: Database on call, people: [kim] }
people:
  grace: { name: Grace Hopper, notify: grace-pager }
"""
"""What the processes of the corpus have besides their preset: three people whom they name."""

ACCOUNTS = ("ada", "grace", "linus", "mary", "kim", "margaret")
"""Who has an account; GitHub does not say whether `ghost` has one, and nobody else exists."""

PROCESSES = {
    folder.name: read_process(f"extends: {folder.name}\n{TEAM}", templates.load_preset, tuple(BY_WORD))
    for folder in sorted(CORPUS.iterdir())
}
"""The process of each folder."""

UNTOLD = ("line", "form", "known", "hint")
"""What each finding has at its own place, or what is the same in every file of a process."""


def results_of(path: Path) -> str:
    """Return the items and the findings of a post-mortem, each with its line."""
    process, text = PROCESSES[path.parent.name], path.read_bytes().decode()
    people = {login: None if login == "ghost" else login in ACCOUNTS for login in owners(text, process)}
    read = read_lines(text, process)
    items = [_worded_item(row) for row in read.rows]
    found = [_worded_finding(each, process) for each in findings(text, process, people)]
    return "".join(f"{line}\n" for line in ("Items", *(items or ["  none"]), "", "Findings", *(found or ["  none"])))


def _worded_item(row: ItemRow) -> str:
    issue = f"{row.repository}#{row.issue}" if row.issue else ""
    owner = f"@{row.owner or row.team}" if row.owner or row.team else ""
    due = str(row.due) if row.due else f"({row.due_given})" if row.is_due_relative else ""
    return f"  {row.line}: " + " · ".join((row.text, *filter(None, (owner, due, row.type, issue))))


def _worded_finding(finding: Finding, process: Process) -> str:
    given = {slot.name: getattr(finding, slot.name) for slot in fields(finding) if slot.name not in UNTOLD}
    told = [f"{name}: {_worded(value)}" for name, value in given.items() if value != ""]
    return " · ".join((f"  {finding.line}: {level_of(finding, process)} {finding.rule}", *told))


def _worded(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


if __name__ == "__main__":
    for file in FILES:
        file.with_suffix(".txt").write_text(results_of(file), encoding="utf-8")
