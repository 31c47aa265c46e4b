"""Records: whatever stands in a text by the bot, entries are read or left out, and what was written comes back."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st
from hypothesis import target

from incident_actions import card, record
from incident_actions.incident import spelling
from incident_actions.incident.entry import Entry
from incident_actions.snapshot import Comment, Snapshot
from tests.facts import ENTRIES, TEXTS
from tests.torture.row import Row
from tests.torture.searching import Properties, searched
from tests.worlds import BOT, START, World

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=10,
)
FRAGMENTS = (
    record.OPENING, record.CLOSING, "\n", "\r\n", "\n-->", '{"pages":[1,2]}', '{"pages":"x"}', '{"pages":[true,-1,1e400]}', "{", "}", "[",
    "]", "null", "NaN", "1" * 30, '"', "\\", "\\ud800", card.MARK, card.PAGE_MARK, " ", "\x00", "\u2028", "\x85", "é",
    '{"kind":"note","at":"2026-03-04T14:00:00Z","accepted":"2026-03-04T14:00:00Z","text":"x"}',
    '{"kind":"note","at":"0001-01-01T00:00:00+23:59","accepted":"2026-03-04","text":"x"}',
)  # fmt: skip
BROKEN = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join)
RECORDS = st.tuples(
    TEXTS, st.lists(ENTRIES, max_size=6).map(tuple), st.lists(st.integers(1, 10**10), max_size=3).map(tuple)
)


def anything_is_read(text: str) -> None:
    """A text holds a record or none; the seen part never holds the block that was read."""
    entries = record.read(text)
    target(float(len(entries or ())), label="entries")
    pages = record.pages(text)

    assert all(isinstance(page, int) for page in pages)
    assert len(record.without(text)) <= len(text)
    assert entries is not None or (pages, record.without(text)) == ((), text)
    if entries is not None:
        assert record.read(record.written(entries, pages)) == entries


def written_is_read(drawn: tuple[str, tuple[Entry, ...], tuple[int, ...]]) -> None:
    """What is written behind any text is read back, also after its lines were cut short at random places."""
    before, entries, pages = drawn
    written = record.written(entries, pages)

    assert (record.read(f"{before}\n{written}"), record.pages(f"{before}\n{written}")) == (entries, pages)
    for end in range(0, len(written) - 1, max(1, len(written) // 20)):
        assert record.read(f"{before}\n{written[:end]}") in (None, record.read(before))


def retyped_is_no_entry(drawn: tuple[Entry, str, Any]) -> None:
    """An entry of which one value is another is an entry or NotAnEntry, and an entry can be written."""
    entry, _, value = drawn
    for name in (*spelling.as_json(entry), "new"):
        try:
            read = spelling.from_json({**spelling.as_json(entry), name: value})
        except spelling.NotAnEntry:
            continue
        assert spelling.from_json(json.loads(json.dumps(spelling.as_json(read)))) == read


def found_is_ours(text: str) -> None:
    """A card is found in the bot's own comment or nowhere."""
    comments = tuple(Comment(place, by, text, START, START) for place, by in enumerate((World().issue.author, BOT), 1))
    snapshot = Snapshot("acme/shop", BOT, World().issue, comments)

    found = card.find(snapshot)

    assert found is None or (found.author, found.body.startswith(card.MARK)) == (BOT, True)


PROPERTIES: Properties = {
    "read": (
        anything_is_read,
        BROKEN | BROKEN.map(lambda text: f"{record.OPENING}\n{text}\n{record.CLOSING}") | st.text(),
    ),
    "written": (written_is_read, RECORDS),
    "retyped": (retyped_is_no_entry, st.tuples(ENTRIES, st.just(""), JSON)),
    "found": (found_is_ours, BROKEN.map(lambda text: f"{card.MARK}\n{text}")),
}


def torture(seed: int, seconds: float) -> Row:
    """Search until the time is over."""
    return searched("records and cards", PROPERTIES, seed, seconds)
