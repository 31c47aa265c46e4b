"""The world of a week's own issue, as a sweep sees it: with the action items that it has listed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from incident_actions.action_items import week_issue
from incident_actions.contract.decision import Context, decide
from incident_actions.contract.issue import Issue
from incident_actions.contract.listed_item import ListedItem
from incident_actions.contract.snapshot import Snapshot, WeekItems
from incident_actions.engine.reactions.action_digests import ReminderSplit, split_reminders
from incident_actions.model.incident import action_item, action_week
from incident_actions.model.incident.action_week import ActionWeek
from incident_actions.model.incident.entry import Entry, ItemOpened
from incident_actions.text import record
from tests.worlds import BOT, START, WORDING, World, make_labels

TODAY = START.date()


def listed(number: int, *later: Entry, due: date = TODAY, **given: Any) -> ListedItem:
    """Return an action item that linus took on after incident 7, as a list of issues shows it."""
    values = {"incident": 7, "key": f"c1.{number}", "text": f"Item {number}", "owner": "linus", "lead": "ada"}
    opened = ItemOpened(at=START, accepted=START, due=due, **{**values, **given})
    item = action_item.fold((opened, *later))
    assert item is not None
    return ListedItem(number, item, (opened, *later))


@dataclass
class WeekWorld(World):
    """A world with one week's issue, whose record is in the body."""

    items: tuple[ListedItem, ...] | None = None

    @property
    def snapshot(self) -> Snapshot:
        found = None if self.items is None else WeekItems(self.items, self.items)
        return replace(super().snapshot, week_items=found)

    @property
    def week(self) -> ActionWeek:
        week = action_week.fold(record.entries_in(self.issue.body))
        assert week is not None
        return week

    @property
    def face(self) -> str:
        """Return what people see of the body."""
        return record.visible_text(self.issue.body)

    @property
    def split(self) -> ReminderSplit:
        """Return how a sweep would remind of what is due."""
        absences = self.week.absent_people(self.now.date())
        return decide(
            lambda known: split_reminders(absences, Context(known, self.process, WORDING, self.now)),
            self.snapshot,
            lambda question: {question: self._answer(question)},
            self._make,
        )[0]

    def at(self, day: date) -> None:
        """Set the time to the afternoon of a day."""
        self.now = datetime(day.year, day.month, day.day, 14, tzinfo=START.tzinfo)


def week_world(*items: ListedItem) -> WeekWorld:
    """Return issue 30: the week of March 2."""
    world = WeekWorld(items=items or None)
    opened = week_issue.new_issue((), Context(world.snapshot, world.process, WORDING, START))
    world.issue = Issue(
        30, 3000, opened.title, opened.body, open=True, author=BOT, created=START, updated=START,
        labels=make_labels("weekly-action-items"),
    )  # fmt: skip
    return world
