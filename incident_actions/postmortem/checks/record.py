"""The front matter agrees with the incident's record, and people have written in the sections that are theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.milestone import ORDER
from incident_actions.model.process.process import Process
from incident_actions.postmortem.checks.front_matter import UnreadableFrontMatter, line_of_key, parse_front_matter
from incident_actions.postmortem.columns import Columns
from incident_actions.postmortem.finding import Finding, RecordDiffers, SectionUntouched
from incident_actions.postmortem.outline import Outline
from incident_actions.postmortem.parts import split_text
from incident_actions.postmortem.versions import file_facts

COMMANDS = {"started": "/started", "detected": "/detected", "severity": "/sev"}
FIXED = ("declared",)
"""Milestones that no command corrects."""


def incident_number(outline: Outline) -> int:
    """Return the number of the incident in the front matter; 0 where it has none."""
    number = _front_matter(outline).get("incident")
    return number if type(number) is int and 0 < number < 2**31 else 0


def find_problems(outline: Outline, process: Process, incident: Incident) -> Iterator[Finding]:
    """Find what differs from the record, and sections that are still as the tool wrote them."""
    given = _front_matter(outline)
    if given:
        known = file_facts(incident)
        yield from _differing_times(given, known, incident, outline)
        if "severity" in given and given["severity"] != known["severity"]:
            yield _differs("severity", given["severity"], known["severity"], incident, outline)
        yield from _differing_minutes(given.get("minutes"), known["minutes"], incident, outline)
    yield from _untouched_sections(outline, process, incident)


def _differing_times(
    given: Mapping[Any, Any], known: Mapping[str, object], incident: Incident, outline: Outline
) -> Iterator[Finding]:
    for name in ORDER:
        ours, theirs = _minute(given.get(name)), _minute(known.get(name))
        if ours != theirs:
            yield _differs(name, ours, theirs, incident, outline)


def _differing_minutes(given: object, known: object, incident: Incident, outline: Outline) -> Iterator[Finding]:
    """Find durations that are more than a minute off: seconds are rounded down in each."""
    if not (isinstance(given, dict) and isinstance(known, dict)):
        return
    for name in dict.fromkeys((*known, *given)):
        ours, theirs = given.get(name), known.get(name)
        close = isinstance(ours, int) and isinstance(theirs, int) and abs(ours - theirs) <= 1
        if ours != theirs and not close:
            words = ["" if each is None else f"{each} min" for each in (ours, theirs)]
            yield RecordDiffers(
                line_of_key(f"  {name}", outline), f"minutes: {name}", words[0], words[1], incident.number, ""
            )


def _differs(key: str, ours: object, theirs: object, incident: Incident, outline: Outline) -> Finding:
    words = ["" if each is None else str(each) for each in (ours, theirs)]
    correctable = ours is not None and key not in FIXED
    fix = f"{COMMANDS.get(key, f'/time {key}')} {words[0]}" if correctable else ""
    return RecordDiffers(line_of_key(key, outline), key, words[0], words[1], incident.number, fix)


def _minute(value: object) -> object:
    """Return a time to the minute, as a command takes it; any other value as it is."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return value
    if not isinstance(value, datetime):
        return value
    at = value if value.tzinfo else value.replace(tzinfo=UTC)
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def _untouched_sections(outline: Outline, process: Process, incident: Incident) -> Iterator[Finding]:
    """Find sections for people that are as the tool wrote them, though nothing in them is a hint of today."""
    file = incident.postmortem_file
    if file is None or not file.written:
        return
    written = {part.title.casefold() for part in split_text("\n".join(outline.lines)) if part.digest in file.written}
    columns = Columns(process)
    for section in process.postmortem.sections:
        for part in outline.parts(section.title) if section.content in ("text", "cause") else ():
            hinted = any(each.comments for each in part.passages) or columns.remaining_prompts(part, section)
            if part.title.casefold() in written and part.says_something and not hinted:
                yield SectionUntouched(part.line, section.title)


def _front_matter(outline: Outline) -> Mapping[Any, Any]:
    try:
        return parse_front_matter(outline.front_matter or "")
    except UnreadableFrontMatter:
        return {}
