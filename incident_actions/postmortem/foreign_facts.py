"""Read the facts of a post-mortem that the tool did not write: its fields, its title, and the name of its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import PurePosixPath
from typing import TypeVar

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.day_text import fixed_day
from incident_actions.model.incident.milestone import durations
from incident_actions.model.incident.time_text import split_span
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.process import Process
from incident_actions.postmortem.checks.timeline import LEADING_TIME
from incident_actions.postmortem.item_values import OWNER, visible_words
from incident_actions.postmortem.outline import Outline, OutlineSection

Value = TypeVar("Value")

FIELD_NAMES: Mapping[str, str] = {
    "date": "date|incident date|date of incident|date of the incident|day|when",
    "title": "title|incident title|name",
    "severity": "severity|incident severity|sev|severity level|priority|impact level",
    "services": "service|services|affected service|affected services|services affected|affected systems"
    "|systems affected|system|systems|component|components|affected components|impacted services|services impacted",
    "duration": "duration|incident duration|total duration|outage duration|downtime|length|time to resolve|ttr",
    "incident": "incident|incident number|incident issue|issue|incident id",
    "commander": "commander|incident commander|ic|incident lead|incident manager",
    "started": "started|start|start time|began|incident start|started at|impact start",
    "detected": "detected|detected at|detection time|time of detection|noticed at",
    "mitigated": "mitigated|mitigated at|mitigation time",
    "resolved": "resolved|resolved at|end|ended|end time|incident end|resolution time|impact end",
}
"""What people call the fields that the tool can read."""

CONTENTS = {name: content for content, names in FIELD_NAMES.items() for name in names.split("|")}
TIMES = ("started", "detected", "mitigated", "resolved")
LONGEST_VALUE = 300
FIELD = lazy_pattern(
    r"\s*[*_]{0,2}(?P<name>[A-Za-z][A-Za-z ]{1,30}?)[*_]{0,2}(?:\s*:|\s+[–—-])[*_]{0,2}\s+(?P<value>\S.*)"
)
ABOUT = lazy_pattern(
    r"(?:(?:incident|outage)\s+)?(?:post[- ]?mortem|incident report|incident review|retrospective|rca)s?\b[\s:–—-]*"
    r"(?:(?:of|for|on)\s+(?:the\s+)?)?",
    re.IGNORECASE,
)
"""Words before a title that only say what kind of a document it is."""

DATED = lazy_pattern(r"\s*[(\[]?\d{4}[-_./]?\d{2}[-_./]?\d{2}[)\]]?[\s:–—_-]*")
IN_NAME = lazy_pattern(r"(?<!\d)(?P<year>20\d\d)[-_.]?(?P<month>\d\d)[-_.]?(?P<day>\d\d)(?!\d)")
NUMBER = lazy_pattern(r"#(\d{1,9})\b|/issues/(\d{1,9})\b")
ABOUT_SO = lazy_pattern(r"(?:about|around|approx(?:imately|\.)?|circa|ca\.|roughly|[~≈])\s*", re.IGNORECASE)
BETWEEN = lazy_pattern(r"\s*(?:,|;|/|&|\band\b)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class ForeignField:
    """A field that people wrote, as they wrote it, with its line."""

    line: int
    value: str


@dataclass(frozen=True)
class ForeignFacts:
    """What is known of an incident from its post-mortem; None and nothing where the file does not say it."""

    title: str
    day: date | None
    severity: str
    services: tuple[str, ...]
    incident: int
    commander: str
    times: Mapping[str, datetime]
    lasted: timedelta | None
    unread: Mapping[str, ForeignField] = field(default_factory=dict)
    """The fields that are there and were not understood, by what they should hold."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """What the file does not say at all."""
        known = {"date": self.day, "severity": self.severity, "services": self.services, "duration": self.lasted}
        return tuple(name for name, value in known.items() if not value and name not in self.unread)


def read_facts(outline: Outline, path: str, process: Process, front_matter: Mapping[object, object]) -> ForeignFacts:
    """Return what a file says, first in its front matter, then in fields, in its title and in its name."""
    fields = {**_fields(outline), **_from_front_matter(front_matter)}
    reader = _Reader(fields)
    day = reader.read("date", fixed_day) or _day_of_name(path) or fixed_day(_heading(outline))
    times = {name: at for name in TIMES if (at := reader.read(name, lambda given: _moment(given, day))) is not None}
    lasted = durations(times).get("time to resolve") or reader.read("duration", _span)
    return ForeignFacts(
        title=_title(outline, fields, path),
        day=day or min((at.date() for at in times.values()), default=None),
        severity=reader.read("severity", lambda given: _severity(given, process)) or "",
        services=reader.read("services", lambda given: _services(given, process)) or (),
        incident=reader.read("incident", _number) or 0,
        commander=reader.read("commander", _login) or "",
        times=times,
        lasted=lasted,
        unread=reader.unread,
    )


class _Reader:
    """Reads the fields, and keeps those that it cannot read."""

    def __init__(self, fields: Mapping[str, ForeignField]) -> None:
        self._fields = fields
        self.unread: dict[str, ForeignField] = {}

    def read(self, name: str, understand: Callable[[str], Value | None]) -> Value | None:
        """Return the value of a field; None where it is missing or not understood."""
        if name not in self._fields:
            return None
        value = understand(visible_words(self._fields[name].value))
        if not value:
            self.unread[name] = self._fields[name]
        return value


def _fields(outline: Outline) -> dict[str, ForeignField]:
    """Return each field once, where the file has it first: on a line, in a row of two cells, or below a heading."""
    found: dict[str, ForeignField] = {}
    for name, line, value in (*_on_lines(outline), *_below_headings(outline)):
        content = CONTENTS.get(" ".join(name.split()).casefold())
        if content and value.strip():
            found.setdefault(content, ForeignField(line, value.strip()[:LONGEST_VALUE]))
    return found


def _on_lines(outline: Outline) -> Iterator[tuple[str, int, str]]:
    for row in OutlineSection("", 1, outline.passages).rows:
        first = row[0]
        if first.kind in ("cell", "head") and len(row) == 2:
            yield visible_words(first.visible_text).rstrip(":"), first.line, row[1].visible_text
        elif first.kind == "text":
            for line, text in enumerate(first.visible_lines.split("\n"), first.line):
                if named := FIELD.match(text):
                    yield named["name"], line, named["value"]


def _below_headings(outline: Outline) -> Iterator[tuple[str, int, str]]:
    """Return headings with a single short text below them."""
    for place, each in enumerate(outline.passages[:-1]):
        below = outline.passages[place + 1]
        after = outline.passages[place + 2 : place + 3]
        alone = not after or after[0].kind == "heading"
        if each.kind == "heading" and below.kind == "text" and alone and "\n" not in below.visible_text:
            yield visible_words(each.visible_text).rstrip(":"), below.line, below.visible_text


def _from_front_matter(values: Mapping[object, object]) -> dict[str, ForeignField]:
    """Return the fields of front matter that another tool wrote."""
    found: dict[str, ForeignField] = {}
    for name, value in values.items():
        content = CONTENTS.get(str(name).replace("_", " ").replace("-", " ").casefold())
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value) if value is not None else ""
        if content and text and not isinstance(value, dict):
            found.setdefault(content, ForeignField(1, text[:LONGEST_VALUE]))
    return found


def _heading(outline: Outline) -> str:
    return next((visible_words(each.visible_text) for each in outline.passages if each.kind == "heading"), "")


def _title(outline: Outline, fields: Mapping[str, ForeignField], path: str) -> str:
    """Return the title without what only names the kind of the document; the name of the file where nothing is left."""
    given = fields["title"].value if "title" in fields else _heading(outline)
    stem = PurePosixPath(path).stem
    named = IN_NAME.sub("", stem).replace("-", " ").replace("_", " ").strip()
    for text in (given, named.capitalize()):
        title = DATED.sub("", ABOUT.sub("", DATED.sub("", visible_words(text), 1), 1), 1).strip(" :–—-")
        if title and title.casefold() not in CONTENTS and title.casefold() not in ("summary", "overview"):
            return title[:1].upper() + title[1:]
    return stem


def _day_of_name(path: str) -> date | None:
    found = IN_NAME.search(PurePosixPath(path).stem)
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None


def _moment(given: str, day: date | None) -> datetime | None:
    """Return a time in UTC; one of another zone is not understood."""
    found = LEADING_TIME.match(given)
    try:
        on = date.fromisoformat(found["date"]) if found and found["date"] else day
        return datetime.combine(on, time(int(found["hour"]), int(found["minute"])), UTC) if found and on else None
    except ValueError:
        return None


def _span(given: str) -> timedelta | None:
    return split_span(ABOUT_SO.sub("", given, 1))[0]


def _severity(given: str, process: Process) -> str | None:
    found = process.match_severity(given)
    leading = process.severity_matcher.split(given) if found is None else None
    return found.label if found else leading[0].label if leading else None


def _services(given: str, process: Process) -> tuple[str, ...] | None:
    """Return the services of the process that a list names; any names where the process has none."""
    names = [each.strip(" .`") for each in BETWEEN.split(given) if each.strip(" .`")]
    known = {each.name.casefold(): each.name for each in process.services}
    if not known:
        return tuple(names) if all(len(each) <= 50 for each in names) else None
    found = tuple(dict.fromkeys(known[each.casefold()] for each in names if each.casefold() in known))
    return found if len(found) == len(names) else None


def _number(given: str) -> int | None:
    found = NUMBER.search(given)
    return int(found[1] or found[2]) if found else None


def _login(given: str) -> str | None:
    found = OWNER.search(given)
    return found[1] if found else None
