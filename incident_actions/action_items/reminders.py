"""Remind the owner of an action item, and more people the later it gets."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from incident_actions.contract import accounts
from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.questions import IsAssignable
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.reminder import Reminder, due_reminder
from incident_actions.model.person import Person
from incident_actions.model.process.process import Process
from incident_actions.text.messages import ItemDue

LEAD_FROM = 3
"""Days overdue from which the incident's commander is reminded as well."""
ESCALATE_FROM = 7
"""Days overdue from which the escalation is reminded as well."""


def reminder_for(item: ActionItem, process: Process, today: date) -> Reminder | None:
    """Return the reminder that an item should have by today, unless it was posted."""
    if item.state != "open" or item.due is None or (item.snoozed_until and today < item.snoozed_until):
        return None
    return due_reminder(item.due, today, process.actions.remind, item.reminded)


def is_overdue(item: ActionItem, today: date) -> bool:
    """Whether an open item's due date has passed."""
    return item.state == "open" and item.due is not None and item.due < today


def reminder_key(number: int, reminder: Reminder) -> str:
    """Return what identifies the reminder of an item among those of other items."""
    return f"{number}:{reminder.key}"


def remind(item: ActionItem, context: Context) -> Decision:
    """Remind the owner, and more people the later it is; do nothing where no reminder is due.

    A reminder that a digest has told of is only recorded. Raises NeedsAnswer until it is known who can be reached.
    """
    process, now, snapshot = context.process, context.now, context.snapshot
    today = now.astimezone(process.zone).date()
    reminder = reminder_for(item, process, today)
    if reminder is None or item.due is None:
        return Decision()
    planned = datetime.combine(reminder.day, time(), tzinfo=process.zone).astimezone(UTC)
    posted = e.ReminderPosted(at=now, accepted=now, timer=reminder.key, due=planned)
    if reminder_key(snapshot.issue.number, reminder) in snapshot.reminders.in_digests:
        return Decision((posted,))
    if snapshot.reminders.wait:
        return Decision()
    due = item.due
    item, unreachable = reachable_item(item, reminder.days, context)
    people = present_people(item, reminder.days, snapshot.reminders.away, process)
    if not people and snapshot.reminders.away:
        return Decision()
    late = (today - due).days
    message = ItemDue(people, item.owner, due, late, item.incident, item.lead, item.moves, item.first_due, unreachable)
    return Decision((posted,), (message,), f"reminder:{reminder.key}")


def reachable_item(item: ActionItem, days: int, context: Context) -> tuple[ActionItem, str]:
    """Return an item with the people whom the tool can still reach, and the owner's login if it can't reach them.

    Whoever can't be assigned any more has left, or has lost the access. The next recipient gets the reminder at once.
    Raises NeedsAnswer until GitHub was asked about each of those who would be reminded.
    """
    owner = _reachable_login(item.owner, item.owner_id, context)
    lost = item.owner if not owner else ""
    item = replace(item, owner=owner)
    if item.lead in reminder_recipients(item, context.process, days):
        item = replace(item, lead=_reachable_login(item.lead, item.lead_id, context))
    return item, lost


def _reachable_login(login: str, account: int, context: Context) -> str:
    """Return the current login of somebody who can be assigned here, or an empty string."""
    now = accounts.confirmed_login(login, account, context)
    return now if now and context.ask(IsAssignable(now)) else ""


def present_people(item: ActionItem, days: int, away: tuple[Person, ...], process: Process) -> tuple[str, ...]:
    """Return who is reminded, without those who snoozed all their reminders."""
    ids = {item.owner.casefold(): item.owner_id, item.lead.casefold(): item.lead_id}
    people = (Person(login, ids.get(login.casefold(), 0)) for login in reminder_recipients(item, process, days))
    return tuple(each.login for each in people if not any(each.is_same_as(one) for one in away))


def reminder_recipients(item: ActionItem, process: Process, days: int) -> tuple[str, ...]:
    """Return who is reminded: the owner, then the incident's commander, then the escalation."""
    people = [item.owner]
    if days >= LEAD_FROM or not item.owner:
        people.append(item.lead)
    if days >= ESCALATE_FROM or not any(people):
        people.extend(process.escalation)
    return tuple(dict.fromkeys(person for person in people if person))
