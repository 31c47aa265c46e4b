"""The impact carries a number: how many, how much, how long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from incident_actions.postmortem.finding import Finding, ImpactWithoutNumber
from incident_actions.postmortem.outline import Outline, Passage
from incident_actions.process.process import Process

# A date, a clock time, a severity, an issue or a version counts nothing.
NOT_COUNTED = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}|[#@]\w+|(?<![\w-])[A-Za-z][\w-]*\d\S*|https?://\S+"
    r"|(?<![\d.])(?!\d{1,3}(?:\.\d{3})+(?!\S))\d+\.\d+\.\d+\S*",
    re.ASCII,
)
COUNTED = re.compile(
    r"\d|\b(?:nobody|no one|none|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?"
    r"|thousands?|millions?|half|third|quarter)\b",
    re.IGNORECASE,
)


def look(outline: Outline, process: Process) -> Iterator[Finding]:
    """Find an impact that is described without any number; an empty one is told already."""
    for section in process.postmortem.sections:
        if section.content != "impact":
            continue
        for part in outline.parts(section.title):
            if part.says_something and not any(map(_counts, part.passages)):
                first = next(each for each in part.passages if not each.is_blank)
                yield ImpactWithoutNumber(first.line)


def _counts(passage: Passage) -> bool:
    return COUNTED.search(NOT_COUNTED.sub(" ", passage.shown)) is not None
