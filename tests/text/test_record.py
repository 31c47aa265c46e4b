"""A record is read back as it was written, whatever people wrote and whatever happens to the text."""

import json
import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.model.incident.entry import KINDS, CommandAnswered, Entry, NoteAdded, UnknownEntry
from incident_actions.model.incident.entry_json import NotAnEntry, as_json, from_json
from incident_actions.text import record
from incident_actions.text.record import Block
from incident_actions.text.seal import PLAIN, Seal, Trust
from tests.generated_values import ENTRIES, MOMENTS, TEXTS, any_of
from tests.tiers import sampled
from tests.worlds import START

NOTE = NoteAdded(at=START, accepted=START, by="ada", comment=5, text="it began")
LINE = '{"kind":"note","at":"2026-03-04T14:00:00Z","accepted":"2026-03-04T14:00:00Z","by":"ada","comment":5,"text":"it began"}'
BLOCK = f"""\
<!-- incident-actions:record
{{"pages":[12],"written":"2026-03-04T14:00:00Z","seal":"sha256:1"}}
{LINE}
-->"""
OLD = f"<!-- incident-actions:record\n{LINE}\n-->"
KEYED = Seal(b"a key of the repository's secrets", "issue 7000")


def test_a_record_is_one_line_an_entry_in_one_hidden_block() -> None:
    written = record.write_record((NOTE,), (12,), START)

    assert re.sub(r"sha256:[0-9a-f]{64}", "sha256:1", written) == BLOCK


@pytest.mark.parametrize("kind", sampled(KINDS.values(), one_in=8, thin=6), ids=list(KINDS))
@given(drawn=st.data())
def test_every_kind_of_entry_comes_back_as_it_was(kind: type[Entry], drawn: st.DataObject) -> None:
    entry = drawn.draw(any_of(kind))

    assert from_json(json.loads(json.dumps(as_json(entry)))) == entry


@given(
    TEXTS,
    st.lists(ENTRIES, max_size=5).map(tuple),
    st.lists(st.integers(1, 10**10), max_size=3).map(tuple),
    st.none() | MOMENTS,
    st.sampled_from((PLAIN, KEYED)),
)
def test_a_record_comes_back_as_it_was(
    before: str, entries: tuple[Entry, ...], pages: tuple[int, ...], at: datetime | None, seal: Seal
) -> None:
    text = f"{before}\n\n{record.write_record(entries, pages, at, seal)}"

    for shown in (text, text.replace("\n", "\r\n"), f"{text}\n", f"{text} \r\n\t\n"):
        assert record.read_block(shown, seal) == Block(entries, pages, at, Trust.SEALED)


@given(st.lists(ENTRIES, max_size=5))
def test_nothing_that_people_wrote_ends_the_block_early(entries: list[Entry]) -> None:
    written = record.write_record(entries)

    inside = written.removeprefix(record.OPENING).removesuffix(record.CLOSING)
    assert not {sign for sign in ("<", ">", "--") if sign in inside}
    assert inside.count("\n") == len(entries) + 2


def test_people_see_the_text_before_the_record() -> None:
    assert record.visible_text(f"Hello\n\n{BLOCK}\n") == "Hello\n"
    assert record.visible_text("Hello\n") == "Hello\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello",
        f"{BLOCK}\nand more",
        f"> {BLOCK}",
        f"x {BLOCK}",
        "<!-- incident-actions:record -->",
        BLOCK.replace("record\n", "records\n"),
    ],
)
def test_a_block_anywhere_but_at_the_very_end_is_none(text: str) -> None:
    assert record.read_block(text) is None


def test_the_block_that_ends_the_text_counts() -> None:
    assert record.read_block(f"{OLD.replace('began', 'ended')}\n\n{OLD}") == Block((NOTE,))


def test_a_truncated_block_keeps_its_readable_entries_and_counts_as_broken() -> None:
    written = record.write_record((NOTE, NOTE), (12,), START)

    assert record.read_block(written[:-40]) == Block((NOTE,), (12,), START, Trust.BROKEN)


@pytest.mark.parametrize(
    "line",
    ["{", "7", "[]", "{}", '{"kind":["note"]}', '{"pages":"12"}', '{"pages":["12"]}', "[" * 100_000],
)
def test_a_line_that_is_no_entry_does_not_hide_the_others(line: str) -> None:
    assert record.read_block(OLD.replace("\n-->", f"\n{line}\n-->")) == Block((NOTE,))


