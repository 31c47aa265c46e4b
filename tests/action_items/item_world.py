"""An action item's own issue, as the bot opened it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from incident_actions.action_items import item as items
from incident_actions.contract.decision import Context
from incident_actions.contract.issue import Issue
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.entry import Entry, ItemOpened
from incident_actions.text import record
from tests.worlds import BOT, START, WORDING, World, make_labels


class ItemWorld(World):
    """The world of an issue whose record stands in its body."""

    def entries(self) -> tuple[Entry, ...]:
        return record.entries_in(self.issue.body)

    @property
    def item(self) -> ActionItem:
        item = items.read_item(self.issue, BOT)
        assert item is not None
        return item

    @property
    def face(self) -> str:
        """The part of the body that people see, less the line of commands."""
        return record.visible_text(self.issue.body).partition("\n\n<sub>")[0].strip()

    def at(self, day: date) -> None:
        """It is the morning of a day."""
        self.now = datetime(day.year, day.month, day.day, 8, tzinfo=START.tzinfo)


def item_world(**given: Any) -> ItemWorld:
    """Issue 20: what linus promised after the incident 7, due on the 20th of March."""
    values = {
        "incident": 7,
        "key": "c1.0",
        "text": "Alert on pool saturation",
        "owner": "linus",
        "due": date(2026, 3, 20),
        "type": "prevent",
        "lead": "ada",
    }
    opened = ItemOpened(at=START, accepted=START, **{**values, **given})
    world = ItemWorld()
    wanted = () if opened.owner else ("needs-owner",)
    world.issue = Issue(
        20, 2000, opened.text, "", open=True, author=BOT, created=START, updated=START,
        labels=make_labels("action-item", *wanted), assignees=(opened.owner,) if opened.owner else (),
    )  # fmt: skip
    context = Context(world.snapshot, world.process, WORDING, START)
    world.issue = replace(world.issue, body=items.item_body((opened,), context))
    return world
