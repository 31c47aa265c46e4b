"""Check a post-mortem: find everything that a person must fix before it is merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from incident_actions.model.process.process import Process
from incident_actions.postmortem import outline
from incident_actions.postmortem.checks import action_items, blame, front_matter, impact, leaks, sections, timeline
from incident_actions.postmortem.file import DIRECTORY
from incident_actions.postmortem.finding import FileTooLong, Finding, MoreFound
from incident_actions.postmortem.index import PATH as INDEX

LONGEST, TALLEST = 131_072, 4_000
"""Characters and lines: far more than any post-mortem that people read to its end."""

MOST = 100
"""The most findings that are listed for one file."""

NOT_CHECKED: Mapping[str, bool | None] = {}


def is_postmortem(path: str) -> bool:
    """Whether a path is that of a post-mortem: Markdown in their folder, apart from the index."""
    name = PurePosixPath(path)
    inside = name.parts[:2] == PurePosixPath(DIRECTORY).parts and ".." not in name.parts
    return inside and name.suffix.lower() == ".md" and name.name != PurePosixPath(INDEX).name


def findings(text: str, process: Process, people: Mapping[str, bool | None] = NOT_CHECKED) -> tuple[Finding, ...]:
    """Return everything wrong with a post-mortem's text, by line.

    `people` maps owners to whether they exist, None where it could not be checked; other owners are not checked.
    """
    if is_too_long(text):
        return (FileTooLong(1, LONGEST, TALLEST),)
    found = sorted(dict.fromkeys(_found(outline.read_outline(text), process, people)), key=_place)
    return tuple(found[:MOST]) + ((MoreFound(found[MOST].line, len(found) - MOST),) if len(found) > MOST else ())


def owners(text: str, process: Process) -> tuple[str, ...]:
    """Return the owners whose existence should be checked."""
    return action_items.owners(outline.read_outline(text), process) if not is_too_long(text) else ()


def is_too_long(text: str) -> bool:
    """Whether a text is too long to be read."""
    return len(text) > LONGEST or text.count("\n") > TALLEST


def _found(read: outline.Outline, process: Process, people: Mapping[str, bool | None]) -> Iterator[Finding]:
    for concern in (front_matter, sections, impact, timeline, blame, leaks):
        yield from concern.find_problems(read, process)
    yield from action_items.find_problems(read, process, people)


def _place(finding: Finding) -> tuple[int, str]:
    return finding.line, finding.rule