@pytest.mark.parametrize(
    "line",
    [
        '{"kind":"unheard-of"}',
        '{"kind":"note"}',
        '{"kind":"note","at":"soon","accepted":"2026-03-04T14:00:00Z","text":"x"}',
        '{"kind":"note","at":"2026-03-04T14:00:00Z","accepted":"2026-03-04T14:00:00Z","comment":9,"text":"x","new":1}',
        '{"kind":"status","at":"2026-03-04T14:00:00Z","accepted":"2026-03-04T14:00:00Z","to":"x","phase":"over"}',
        '{"kind":"note","at":"0001-01-01T00:00:00+23:59","accepted":"2026-03-04T14:00:00Z","text":"x"}',
    ],
)
def test_an_entry_of_a_newer_version_is_kept_as_it_is(line: str) -> None:
    block = record.read_block(OLD.replace("\n-->", f"\n{line}\n-->"))

    assert block
    assert [entry.kind for entry in block.entries] == [NoteAdded.kind, UnknownEntry.kind]
    assert line in record.write_record(block.entries)
    assert block.entries[1].comment == (9 if '"comment":9' in line else 0)


@pytest.mark.parametrize(
    ("change", "trust"),
    [
        (("it began", "it began"), Trust.SEALED),
        (("it began", "it ended"), Trust.BROKEN),
        (('"by":"ada"', '"by":"grace"'), Trust.BROKEN),
        (('"pages":[12]', '"pages":[13]'), Trust.BROKEN),
        (('"written":"2026', '"written":"2025'), Trust.BROKEN),
        ((f"\n{LINE}\n{LINE}", f"\n{LINE}"), Trust.BROKEN),
        (("\n-->", ""), Trust.BROKEN),
    ],
)
@pytest.mark.parametrize("seal", [PLAIN, KEYED], ids=["plain", "keyed"])
def test_a_change_breaks_the_seal(seal: Seal, change: tuple[str, str], trust: Trust) -> None:
    written = record.write_record((NOTE, NOTE), (12,), START, seal)
    assert change[0] in written

    block = record.read_block(written.replace(*change), seal)

    assert block
    assert block.trust is trust


@pytest.mark.parametrize(
    ("made_with", "read_with", "trust"),
    [
        (None, PLAIN, Trust.UNSEALED),
        (None, KEYED, Trust.UNSEALED),
        (PLAIN, KEYED, Trust.UNSEALED),
        (KEYED, PLAIN, Trust.BROKEN),
        (Seal(b"another key", KEYED.place), KEYED, Trust.BROKEN),
        (Seal(KEYED.key, "issue 8000"), KEYED, Trust.BROKEN),
    ],
)
def test_a_seal_is_good_with_its_key_at_its_place(made_with: Seal | None, read_with: Seal, trust: Trust) -> None:
    written = record.write_record((NOTE,), seal=made_with) if made_with else OLD

    block = record.read_block(written, read_with)

    assert block
    assert block.trust is trust


@pytest.mark.parametrize("values", [None, 7, "note", [], {}, {"kind": None}, {"kind": "note", "at": 7}])
def test_a_value_that_is_not_an_entry_is_refused(values: object) -> None:
    with pytest.raises(NotAnEntry):
        from_json(values)


def test_fields_with_their_defaults_are_left_out() -> None:
    assert as_json(CommandAnswered(at=START, accepted=START, word="help")) == {
        "kind": "answered",
        "at": "2026-03-04T14:00:00Z",
        "accepted": "2026-03-04T14:00:00Z",
        "word": "help",
    }


def test_the_entries_of_a_text_are_those_of_its_block_whoever_changed_it() -> None:
    written = record.write_record((NOTE,), (12,), START, KEYED)

    assert record.entries_in(written.replace("it began", "it ended")) == (
        NoteAdded(at=START, accepted=START, by="ada", comment=5, text="it ended"),
    )
    assert record.entries_in("Hello") == ()


@pytest.mark.parametrize(
    ("value", "sequence"),
    [("[2,7]", (2, 7)), ("[2]", (0, 0)), ("[2,7,1]", (0, 0)), ('["2",7]', (0, 0)), ("2", (0, 0)), ("null", (0, 0))],
)
def test_a_sequence_is_two_numbers_or_none(value: str, sequence: tuple[int, int]) -> None:
    block = record.read_block(f'<!-- incident-actions:record\n{{"sequence":{value}}}\n{LINE}\n-->')

    assert block is not None
    assert block.sequence == sequence


def test_a_sequence_comes_back_as_it_was_written() -> None:
    written = record.write_record((NOTE,), sequence=record.Sequence(1, 5))

    assert record.read_block(written) == Block((NOTE,), trust=Trust.SEALED, sequence=record.Sequence(1, 5))
