"""Who is reminded of which action items today: by a digest where several are due, or else on the item itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from incident_actions.action_items.reminders import present_people, reachable_item, reminder_for, reminder_key
from incident_actions.contract.decision import Context
from incident_actions.contract.listed_item import ListedItem
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.reminder import Reminder
from incident_actions.model.person import Person

DIGEST = "digest:"
"""How the key of a digest begins; the person and the day follow."""


@dataclass(frozen=True)
class DueItem:
    """An action item with a reminder that is due, and the people who get it."""

    number: int
    item: ActionItem
    """The item with the owner and the lead whom the tool can reach."""
    reminder: Reminder
    people: tuple[str, ...]
    unreachable: str = ""
    """The owner's login, if that account can't be assigned any more."""

    @property
    def key(self) -> str:
        """Return what identifies the reminder in a digest."""
        return reminder_key(self.number, self.reminder)


@dataclass(frozen=True)
class PersonalDigest:
    """Everything that is due for one person on one day."""

    person: str
    day: date
    items: tuple[DueItem, ...]

    @property
    def own_key(self) -> str:
        """Return what identifies the digest of this person and day."""
        return f"{DIGEST}{self.person.casefold()}:{self.day.isoformat()}"

    @property
    def key(self) -> str:
        """Return the keys of its comment: its own, and each reminder's."""
        return " ".join((self.own_key, *(each.key for each in self.items)))


def due_items(listed: Iterable[ListedItem], away: tuple[Person, ...], context: Context) -> tuple[DueItem, ...]:
    """Return the items whose reminders are due, with their people; raises NeedsAnswer until each is known.

    An item has no people if all those who would get its reminder are away. It waits for them.
    """
    due = (_due_item(each, away, context) for each in listed)
    return tuple(each for each in due if each is not None)


def _due_item(listed: ListedItem, away: tuple[Person, ...], context: Context) -> DueItem | None:
    reminder = reminder_for(listed.item, context.process, context.now.astimezone(context.zone).date())
    if reminder is None:
        return None
    item, lost = reachable_item(listed.item, reminder.days, context)
    people = present_people(item, reminder.days, away, context.process)
    return DueItem(listed.number, item, reminder, people, lost)


def personal_digests(due: Iterable[DueItem], day: date) -> tuple[PersonalDigest, ...]:
    """Return the digests of a day: an item is in them if anybody who gets its reminder has a second item due."""
    due = tuple(due)
    counts = Counter(person.casefold() for each in due for person in each.people)
    together = [each for each in due if any(counts[person.casefold()] > 1 for person in each.people)]
    people = {person.casefold(): person for each in together for person in each.people}
    mine = {key: tuple(each for each in together if key in map(str.casefold, each.people)) for key in people}
    return tuple(PersonalDigest(people[key], day, own) for key, own in mine.items())
