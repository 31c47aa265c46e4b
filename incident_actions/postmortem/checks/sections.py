"""Every section of the process is present, in order and filled in, and no placeholder is left."""

from __future__ import annotations

import re
from collections.abc import Iterator

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.postmortem import Section
from incident_actions.model.process.process import Process
from incident_actions.postmortem.columns import BOX, Columns
from incident_actions.postmortem.finding import (
    Finding,
    PlaceholderLeft,
    SectionEmpty,
    SectionMisnamed,
    SectionMissing,
    SectionMoved,
)
from incident_actions.postmortem.near_headings import near_headings
from incident_actions.postmortem.outline import Outline, OutlineSection

# Directives to other tools are not placeholders.
DIRECTIVE = lazy_pattern(r"<!--\s*/?(?:markdownlint|prettier|cspell|vale|textlint)\b", re.IGNORECASE)
TODO_WORDS = ("TODO", "TBD", "FIXME", "XXX")
TODO_WORD = lazy_pattern(rf"\b(?:{'|'.join(TODO_WORDS)})\b")


def find_problems(outline: Outline, process: Process) -> Iterator[Finding]:
    """Find sections that are missing, out of place or empty, and placeholders in the others."""
    there = [(section, outline.parts(section.title)) for section in process.postmortem.sections]
    yield from _missing_sections(there, outline, process)
    yield from _moved_sections([(section, parts[0]) for section, parts in there if parts])
    empty = [(section, part) for section, parts in there for part in parts if not part.says_something]
    yield from (SectionEmpty(part.line, section.title, section.hint) for section, part in empty)
    yield from _placeholders(outline, [part for _, part in empty], Columns(process))
    yield from _prompts(there, process)


def _missing_sections(
    there: list[tuple[Section, tuple[OutlineSection, ...]]], outline: Outline, process: Process
) -> Iterator[Finding]:
    """Report sections under another name, and together all others: at the next that is present, or at the end."""
    missing: list[str] = []
    following = 0
    for section, parts in there:
        headings = () if parts else near_headings(section, outline, process)
        line = parts[0].line if parts else outline.parts(headings[0])[0].line if headings else 0
        if headings:
            yield SectionMisnamed(line, section.title, headings[0])
        elif not line:
            missing.append(section.title)
        following = following or (line if missing else 0)
    if missing:
        yield SectionMissing(following or len(outline.lines), tuple(missing))


def _moved_sections(there: list[tuple[Section, OutlineSection]]) -> Iterator[Finding]:
    """Find the fewest sections that would have to move: those outside the longest run in order."""
    runs: list[list[int]] = []
    for place, (_, part) in enumerate(there):
        above = (run for run in runs if there[run[-1]][1].line < part.line)
        runs.append([*max(above, key=len, default=[]), place])
    kept = max(runs, key=len, default=[])
    for place, (section, part) in enumerate(there):
        if place not in kept:
            after = next((there[each][0].title for each in reversed(kept) if each < place), "")
            before = next((there[each][0].title for each in kept if each > place), "")
            yield SectionMoved(part.line, section.title, after, before)


def _placeholders(outline: Outline, empty: list[OutlineSection], columns: Columns) -> Iterator[Finding]:
    """Find hints and TODOs; those in an empty section are reported with the section.

    In the status of an action item, a TODO says that it is still to be done.
    """
    reported = {(each.line, each.text) for part in empty for each in part.passages}
    whole = "\n".join(outline.lines)
    has_todo = any(word in whole for word in TODO_WORDS)
    suspects = [each for each in outline.passages if each.may_be_special or (has_todo and TODO_WORD.search(each.text))]
    statuses = {id(each) for each in columns.status_cells(outline.passages if suspects else ())}
    for passage in suspects:
        if (passage.line, passage.text) in reported:
            continue
        for line, comment in passage.comments:
            if not DIRECTIVE.match(comment):
                yield PlaceholderLeft(line, comment.removeprefix("<!--").removesuffix("-->").strip())
        for line, text in passage.lines if id(passage) not in statuses else ():
            if found := TODO_WORD.search(text):
                yield PlaceholderLeft(line, found[0])


def _prompts(there: list[tuple[Section, tuple[OutlineSection, ...]]], process: Process) -> Iterator[Finding]:
    """Find prompts that nobody replaced."""
    columns = Columns(process)
    left = (each for section, parts in there for part in parts for each in columns.remaining_prompts(part, section))
    yield from (PlaceholderLeft(each.line, BOX.sub("", each.visible_text)) for each in left)
