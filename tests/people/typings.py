"""What people type on a running incident, each with what is put on record and what is replied."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tests.engine.commands.asking import facts, running

FILE = Path(__file__).with_name("typings.md")
BAR = "¦"
"""In place of `|`, which separates the cells."""

SHOWN = (
    "to",
    "role",
    "person",
    "milestone",
    "at",
    "services",
    "duplicate_of",
    "until",
    "minutes",
    "owner",
    "due",
    "text",
)


class Typing(NamedTuple):
    """One comment of one line, and what it leads to."""

    typed: str
    record: str
    """What is put on record, or `nothing`."""
    reply: str
    """The first line of the reply, or empty."""


def full_reply(typed: str) -> str:
    """Return all that is replied to a line on a running incident of its own."""
    return "\n\n".join(running().ask("grace", typed))


def try_out(typed: str) -> Typing:
    """Type a line on a running incident of its own."""
    world = running()
    before = len(world.replies())
    gained = facts(world, "grace", typed)
    record = "; ".join(_in_words(fact) for fact in gained) or "nothing"
    replies = world.replies()[before:]
    return Typing(typed, record, replies[0].partition("\n")[0] if replies else "")


def _in_words(fact: dict[str, object]) -> str:
    values = (str(fact[name]) for name in SHOWN if name in fact and name != "text")
    told = str(fact.get("text") or fact.get("reason") or fact.get("summary") or "")
    return " ".join((str(fact["kind"]), *values, *((f"“{told}”",) if told else ())))


def read_table() -> list[Typing]:
    """Return the rows of the table."""
    rows = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = (row.removeprefix("| ").removesuffix(" |").split(" | ") for row in rows)
    return [Typing(*(cell.replace(BAR, "|") for cell in each)) for each in cells if each[0] != "typed"]
