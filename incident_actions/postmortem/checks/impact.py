"""The impact has a number: how many, how much or how long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.postmortem import Section
from incident_actions.model.process.process import Process
from incident_actions.postmortem.columns import Columns
from incident_actions.postmortem.finding import Finding, ImpactWithoutNumber
from incident_actions.postmortem.outline import Outline, OutlineSection
from incident_actions.text.safe_markdown import escape_line as as_written

# Dates, times, severities, issues and versions are not counts.
NOT_A_COUNT = lazy_pattern(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}|[#@]\w+|(?<![\w-])[A-Za-z][\w-]*\d\S*|https?://\S+"
    r"|(?<![\d.])(?!\d{1,3}(?:\.\d{3})+(?!\S))\d+\.\d+\.\d+\S*",
    re.ASCII,
)
COUNT = lazy_pattern(
    r"\d|\b(?:nobody|no one|none|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?"
    r"|thousands?|millions?|half|third|quarter)\b",
    re.IGNORECASE,
)


# A field of the header, in a list or on its own line: `**Impact:** 40 orders`, `**Impact**: 40 orders`.
FIELD = lazy_pattern(r"\s*\*\*(?P<name>[^*]{1,100})\*\*(?P<value>.*)")


def find_problems(outline: Outline, process: Process) -> Iterator[Finding]:
    """Find an impact without a number, in its section or else in the header."""
    sections = [each for each in process.postmortem.sections if each.content == "impact"]
    for section in sections:
        for part in outline.parts(section.title):
            yield from _uncounted(part, section, Columns(process))
    fields = (each for each in process.postmortem.header if each.content == "impact" and not sections)
    for name in (each.name for each in fields):
        at, value, hinted = _in_header(outline, {name.casefold(), as_written(name).casefold()})
        if not (hinted or _counts(value)):
            yield ImpactWithoutNumber(at)


def _uncounted(part: OutlineSection, section: Section, columns: Columns) -> Iterator[Finding]:
    """Find sections without a number; empty ones and remaining prompts are reported elsewhere."""
    left = {id(each) for each in columns.remaining_prompts(part, section)}
    texts = [each for each in part.passages if not each.is_blank and id(each) not in left]
    if part.says_something and texts and not any(_counts(each.visible_text) for each in texts):
        yield ImpactWithoutNumber(texts[0].line)


def _in_header(outline: Outline, names: set[str]) -> tuple[int, str, bool]:
    """Return the field's line, its text, and whether a hint is left in it; the title's line if it is missing."""
    found: list[tuple[int, str]] = []
    for passage in outline.header.passages:
        mine = False
        for at, text in enumerate(passage.visible_lines.split("\n"), passage.line):
            if field := FIELD.match(text):
                mine = field["name"].strip(": ").casefold() in names
            if mine:
                found.append((at, field["value"] if field else text))
    if not found:
        return outline.header.line, "", False
    first, last = found[0][0], found[-1][0]
    comments = (at for each in outline.header.passages for at, _ in each.comments)
    return first, " ".join(text for _, text in found), any(first <= at <= last for at in comments)


def _counts(text: str) -> bool:
    return COUNT.search(NOT_A_COUNT.sub(" ", text)) is not None
