"""Records: whatever stands in a text by the bot, entries are read or left out, and what was written comes back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis import target

from incident_actions.contract import card_comment
from incident_actions.contract.issue import Comment
from incident_actions.contract.snapshot import Snapshot
from incident_actions.model.incident import entry_json
from incident_actions.model.incident.entry import Entry
from incident_actions.text import record
from incident_actions.text.record import Block
from incident_actions.text.seal import Seal, Trust
from tests.generated_values import ENTRIES, TEXTS
from tests.laboratory.torture.row import Row
from tests.laboratory.torture.searching import Properties, searched
from tests.worlds import BOT, START, World

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=10,
)
FRAGMENTS = (
    record.OPENING, record.CLOSING, "\n", "\r\n", "\n-->", '{"pages":[1,2]}', '{"pages":"x"}', '{"pages":[true,-1,1e400]}', "{", "}", "[",
    "]", "null", "NaN", "1" * 30, '"', "\\", "\\ud800", card_comment.CARD_MARK, card_comment.RECORD_PAGE_MARK, " ", "\x00", "\u2028", "\x85", "é",
    '{"kind":"note","at":"2026-03-04T14:00:00Z","accepted":"2026-03-04T14:00:00Z","text":"x"}',
    '{"kind":"note","at":"0001-01-01T00:00:00+23:59","accepted":"2026-03-04","text":"x"}',
)  # fmt: skip
BROKEN = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join)
KEYED = Seal(b"a key", "issue 7000")
RECORDS = st.tuples(
    TEXTS, st.lists(ENTRIES, max_size=6).map(tuple), st.lists(st.integers(1, 10**10), max_size=3).map(tuple)
)


def anything_is_read(text: str) -> None:
    """A text holds a record or none; the seen part never holds the block that was read; what is read can be written."""
    block = record.read_block(text)
    target(float(len(block.entries) if block else 0), label="entries")

    assert len(record.visible_text(text)) <= len(text)
    if block is None:
        assert record.visible_text(text) == text
        return
    assert all(isinstance(page, int) for page in block.pages)
    again = record.read_block(record.write_record(block.entries, block.pages, block.written))
    assert again == replace(block, trust=Trust.SEALED)


def written_is_read(drawn: tuple[str, tuple[Entry, ...], tuple[int, ...]]) -> None:
    """What is written behind any text is read back; cut off anywhere, what is left of it is known to be broken."""
    before, entries, pages = drawn
    written = record.write_record(entries, pages, START)

    assert record.read_block(f"{before}\n{written}") == Block(entries, pages, START, Trust.SEALED)
    for end in range(0, len(written) - 1, max(1, len(written) // 20)):
        left = record.read_block(f"{before}\n{written[:end]}")
        assert left is None or left.trust is Trust.BROKEN or left == record.read_block(before)
        if left and record.OPENING not in before:
            assert left.entries == entries[: len(left.entries)]


def changed_is_noticed(drawn: tuple[str, tuple[Entry, ...], tuple[int, ...], int, str]) -> None:
    """One character changed within the block of a signed record, and it is believed no more."""
    _, entries, pages, place, sign = drawn
    written = record.write_record(entries, pages, START, KEYED)
    place = len(record.OPENING) + 1 + place % (len(written) - len(record.OPENING) - len(record.CLOSING) - 2)
    changed = f"{written[:place]}{sign}{written[place + 1 :]}"

    block = record.read_block(changed, KEYED)

    same = block is not None and block.entries == entries and block.pages == pages
    assert same or block is None or block.trust is not Trust.SEALED


def retyped_is_no_entry(drawn: tuple[Entry, str, Any]) -> None:
    """An entry of which one value is another is an entry or NotAnEntry, and an entry can be written."""
    entry, _, value = drawn
    for name in (*entry_json.as_json(entry), "new"):
        try:
            read = entry_json.from_json({**entry_json.as_json(entry), name: value})
        except entry_json.NotAnEntry:
            continue
        assert entry_json.from_json(json.loads(json.dumps(entry_json.as_json(read)))) == read


def found_is_ours(text: str) -> None:
    """A card is found in the bot's own comment or nowhere."""
    comments = tuple(Comment(place, by, text, START, START) for place, by in enumerate((World().issue.author, BOT), 1))
    snapshot = Snapshot("acme/shop", BOT, World().issue, comments)

    found = card_comment.find_card(snapshot)

    assert found is None or (found.author, found.body.startswith(card_comment.CARD_MARK)) == (BOT, True)


PROPERTIES: Properties = {
    "read": (
        anything_is_read,
        BROKEN | BROKEN.map(lambda text: f"{record.OPENING}\n{text}\n{record.CLOSING}") | st.text(),
    ),
    "written": (written_is_read, RECORDS),
    "changed": (
        changed_is_noticed,
        st.tuples(
            st.just(""),
            RECORDS.map(lambda drawn: drawn[1]),
            st.just((7,)),
            st.integers(0, 10**6),
            st.sampled_from('x"{}7 '),
        ),
    ),
    "retyped": (retyped_is_no_entry, st.tuples(ENTRIES, st.just(""), JSON)),
    "found": (found_is_ours, BROKEN.map(lambda text: f"{card_comment.CARD_MARK}\n{text}")),
}


def torture(seed: int, seconds: float) -> Row:
    """Search until the time is over."""
    return searched("records and cards", PROPERTIES, seed, seconds)
