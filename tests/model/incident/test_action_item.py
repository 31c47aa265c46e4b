"""An action item follows from its entries, one after another."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from incident_actions.contract.decision import EntryFields
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem, fold

AT = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
NOW = EntryFields(at=AT, accepted=AT, by="grace", by_id=0, comment=5, index=0)
DAY = date(2026, 4, 1)
OPENED = e.ItemOpened(
    at=AT,
    accepted=AT,
    incident=7,
    key="c1.0",
    text="x",
    wanted="mary",
    due=date(2026, 3, 20),
    type="prevent",
    lead="ada",
)
DUE = date(2026, 3, 20)
BEGUN = ActionItem(7, "c1.0", "x", "", "mary", DUE, "prevent", "ada", AT, first_due=DUE)


def test_an_item_does_not_exist_before_it_is_opened() -> None:
    assert fold(()) is None
    assert fold((e.ItemDone(**NOW), e.Declared(**NOW))) is None


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], {}),
        ([replace(OPENED, text="other")], {}),
        ([e.DueSet(**NOW, to=DAY)], {"due": DAY, "moves": 1}),
        ([e.DueSet(**NOW, to=DAY), e.DueSet(**NOW, to=DAY), e.DueSet(**NOW, to=DUE)], {"moves": 2}),
        ([e.OwnerSet(**NOW, to="linus")], {"owner": "linus", "wanted": ""}),
        ([e.ItemDone(**NOW, evidence="#4")], {"state": "done", "reason": "#4"}),
        ([e.ItemDropped(**NOW, reason="no")], {"state": "dropped", "reason": "no"}),
        ([e.ItemDone(**NOW, evidence="#4"), e.ItemReopened(**NOW)], {}),
        ([e.RemindersSnoozed(**NOW, until=DAY, reason="x")], {"snoozed_until": DAY}),
        ([e.ReminderPosted(**NOW, timer="2026-03-20+0", due=AT)], {"reminded": frozenset({"2026-03-20+0"})}),
        (
            [
                e.CommandRefused(**NOW, word="x", reason="y"),
                e.CommandAnswered(**NOW, word="help"),
                e.Acknowledged(**NOW),
            ],
            {},
        ),
    ],
    ids=lambda value: "+".join(each.kind for each in value) if isinstance(value, list) else "",
)
def test_each_entry_changes_its_own_fields_and_nothing_else(
    entries: list[e.Entry], expected: dict[str, object]
) -> None:
    assert fold((OPENED, *entries)) == replace(BEGUN, **expected)  # type: ignore[arg-type]
