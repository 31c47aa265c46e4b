"""Ready-made announcements: the process's texts for a stage of an incident, their blanks filled from the record."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from string import Formatter

from incident_actions.engine import announcement_values
from incident_actions.engine.announcement_values import HOPED_FOR, blank_label, missing_command, missing_label
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident.incident import Incident
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.communication import Announcement
from incident_actions.model.process.process import Process
from incident_actions.text.messages import MissingValue, ReadyWords

LONGEST_WHOLE = 3_000
"""How many characters an announcement has at most."""

DECLARED = "declared"
"""The stage of the first words. They are offered until users are no longer affected."""

BRACKETS = lazy_pattern(r"\[([^\[\]\n]+)\]")

STATUS_PAGE_LINE = lazy_pattern(r"^[^\n{}]*:[ \t]*\{status_page\}[ \t]*(?:\n|\Z)", re.MULTILINE)
"""A line that only names the status page."""

LONGEST_SENT = 2_000
"""How many characters of an announcement a notification has at most."""

BOLD = lazy_pattern(r"\*\*([^*\n]+)\*\*")
LINK = lazy_pattern(r"\[[^\[\]\n]+\]\(")
NOT_KNOWN = "not known yet"


def for_stages(stages: Collection[str], incident: Incident, process: Process) -> tuple[Announcement, ...]:
    """Return the announcements of some stages that apply to the incident's severity."""
    wanted = {stage.casefold() for stage in stages}
    found = (each for each in process.announcements if each.stage.casefold() in wanted)
    return tuple(each for each in found if process.applies_to(each.severities, incident.severity))


def fill_announcements(
    announcements: Iterable[Announcement], incident: Incident, process: Process, now: datetime | None = None
) -> tuple[ReadyWords, ...]:
    """Fill the blanks. What isn't known stays a visible blank, such as `[impact]`, with the command that fills it.

    Two stages with the same words for the same audience have them once.
    """
    known = announcement_values.known_values(incident, process, now)
    words = (
        ReadyWords(each.audience, _filled(each.text, known, process), _missing(each.text, known, incident, process))
        for each in announcements
    )
    return tuple(dict.fromkeys(words))


def outward_lines(
    announcement: Announcement, incident: Incident, process: Process, now: datetime | None = None
) -> tuple[str, ...]:
    """Return the lines of an announcement as other services get it: as plain text, and without what nobody can read.

    A line of which nothing is known is left out, and so is a line with brackets that people have to fill in.
    """
    known = announcement_values.known_values(incident, process, now)
    known |= {role: known[role].removeprefix("@") for role in announcement_values.ROLES}
    lines = [each for each in announcement.text.split("\n") if _can_be_sent(each, known, process)]
    shown = {name: known.get(name) or NOT_KNOWN for name in blanks_of(announcement.text)}
    filled = BOLD.sub(r"\1", _filled("\n".join(lines), known | shown, process))
    short = filled if len(filled) <= LONGEST_SENT else f"{filled[: LONGEST_SENT - 1]}…"
    return tuple(re.sub(r"\n{3,}", "\n\n", short).strip().split("\n")) if short.strip() else ()


def _can_be_sent(line: str, known: dict[str, str], process: Process) -> bool:
    names = blanks_of(line)
    if names and not any(known.get(name) for name in names):
        return False
    return not has_brackets(LINK.sub("", line), process)


def are_complete(announcement: Announcement, incident: Incident | None, process: Process) -> bool:
    """Return whether everything that a command can fill is filled, for a severity to which the text applies.

    A promised time of the next update is no condition: a process that promises none has none to wait for.
    """
    if incident is None or not process.applies_to(announcement.severities, incident.severity):
        return False
    known = announcement_values.known_values(incident, process, incident.declared)
    lacking = (name for name in blanks_of(announcement.text) if not known.get(name) and name not in HOPED_FOR)
    return not any(missing_command(name, incident, process) for name in lacking)


def completed_at(announcement: Announcement, steps: Sequence[Incident | None], process: Process) -> int | None:
    """Return the place of the entry that first completed a text; `steps` are the states before and after each entry.

    Most entries of a long incident are notes, which change its pace at most, and no text waits for that.
    """
    places = (place for place in range(len(steps) - 1) if not (place and _are_alike(steps[place], steps[place + 1])))
    return next((place for place in places if are_complete(announcement, steps[place + 1], process)), None)


def _are_alike(before: Incident | None, after: Incident | None) -> bool:
    """Return whether two states are the same apart from the pace."""
    return before is after or (before is not None and after is not None and replace(before, pace=after.pace) == after)


def blanks_of(text: str) -> tuple[str, ...]:
    """Return the names of a text's blanks, each once, in order."""
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(text) if name))


def has_brackets(text: str, process: Process) -> bool:
    """Return whether people have brackets of a filled text to fill in. `[Investigating]`, a status, is none of them."""
    statuses = {each.word.casefold() for each in process.statuses}
    return any(found.casefold() not in statuses for found in BRACKETS.findall(text))


def _missing(text: str, known: dict[str, str], incident: Incident, process: Process) -> tuple[MissingValue, ...]:
    """Return what a text lacks that a command can fill, each command once."""
    lacking = [(name, missing_command(name, incident, process)) for name in blanks_of(text) if not known.get(name)]
    by_command = {
        command: MissingValue(missing_label(name, process), command) for name, command in reversed(lacking) if command
    }
    return tuple(reversed(by_command.values()))


def _filled(text: str, known: dict[str, str], process: Process) -> str:
    """Fill one text. Logins come with their @, so one that the text has already is not doubled.

    A line that only names the status page is left out where there is none.
    """
    for role in announcement_values.ROLES:
        text = text.replace(f"@{{{role}}}", f"{{{role}}}")
    if not known["status_page"]:
        text = STATUS_PAGE_LINE.sub("", text).rstrip("\n") or text
    filled = "".join(_parts(text, known, process))
    return filled if len(filled) <= LONGEST_WHOLE else f"{filled[: LONGEST_WHOLE - 1]}…"


def _parts(text: str, known: dict[str, str], process: Process) -> Iterator[str]:
    """Yield the parts of a text. "Every 1 h" reads "every hour", and a sentence ends with one full stop."""
    value = ""
    for literal, name, _, _ in Formatter().parse(text):
        yield literal.removeprefix(".") if value.endswith(".") else literal
        if name:
            value = known.get(name) or f"[{blank_label(name, process)}]"
            yield "hour" if value == "1 h" and literal.endswith("every ") else value
