"""The world of an action item's own issue, as the bot opened it."""

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
    """A world with one action item's issue, whose record is in the body."""

    def entries(self) -> tuple[Entry, ...]:
        return record.entries_in(self.issue.body)

    @property
    def item(self) -> ActionItem:
        item = items.read_item(self.issue, BOT)
        assert item is not None
        return item

    @property
    def face(self) -> str:
        """Return the visible part of the body without the line of commands."""
        return record.visible_text(self.issue.body).partition("\n\n<sub>")[0].strip()

    def at(self, day: date) -> None:
        """Set the time to the morning of a day."""
        self.now = datetime(day.year, day.month, day.day, 8, tzinfo=START.tzinfo)


def item_world(**given: Any) -> ItemWorld:
    """Return issue 20: an item that linus took on after incident 7, due on March 20."""
    values = {
        "at": START,
        "accepted": START,
        "incident": 7,
        "key": "c1.0",
        "text": "Alert on pool saturation",
        "owner": "linus",
        "due": date(2026, 3, 20),
        "type": "prevent",
        "lead": "ada",
    }
    opened = ItemOpened(**{**values, **given})
    world = ItemWorld()
    wanted = () if opened.owner else ("needs-owner",)
    world.issue = Issue(
        20, 2000, opened.text, "", open=True, author=BOT, created=START, updated=START,
        labels=make_labels("action-item", *wanted), assignees=(opened.owner,) if opened.owner else (),
    )  # fmt: skip
    context = Context(world.snapshot, world.process, WORDING, START)
    world.issue = replace(world.issue, body=items.item_body((opened,), context))
    return world
