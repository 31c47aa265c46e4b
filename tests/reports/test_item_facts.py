"""What became of an action item."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from incident_actions.contract.issue import Issue
from incident_actions.model.incident import entry as e
from incident_actions.model.person import ACTIONS_BOT
from incident_actions.reports.item_facts import ItemFacts, ItemState, collect_item

AT = datetime(2026, 5, 4, tzinfo=UTC)
TODAY = date(2026, 5, 20)
SAID = {"at": AT, "accepted": AT}
OPENED = e.ItemOpened(at=AT, accepted=AT, incident=3, key="k", text="Alert on it", owner="ada", due=date(2026, 5, 19))


def issue(assignees: tuple[str, ...] = ()) -> Issue:
    return Issue(12, 12, "Alert on it", "", True, ACTIONS_BOT, AT, AT, assignees=assignees)  # noqa: FBT003  it is open


@pytest.mark.parametrize(
    ("later", "state"),
    [
        ((), ItemState.OVERDUE),
        ((e.DueSet(at=AT, accepted=AT, to=TODAY),), ItemState.OPEN),
        ((e.ItemDone(at=AT, accepted=AT, evidence="#40"),), ItemState.DONE),
        ((e.ItemDone(at=AT, accepted=AT, evidence="trust me", unproven=True),), ItemState.UNPROVEN),
        ((e.ItemDone(at=AT, accepted=AT),), ItemState.UNPROVEN),
        (
            (e.ItemDone(at=AT, accepted=AT, unproven=True), e.ItemAccepted(at=AT, accepted=AT, reason="Seen")),
            ItemState.ACCEPTED,
        ),
        ((e.ItemDropped(at=AT, accepted=AT, reason="Obsolete"),), ItemState.DROPPED),
    ],
)
def test_the_state_follows_from_the_record(later: tuple[e.Entry, ...], state: ItemState) -> None:
    found = collect_item(issue(), (OPENED, *later), TODAY)

    assert found is not None
    assert found.state is state


def test_the_owner_is_whoever_is_assigned_now() -> None:
    moved = e.DueSet(at=AT, accepted=AT, to=date(2026, 6, 1))

    found = collect_item(issue(("grace",)), (OPENED, moved), TODAY)

    assert found == ItemFacts(12, 3, "Alert on it", ItemState.OPEN, "grace", date(2026, 6, 1), 1, AT)


def test_an_item_without_a_record_is_not_known() -> None:
    assert collect_item(issue(), (), TODAY) is None
