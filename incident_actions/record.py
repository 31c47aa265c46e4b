"""How entries are written into a text on GitHub, and read back: one hidden block, at one fixed place, the very end.

Only a text by the bot itself is read, and only a block that ends it: whatever people write, and whatever the bot
repeats of it, stands before. `<`, `>` and runs of dashes are escaped inside the JSON, so that nothing a person wrote
can end the block early.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from incident_actions.incident import entry as e
from incident_actions.incident import spelling

OPENING = "<!-- incident-actions:record"
CLOSING = "-->"
LIMIT = 65_536
"""What GitHub takes as a comment or an issue body, in characters."""


def written(entries: Iterable[e.Entry], pages: Iterable[int] = ()) -> str:
    """Write the block, one JSON value a line; first the comments that hold earlier pages, where there are any."""
    lines = [json.dumps({"pages": list(pages)})] if pages else []
    lines += [json.dumps(spelling.as_json(entry), ensure_ascii=False, separators=(",", ":")) for entry in entries]
    return "\n".join([OPENING, *map(_escaped, lines), CLOSING])


def _escaped(line: str) -> str:
    return line.replace("<", "\\u003c").replace(">", "\\u003e").replace("--", "-\\u002d")


def read(text: str) -> tuple[e.Entry, ...] | None:
    """Read the entries of the block that ends a text; None where there is no such block.

    A line that this version does not understand is left out: a newer version wrote it, or somebody's hand slipped.
    """
    values = _values(text)
    return None if values is None else tuple(entry for value in values if (entry := _entry(value)) is not None)


def pages(text: str) -> tuple[int, ...]:
    """The comments that hold the earlier pages of a record, oldest first."""
    listed = next((value["pages"] for value in _values(text) or () if isinstance(value, dict) and "pages" in value), ())
    return tuple(page for page in listed if isinstance(page, int)) if isinstance(listed, list) else ()


def without(text: str) -> str:
    """The part of a text that people see."""
    return text.replace("\r\n", "\n").rpartition(f"\n{OPENING}\n")[0] if _values(text) is not None else text


def _values(text: str) -> list[object] | None:
    text = text.replace("\r\n", "\n").rstrip()
    before, opening, block = text.rpartition(f"{OPENING}\n")
    if not opening or not block.endswith(CLOSING) or (before and not before.endswith("\n")):
        return None
    return [_value(line) for line in block.removesuffix(CLOSING).split("\n") if line]


def _value(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _entry(value: object) -> e.Entry | None:
    try:
        return spelling.from_json(value)
    except spelling.NotAnEntry:
        return None
