"""The record of an action item is built again from the record of its incident."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from incident_actions.action_items.rebuild import rebuild_record, record_damage
from incident_actions.contract.decision import Context
from incident_actions.contract.questions import RecordOf
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.entry import Damage
from tests.action_items.item_world import ItemWorld, item_world
from tests.worlds import START, WORDING

DECLARED = e.Declared(at=START, accepted=START, by="grace", severity="SEV-1", title="Checkout is down")
COMMANDER = e.RoleTaken(
    at=START, accepted=START, by="grace", role="commander", person="ada", person_id=1, name="Commander"
)
PROMISED = e.ActionOpened(
    at=START, accepted=START, issue=20, text="Alert on pool saturation", key="c1.0", owner="linus", due=date(2026, 3, 20),
    type="prevent",
)  # fmt: skip
BUILT = e.ItemOpened(
    at=START, accepted=START, incident=7, key="c1.0", text="Alert on pool saturation", owner="linus", due=date(2026, 3, 20),
    type="prevent", lead="ada", lead_id=1, severity="SEV-1",
)  # fmt: skip


def context(world: ItemWorld, *entries: e.Entry) -> Context:
    """Return the surroundings in which the incident's record is known."""
    return Context(world.snapshot.with_answers({RecordOf(7): entries}), world.process, WORDING, START)


def damaged(body: str = "Follow up on #7", parent: int = 0) -> ItemWorld:
    """Return the world of an action item whose record was deleted."""
    world = item_world()
    world.issue = replace(world.issue, body=body, parent=parent)
    return world


def test_a_record_that_is_whole_is_read() -> None:
    world = item_world()

    entries, damage = rebuild_record(context(world))

    assert (entries, damage) == (world.entries(), None)


def test_a_record_that_was_edited_is_damaged() -> None:
    world = item_world()
    edited = replace(world.issue, body=world.issue.body.replace("linus", "mallory"))

    assert record_damage(edited, world.snapshot.item_seal) == Damage.DAMAGED


@pytest.mark.parametrize("world", [damaged(), damaged("", parent=7)], ids=["named in the text", "GitHub's own parent"])
def test_a_deleted_record_is_built_from_what_the_incident_promised(world: ItemWorld) -> None:
    assert rebuild_record(context(world, DECLARED, COMMANDER, PROMISED)) == ((BUILT,), Damage.DELETED)


@pytest.mark.parametrize(
    ("world", "entries"),
    [
        (damaged("Follow up"), (DECLARED, PROMISED)),
        (damaged("Follow up on #20"), (DECLARED, PROMISED)),
        (damaged(), (DECLARED,)),
        (damaged(), ()),
    ],
    ids=["no incident named", "itself named", "never promised", "no incident there"],
)
def test_a_deleted_record_that_no_incident_knows_stays_lost(world: ItemWorld, entries: tuple[e.Entry, ...]) -> None:
    assert rebuild_record(context(world, *entries)) == ((), Damage.DELETED)
