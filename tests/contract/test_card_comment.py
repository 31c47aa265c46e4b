"""Only what was said since the card was written to last must be read, if its record is whole."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.contract.card_comment import CARD_MARK, all_cards, find_card, last_write
from tests.worlds import START, World


def declared() -> World:
    """Return a world in which an incident was declared."""
    world = World()
    world.run()
    return world


def test_the_card_is_the_comment_of_the_bot_with_its_mark() -> None:
    world = declared()
    world.post("mallory", f"{CARD_MARK}\nA card of my own")

    (card,) = all_cards(world.snapshot)

    assert card == find_card(world.snapshot)
    assert card.body.startswith(CARD_MARK)


def test_the_last_write_is_that_of_the_newest_entry() -> None:
    world = declared()
    world.post("grace", "/ack")
    world.run()

    assert last_write(world.snapshot) == START + timedelta(seconds=1)


def test_an_issue_without_a_card_was_never_written_to() -> None:
    assert last_write(World().snapshot) is None


def test_a_damaged_record_tells_no_last_write() -> None:
    world = declared()
    (card,) = all_cards(world.snapshot)
    world.edit(card, card.body.replace("SEV", "sev").replace("Checkout", "Search"))

    assert last_write(world.snapshot) is None
