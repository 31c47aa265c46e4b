"""Write entries into a text on GitHub and read them back: one hidden block, always at the very end.

Only a text by the bot itself is read, and only a block that ends it: whatever people write, and whatever the bot
repeats of it, comes before. `<`, `>` and runs of dashes are escaped inside the JSON, so that nothing a person wrote can
end the block early. The block's first line names the comments with earlier pages and the time of writing, and has a
seal over everything (see `seal`), which reveals any change that the tool did not make.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident import entry_json
from incident_actions.text.seal import PLAIN, Seal, Trust

OPENING = "<!-- incident-actions:record"
CLOSING = "-->"
DECODER = json.JSONDecoder()
LIMIT = 65_536
"""The most characters of a comment or an issue body on GitHub."""


class Sequence(NamedTuple):
    """The order of the versions of a signed record: how often it was rebuilt, then its number of entries."""

    rebuilt: int
    entries: int


NONE = Sequence(0, 0)
"""The sequence of a record without a key, or by an earlier version of the tool."""


@dataclass(frozen=True)
class Block:
    """The content of a text's block; of one that is cut off, what can still be read."""

    entries: tuple[e.Entry, ...]
    pages: tuple[int, ...] = ()
    """The comments with earlier pages, oldest first."""
    written: datetime | None = None
    """When it was written, if known."""
    trust: Trust = Trust.UNSEALED
    """How far it can be trusted."""
    sequence: Sequence = NONE
    """The sequence of a signed record."""


def write_record(
    entries: Iterable[e.Entry],
    pages: Iterable[int] = (),
    at: datetime | None = None,
    seal: Seal = PLAIN,
    sequence: Sequence = NONE,
) -> str:
    """Return the block for these entries, with one JSON value a line."""
    return write_block(entry_lines(entries), pages, at, seal, sequence)


def entry_lines(entries: Iterable[e.Entry]) -> list[str]:
    """Return each entry's line in a block."""
    return [
        _escape(json.dumps(entry_json.as_json(each), ensure_ascii=False, separators=(",", ":"))) for each in entries
    ]


def write_block(
    lines: list[str],
    pages: Iterable[int] = (),
    at: datetime | None = None,
    seal: Seal = PLAIN,
    sequence: Sequence = NONE,
) -> str:
    """Return the block with these lines."""
    head: dict[str, Any] = {"pages": list(pages)} if (pages := tuple(pages)) else {}
    head |= {"written": entry_json.json_value(at)} if at else {}
    head |= {"sequence": list(sequence)} if sequence != NONE else {}
    head["seal"] = seal.seal_lines([_head_json(head), *lines])
    return "\n".join([OPENING, _head_json(head), *lines, CLOSING])


@lru_cache(maxsize=64)
def read_block(text: str, seal: Seal = PLAIN) -> Block | None:
    """Read the block that ends a text; None where there is none.

    A run reads the same few texts again and again, so the result is cached. An entry that this version does not
    understand is kept as it is, because a newer version wrote it.
    """
    text = _normalize(text)
    before, opening, block = text.rpartition(f"{OPENING}\n")
    if not opening or (before and not before.endswith("\n")):
        return None
    whole = block.endswith(CLOSING)
    if not whole and CLOSING in block:
        return None
    lines = [line for line in block.removesuffix(CLOSING).split("\n") if line]
    head = _object(lines[0]) if lines else {}
    if head and "kind" not in head:
        lines = lines[1:]
    else:
        head = {}
    entries = tuple(entry for line in lines if (entry := read_entry(line)) is not None)
    claimed = head.pop("seal", None)
    trust = seal.check_lines(claimed, [_head_json(head), *lines]) if whole else Trust.BROKEN
    return Block(entries, _pages(head), _moment(head.get("written")), trust, _sequence(head.get("sequence")))


def entries_in(text: str) -> tuple[e.Entry, ...]:
    """Return the entries of the block that ends a text, whoever may have changed it."""
    block = read_block(text)
    return block.entries if block else ()


def visible_text(text: str) -> str:
    """Return the part of a text that people see."""
    return _normalize(text).rpartition(f"\n{OPENING}\n")[0] if read_block(text) is not None else text


def _normalize(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip()


def _escape(line: str) -> str:
    return line.replace("<", "\\u003c").replace(">", "\\u003e").replace("--", "-\\u002d")


def _head_json(head: dict[str, Any]) -> str:
    return _escape(json.dumps(head, separators=(",", ":")))


def _pages(head: dict[str, Any]) -> tuple[int, ...]:
    """Return the comments with the earlier pages of a record, oldest first."""
    listed = head.get("pages")
    return tuple(page for page in listed if isinstance(page, int)) if isinstance(listed, list) else ()


def _sequence(value: object) -> Sequence:
    whole = isinstance(value, list) and len(value) == len(NONE) and all(isinstance(each, int) for each in value)
    return Sequence(*value) if whole else NONE  # type: ignore[misc]


def _object(line: str) -> dict[str, Any]:
    try:
        value, end = DECODER.raw_decode(line)
        if end < len(line):  # only white space may follow a line
            value = DECODER.decode(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


@lru_cache(maxsize=4096)
def read_entry(line: str) -> e.Entry | None:
    """Read a line; the same line gives the same object, so that rereading a record compares at once."""
    values = _object(line)
    try:
        return entry_json.from_json(values)
    except entry_json.NotAnEntry:
        return _unread(values) if isinstance(values.get("kind"), str) else None


def _unread(values: dict[str, Any]) -> e.UnknownEntry:
    """Wrap an entry that only a newer version understands, so that it is neither lost nor answered again."""
    comment, index = (value if isinstance(value, int) else 0 for value in (values.get("comment"), values.get("index")))
    at, accepted = (_moment(values.get(name)) or datetime.fromtimestamp(0, UTC) for name in ("at", "accepted"))
    raw = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return e.UnknownEntry(
        at=at, accepted=accepted, by=str(values.get("by") or ""), comment=comment, index=index, raw=raw
    )


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
