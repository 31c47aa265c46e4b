"""What is written into a record is read back as it was, whatever people wrote and whatever happens to the text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions import record
from incident_actions.incident.entry import KINDS, Answered, Entry, Noted
from incident_actions.incident.spelling import NotAnEntry, as_json, from_json
from tests.facts import ENTRIES, TEXTS, any_of
from tests.worlds import START

NOTE = Noted(at=START, accepted=START, by="ada", comment=5, text="it began")
BLOCK = """\
<!-- incident-actions:record
{"kind":"note","at":"2026-03-04T14:00:00Z","accepted":"2026-03-04T14:00:00Z","by":"ada","comment":5,"text":"it began"}
-->"""


def test_a_record_is_one_line_an_entry_in_one_hidden_block() -> None:
    assert record.written((NOTE,)) == BLOCK


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
@given(drawn=st.data())
def test_every_kind_of_entry_comes_back_as_it_was(kind: type[Entry], drawn: st.DataObject) -> None:
    entry = drawn.draw(any_of(kind))

    assert from_json(json.loads(json.dumps(as_json(entry)))) == entry


@given(TEXTS, st.lists(ENTRIES, max_size=5).map(tuple), st.lists(st.integers(1, 10**10), max_size=3).map(tuple))
def test_a_record_comes_back_as_it_was(before: str, entries: tuple[Entry, ...], pages: tuple[int, ...]) -> None:
    text = f"{before}\n\n{record.written(entries, pages)}"

    for shown in (text, text.replace("\n", "\r\n"), f"{text}\n", f"{text} \r\n\t\n"):
        assert record.read(shown) == entries
        assert record.pages(shown) == pages


@given(st.lists(ENTRIES, max_size=5))
def test_nothing_that_people_wrote_ends_the_block_early(entries: list[Entry]) -> None:
    written = record.written(entries)

    inside = written.removeprefix(record.OPENING).removesuffix(record.CLOSING)
    assert not {sign for sign in ("<", ">", "--") if sign in inside}
    assert inside.count("\n") == len(entries) + 1


def test_people_see_what_stands_before_it() -> None:
    assert record.without(f"Hello\n\n{BLOCK}\n") == "Hello\n"
    assert record.without("Hello\n") == "Hello\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello",
        f"{BLOCK}\nand more",
        f"> {BLOCK}",
        f"x {BLOCK}",
        BLOCK.removesuffix("-->"),
        "<!-- incident-actions:record -->",
        BLOCK.replace("record\n", "records\n"),
    ],
)
def test_a_block_anywhere_but_at_the_very_end_is_none(text: str) -> None:
    assert record.read(text) is None


def test_of_two_blocks_the_one_that_ends_the_text_counts() -> None:
    assert record.read(f"{BLOCK.replace('began', 'ended')}\n\n{BLOCK}") == (NOTE,)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "7",
        "[]",
        "{}",
        '{"kind":"unheard-of"}',
        '{"kind":["note"]}',
        '{"kind":"note"}',
        '{"kind":"note","at":"soon","accepted":"2026-03-04T14:00:00Z","text":"x"}',
        '{"kind":"note","at":"2026-03-04T14:00:00Z","accepted":"2026-03-04T14:00:00Z","text":7}',
        '{"kind":"note","at":"2026-03-04T14:00:00Z","accepted":"2026-03-04T14:00:00Z","text":"x","new":1}',
        '{"kind":"status","at":"2026-03-04T14:00:00Z","accepted":"2026-03-04T14:00:00Z","to":"x","phase":"over"}',
        '{"kind":"note","at":"0001-01-01T00:00:00+23:59","accepted":"2026-03-04T14:00:00Z","text":"x"}',
        '{"pages":"12"}',
    ],
)
def test_a_line_that_is_no_entry_does_not_hide_the_others(line: str) -> None:
    text = BLOCK.replace("\n-->", f"\n{line}\n-->")

    assert record.read(text) == (NOTE,)
    assert record.pages(text) == ()


@pytest.mark.parametrize("values", [None, 7, "note", [], {}, {"kind": None}, {"kind": "note", "at": 7}])
def test_what_is_no_entry_is_said_to_be_none(values: object) -> None:
    with pytest.raises(NotAnEntry):
        from_json(values)


def test_what_holds_its_default_is_left_out() -> None:
    assert as_json(Answered(at=START, accepted=START, word="help")) == {
        "kind": "answered",
        "at": "2026-03-04T14:00:00Z",
        "accepted": "2026-03-04T14:00:00Z",
        "word": "help",
    }
