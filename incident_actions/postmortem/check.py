"""Check a post-mortem: find everything that a person must fix before it is merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.process import Process
from incident_actions.postmortem import outline
from incident_actions.postmortem.checks import (
    action_items,
    blame,
    detection,
    durations,
    front_matter,
    impact,
    leaks,
    personal_data,
    record,
    sections,
    summary,
    timeline,
)
from incident_actions.postmortem.finding import LEVELS, FileTooLong, Finding, MoreFound, level_of

LONGEST, TALLEST = 131_072, 4_000
"""Characters and lines: far more than any post-mortem that people read to its end."""

MOST = 100
"""The most findings that are listed for one file."""

NOT_CHECKED: Mapping[str, bool | None] = {}


def findings(
    text: str,
    process: Process,
    people: Mapping[str, bool | None] = NOT_CHECKED,
    incident: Incident | None = None,
) -> tuple[Finding, ...]:
    """Return everything wrong with a post-mortem's text, by line, without the rules that the process switches off.

    `people` maps owners to whether they exist, None where it could not be checked; other owners are not checked.
    `incident` is what the record has, or None where it is not known.
    """
    if is_too_long(text):
        return (FileTooLong(1, LONGEST, TALLEST),)
    every = dict.fromkeys(_found(outline.read_outline(text), process, people, incident))
    found = sorted((each for each in every if level_of(each, process) != "off"), key=_place)
    return (*found[:MOST], *_counted(found[MOST:], process))


def owners(text: str, process: Process) -> tuple[str, ...]:
    """Return the owners whose existence should be checked."""
    return action_items.owners(outline.read_outline(text), process) if not is_too_long(text) else ()


def incident_of(text: str) -> int:
    """Return the number of the incident that a post-mortem is about; 0 where its front matter has none."""
    return record.incident_number(outline.read_outline(text)) if not is_too_long(text) else 0


def is_too_long(text: str) -> bool:
    """Whether a text is too long to be read."""
    return len(text) > LONGEST or text.count("\n") > TALLEST


def _found(
    read: outline.Outline, process: Process, people: Mapping[str, bool | None], incident: Incident | None
) -> Iterator[Finding]:
    for concern in (front_matter, sections, summary, impact, detection, timeline, blame, leaks, personal_data):
        yield from concern.find_problems(read, process)
    yield from action_items.find_problems(read, process, people)
    yield from durations.find_problems(read, process, incident)
    if incident is not None:
        yield from record.find_problems(read, process, incident)


def _counted(rest: list[Finding], process: Process) -> Iterator[Finding]:
    """Return one finding that counts all those that are not listed."""
    if rest:
        levels = {level_of(each, process) for each in rest}
        yield MoreFound(rest[0].line, len(rest), next(level for level in LEVELS if level in levels))


def _place(finding: Finding) -> tuple[int, str]:
    return finding.line, finding.rule
