"""The offline log: plain text that people read, print and edit, with one command a line as typed on GitHub.

It begins with the answers to the incident form, and continues with commands as in comments:

    incident-actions log 1
    title: Checkout is down
    declared: 2026-11-21T03:10Z @ada
    severity: SEV-1

    2026-11-21T03:12Z @ada /ack
    2026-11-21T03:20Z @grace /update The database is back.
        Payments are still slow.

A line that cannot be read is reported by its number and left out, so that a slip costs one line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import UTC, datetime

from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.lazy_pattern import lazy_pattern

VERSION = 1
OPENING = "incident-actions log"
INDENT = "    "
REMARK = "#"

_OPENING = lazy_pattern(rf"{OPENING} ([0-9]{{1,4}})\s*")
_KEYED = lazy_pattern(r"([a-z]+(?: [a-z][a-z0-9_]*)?):(?:\s+(.*))?")
_SPOKEN = lazy_pattern(r"([0-9T:Z+-]{16,25})\s+@([A-Za-z0-9][A-Za-z0-9_-]{0,38})\s+(/[A-Za-z].*)")
_KEY = lazy_pattern(r"[0-9a-f]{8,64}")
_MEANT_SO = ("title", "declared", "severity", "services", "impact", "started", "process", "key")


class NotALog(ValueError):
    """A text that is not an offline log of a known version; the message has the reason."""


@dataclass(frozen=True)
class LogLine:
    """One command."""

    at: datetime
    by: str
    typed: str
    """The command as typed, with any further lines of it."""
    number: int = 0
    """The line's number in the text."""

    @property
    def source(self) -> str:
        """The line as it is in the log."""
        return f"{format_time(self.at)} @{self.by} " + self.typed.replace("\n", f"\n{INDENT}")

    @property
    def digest(self) -> str:
        """What identifies the line, wherever it is."""
        content = f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {self.by.casefold()} {self.typed}"
        return hashlib.sha256(content.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class LogFlaw:
    """A line that cannot be used; `why` is `unreadable`, `unknown`, `backwards` or `ahead`."""

    number: int
    text: str
    why: str


@dataclass(frozen=True)
class Log:
    """An offline log: the declaration of an incident and the commands since, in order."""

    title: str
    declared: datetime
    by: str
    severity: str = ""
    services: str = ""
    impact: str = ""
    started: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Answers to the triage questions, by id."""
    process: str = ""
    """The name of a preset, or the path of a configuration."""
    key: str = ""
    lines: tuple[LogLine, ...] = ()
    flaws: tuple[LogFlaw, ...] = ()

    @property
    def last(self) -> datetime:
        """The time of the last line, or of the declaration."""
        return self.lines[-1].at if self.lines else self.declared

    def with_lines(self, lines: Iterable[LogLine]) -> Log:
        """Return the log with these lines in place of its own."""
        return replace(self, lines=tuple(lines))


def format_time(at: datetime) -> str:
    """Format a time for a log: to the minute, in UTC, with its date."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def derived_key(title: str, declared: datetime, by: str) -> str:
    """Return the key of a log that has none, such as one begun on paper; it stays the same as the log grows."""
    return hashlib.sha256(f"{format_time(declared)} {by.casefold()} {title}".encode()).hexdigest()[:16]


def write_log(log: Log, remarks: str = "") -> str:
    """Write a log; `remarks` explain to people what it is and how to continue it."""
    head = {
        "title": log.title,
        "declared": f"{format_time(log.declared)} @{log.by}",
        "severity": log.severity,
        "services": log.services,
        "impact": log.impact,
        "started": log.started,
        **{f"answer {name}": answer for name, answer in log.answers.items()},
        "process": log.process,
        "key": log.key,
    }
    return "\n".join(
        [
            f"{OPENING} {VERSION}",
            *(f"{name}: {_one_line(value)}" for name, value in head.items() if value),
            *(f"{REMARK} {remark}".rstrip() for remark in remarks.splitlines()),
            "",
            *(line.source for line in log.lines),
            "",
        ]
    )


def read_log(text: str, latest: datetime) -> Log:
    """Read a log; lines that cannot be used are in `flaws`. Raises NotALog.

    A line after `latest` has a wrong time, which must not make all that follows seem too early.
    """
    rows = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    _check_opening(rows[0])
    head: dict[str, str] = {}
    lines: list[LogLine] = []
    flaws: list[LogFlaw] = []
    for number, row, more in _paragraphs(rows):
        keyed = _KEYED.fullmatch(row) if not lines else None
        command = None if keyed else _read_line(number, row, more)
        if keyed and (keyed[1] in _MEANT_SO or keyed[1].startswith("answer ")):
            head[keyed[1]] = " ".join(filter(None, ((keyed[2] or "").strip(), *more)))
        elif command is None:
            flaws.append(LogFlaw(number, row, "unknown" if keyed else "unreadable"))
        elif command.at > latest:
            flaws.append(LogFlaw(number, row, "ahead"))
        elif lines and command.at < lines[-1].at:
            flaws.append(LogFlaw(number, row, "backwards"))
        else:
            lines.append(command)
    return _read_head(head, lines, flaws)


def _check_opening(first: str) -> None:
    found = _OPENING.fullmatch(first.strip())
    if found is None:
        msg = f"it does not begin with a line `{OPENING} {VERSION}`"
        raise NotALog(msg)
    if int(found[1]) > VERSION:
        msg = "a newer version of incident-actions wrote it, so use that version to read it"
        raise NotALog(msg)


def _paragraphs(rows: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Return each row with content, with its number and the indented rows below it."""
    number = 1
    while number < len(rows):
        row, number = rows[number], number + 1
        if not row.strip() or row.startswith(REMARK):
            continue
        start, more = number, []
        while number < len(rows) and rows[number].strip() and rows[number][:1].isspace():
            more.append(rows[number].strip())
            number += 1
        yield start, row.strip(), more


def _read_line(number: int, row: str, more: list[str]) -> LogLine | None:
    found = _SPOKEN.fullmatch(row)
    at = _moment(found[1]) if found else None
    return LogLine(at, found[2], "\n".join((found[3].strip(), *more)), number) if found and at else None


def _moment(text: str) -> datetime | None:
    """Return a time with its date and zone; a log has no other."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None


def _read_head(head: Mapping[str, str], lines: list[LogLine], flaws: list[LogFlaw]) -> Log:
    title = head.get("title", "")
    time, _, by = head.get("declared", "").partition(" @")
    declared = _moment(time.strip())
    if not title or declared is None or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}", by.strip()):
        example = format_time(datetime(2026, 1, 31, 3, 10, tzinfo=UTC))
        msg = f"it needs a line `title: …` and a line `declared: {example} @who`"
        raise NotALog(msg)
    early = [line for line in lines if line.at < declared]
    slips = (LogFlaw(each.number, each.source.partition("\n")[0], "backwards") for each in early)
    key = head.get("key", "")
    return Log(
        title=title,
        declared=declared,
        by=by.strip(),
        severity=head.get("severity", ""),
        services=head.get("services", ""),
        impact=head.get("impact", ""),
        started=head.get("started", ""),
        process=head.get("process", ""),
        answers={name.removeprefix("answer "): text for name, text in head.items() if name.startswith("answer ")},
        key=key if _KEY.fullmatch(key) else derived_key(title, declared, by.strip()),
        lines=tuple(line for line in lines if line not in early),
        flaws=tuple(sorted((*slips, *flaws), key=lambda flaw: flaw.number)),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


FENCED = lazy_pattern(r"\s*(?P<fence>`{3,}|~{3,})[^\n]*\n(?P<text>.*?)\n?(?P=fence)[`~]*\s*", re.DOTALL)
MOST = 150
"""The most commands that one comment replays, since each may cost requests."""

LONGEST = 50_000
"""The most characters of a part, of the 65,536 that a comment takes."""


def strip_fence(text: str) -> str:
    """Return the text between lines of ```; the text itself where there are none."""
    found = FENCED.fullmatch(text)
    return found["text"] if found else text


def add_fence(text: str) -> str:
    """Put a text between lines of ``` that nothing in it can end."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}"


def split_log(log: Log, lines: Iterable[LogLine]) -> Iterator[Log]:
    """Split a log into parts that fit into a comment, each with the head; one part where there are no lines."""
    held: list[LogLine] = []
    size, given = 0, False
    for line in lines:
        if held and (len(held) == MOST or size + len(line.source) > LONGEST):
            yield log.with_lines(held)
            held, size = [], 0
        held.append(line)
        size, given = size + len(line.source) + 1, True
    if held or not given:
        yield log.with_lines(held)
