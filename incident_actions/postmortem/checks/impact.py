"""The impact has a number: how many, how much or how long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.postmortem import Section
from incident_actions.model.process.process import Process
from incident_actions.postmortem.checks.header_fields import find_field
from incident_actions.postmortem.columns import Columns
from incident_actions.postmortem.finding import Finding, ImpactWithoutNumber
from incident_actions.postmortem.outline import Outline, OutlineSection

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


def find_problems(outline: Outline, process: Process) -> Iterator[Finding]:
    """Find an impact without a number, in its section or else in the header."""
    sections = [each for each in process.postmortem.sections if each.content == "impact"]
    for section in sections:
        for part in outline.parts(section.title):
            yield from _uncounted(part, section, Columns(process))
    fields = (each for each in process.postmortem.header if each.content == "impact" and not sections)
    for name in (each.name for each in fields):
        field = find_field(outline, name)
        if not (field.has_comment or _counts(field.value)):
            yield ImpactWithoutNumber(field.line)


def _uncounted(part: OutlineSection, section: Section, columns: Columns) -> Iterator[Finding]:
    """Find sections without a number; empty ones and remaining prompts are reported elsewhere."""
    left = {id(each) for each in columns.remaining_prompts(part, section)}
    texts = [each for each in part.passages if not each.is_blank and id(each) not in left]
    if part.says_something and texts and not any(_counts(each.visible_text) for each in texts):
        yield ImpactWithoutNumber(texts[0].line)


def _counts(text: str) -> bool:
    return COUNT.search(NOT_A_COUNT.sub(" ", text)) is not None
