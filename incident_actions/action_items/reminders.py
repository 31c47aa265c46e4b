"""Remind the owner of an action item, and more people the later it gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from incident_actions.contract import accounts
from incident_actions.contract.decision import Context, Decision
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.reminder import Reminder, due_reminder
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


def remind(item: ActionItem, context: Context) -> Decision:
    """Remind the owner, and more people the later it is; do nothing where no reminder is due.

    Raises NeedsAnswer until it is known that their logins are still theirs.
    """
    process, now = context.process, context.now
    today = now.astimezone(process.zone).date()
    reminder = reminder_for(item, process, today)
    if reminder is None or item.due is None:
        return Decision()
    due = item.due
    planned = datetime.combine(reminder.day, time(), tzinfo=process.zone).astimezone(UTC)
    item = replace(item, owner=accounts.confirmed_login(item.owner, item.owner_id, context))
    if item.lead in reminder_recipients(item, process, reminder.days):
        item = replace(item, lead=accounts.confirmed_login(item.lead, item.lead_id, context))
    people = reminder_recipients(item, process, reminder.days)
    message = ItemDue(people, item.owner, due, (today - due).days, item.incident, item.lead, item.moves, item.first_due)
    return Decision(
        (e.ReminderPosted(at=now, accepted=now, timer=reminder.key, due=planned),),
        (message,),
        f"reminder:{reminder.key}",
    )


def reminder_recipients(item: ActionItem, process: Process, days: int) -> tuple[str, ...]:
    """Return who is reminded: the owner, then the incident's commander, then the escalation."""
    people = [item.owner]
    if days >= LEAD_FROM or not item.owner:
        people.append(item.lead)
    if days >= ESCALATE_FROM or not any(people):
        people.extend(process.escalation)
    return tuple(dict.fromkeys(person for person in people if person))
