"""What can be read of an incident's record, by those who only read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from incident_actions.contract.card_comment import RECORD_PAGE_MARK, all_cards
from incident_actions.contract.incident_record import Legibility, read_incident_record
from incident_actions.contract.issue import Comment
from incident_actions.contract.snapshot import Snapshot
from incident_actions.model.incident import entry as e
from incident_actions.text import record
from tests.worlds import BOT, START, World


def declared() -> World:
    """Return a world in which an incident was declared."""
    world = World()
    world.run()
    return world


def with_card(shown: Snapshot, body: str) -> Snapshot:
    """Return the snapshot with another text on its card."""
    card = read_incident_record(shown).card
    comments = tuple(replace(each, body=body) if each.id == card else each for each in shown.comments)
    return replace(shown, comments=comments)


def test_a_whole_record_has_its_entries_and_the_card() -> None:
    shown = declared().snapshot

    found = read_incident_record(shown)

    assert found.entries[0].kind == "declared"
    assert (found.legibility, found.is_whole, found.issue) == (Legibility.WHOLE, True, shown.issue)
    assert found.card in {each.id for each in shown.comments}


def test_an_issue_without_a_card_has_no_record() -> None:
    found = read_incident_record(World().snapshot)

    assert (found.entries, found.legibility, found.card) == ((), Legibility.MISSING, 0)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body.replace('"kind":"declared"', '"kind":"note","text":"mine"'),
        lambda body: body[:-200],
        lambda body: body.partition("<!-- incident-actions:record")[0],
    ],
)
def test_an_edited_or_cut_record_is_damaged(spoil: Callable[[str], str]) -> None:
    shown = declared().snapshot
    (card,) = all_cards(shown)

    found = read_incident_record(with_card(shown, spoil(card.body)))

    assert found.legibility is Legibility.DAMAGED


def test_pages_come_before_the_card_and_a_missing_one_is_damage() -> None:
    shown = declared().snapshot
    first, *rest = read_incident_record(shown).entries
    note = e.NoteAdded(at=START, accepted=START, text="It began again")
    page = Comment(77, BOT, f"{RECORD_PAGE_MARK}\nPage\n\n{record.write_record((first, note))}", START, START)
    card = f"<!-- incident-actions:card -->\nCard\n\n{record.write_record(rest, pages=[77])}"
    shown = with_card(shown, card)

    whole, without = read_incident_record(shown, [page]), read_incident_record(shown)

    assert (whole.entries, whole.legibility) == ((first, note, *rest), Legibility.WHOLE)
    assert without.legibility is Legibility.DAMAGED


def test_a_page_by_somebody_else_is_not_read() -> None:
    shown = declared().snapshot
    first, *rest = read_incident_record(shown).entries
    page = Comment(77, BOT, f"{RECORD_PAGE_MARK}\nPage\n\n{record.write_record((first,))}", START, START)
    forged = replace(page, author=replace(BOT, login="mallory", id=5, bot=False))
    card = f"<!-- incident-actions:card -->\nCard\n\n{record.write_record(rest, pages=[77])}"

    found = read_incident_record(with_card(shown, card), [forged])

    assert (found.entries, found.legibility) == (tuple(rest), Legibility.DAMAGED)
