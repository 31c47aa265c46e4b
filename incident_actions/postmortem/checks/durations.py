"""The durations in the text agree with the times: those of the incident's record, or else of the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.milestone import ORDER, durations
from incident_actions.model.incident.time_text import format_length, split_span
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.process import Process
from incident_actions.postmortem.checks.front_matter import UnreadableFrontMatter, line_of_key, parse_front_matter
from incident_actions.postmortem.checks.header_fields import find_field
from incident_actions.postmortem.finding import DurationDiffers, Finding
from incident_actions.postmortem.outline import Outline, OutlineSection

NAMED = lazy_pattern(
    r"time to (?P<what>detect|acknowledge|mitigate|resolve)[\s*_:|–—-]+(?P<given>\d[^|;,.()]*)", re.IGNORECASE
)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SPANS = ("duration", "time to detect", "time to acknowledge", "time to mitigate", "time to resolve")


def find_problems(outline: Outline, process: Process, incident: Incident | None) -> Iterator[Finding]:
    """Find durations in the header, in the section of the durations and, without a record, in the front matter."""
    values = _front_matter(outline)
    known = durations(incident.milestones if incident else _times(values))
    if not known:
        return
    source = incident.number if incident else 0
    yield from _in_header(outline, process, known, source)
    for section in process.postmortem.sections:
        if section.content == "durations":
            for part in outline.parts(section.title):
                yield from _in_section(part, known, source)
    if incident is None:
        yield from _in_front_matter(outline, values, known)


def _in_header(outline: Outline, process: Process, known: Mapping[str, timedelta], source: int) -> Iterator[Finding]:
    for each in process.postmortem.header:
        what = "time to resolve" if each.content == "duration" else each.content
        if each.content in SPANS and what in known:
            field = find_field(outline, each.name)
            yield from _compared(field.line, what, field.value, known[what], source)


def _in_section(part: OutlineSection, known: Mapping[str, timedelta], source: int) -> Iterator[Finding]:
    for row in part.rows:
        text = " | ".join(" ".join(each.visible_text.split()) for each in row)
        for found in NAMED.finditer(text):
            what = f"time to {found['what'].lower()}"
            if what in known:
                yield from _compared(row[0].line, what, found["given"], known[what], source)


def _in_front_matter(
    outline: Outline, values: Mapping[object, object], known: Mapping[str, timedelta]
) -> Iterator[Finding]:
    minutes = values.get("minutes")
    for name, given in minutes.items() if isinstance(minutes, dict) else ():
        span = known.get(f"time to {name}")
        if type(given) is int and 0 < given < 10**6 and span is not None:
            line = line_of_key(f"  {name}", outline)
            yield from _compared(line, f"time to {name}", f"{given} min", span, 0)


def _compared(line: int, what: str, given: str, known: timedelta, source: int) -> Iterator[Finding]:
    """Report a duration that is off by more than its own rounding; what cannot be read is left alone."""
    span, _ = split_span(given)
    rounding = HOUR if span is not None and span >= 24 * HOUR else MINUTE
    if span is not None and abs(span - known) > rounding:
        yield DurationDiffers(line, what, format_length(span), format_length(known), source)


def _front_matter(outline: Outline) -> Mapping[object, object]:
    try:
        return parse_front_matter(outline.front_matter or "")
    except UnreadableFrontMatter:
        return {}


def _times(values: Mapping[object, object]) -> dict[str, datetime]:
    """Return the milestones of the front matter; those that are no times are left out."""
    found = {name: _moment(values.get(name)) for name in ORDER}
    return {name: at for name, at in found.items() if at is not None}


def _moment(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    if not isinstance(at, datetime):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
