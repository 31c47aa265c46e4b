"""The commands on an action item's issue: `/due`, `/owner`, `/drop` and `/snooze`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from incident_actions.contract.accounts import known_id
from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command, full_text, wrong_form
from incident_actions.engine.commands.done import DONE
from incident_actions.engine.commands.due_limit import refuse_beyond_limit
from incident_actions.engine.commands.roles import named_person
from incident_actions.model.incident import day_text
from incident_actions.model.incident.entry import DueSet, ItemDropped, OwnerSet, RemindersSnoozed
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text.messages import DayNotUnderstood, DayPassed, ReasonMissing
from incident_actions.text.slash_grammar import SlashCommand

DUE = "/due <date>"
OWNER = "/owner @user"
DROP = "/drop <reason>"
SNOOZE = "/snooze <days, such as 5d> <reason>"
OFF = lazy_pattern(r"(?:off|0|end|stop)\b[:,.;]?\s*", re.IGNORECASE)
"""How a snooze is ended, with or without a reason."""

COUNTED_DAYS = lazy_pattern(r"(?:in\s|\+?[0-9]{1,5}\s?[a-z])", re.IGNORECASE)
"""A snooze for a number of days. It needs a reason; a date, such as the end of a vacation, is one."""


EXAMPLE_AHEAD = timedelta(days=14)
"""How far ahead the example of a date is that a refusal shows."""


def _today(request: CommandRequest) -> date:
    return request.comment.created.astimezone(request.context.zone).date()


def _future_day(day: date | None, asked: SlashCommand, request: CommandRequest) -> date:
    if day is None:
        raise Refused(DayNotUnderstood(asked.word, asked.rest[:40], _today(request) + EXAMPLE_AHEAD))
    if day < _today(request):
        raise Refused(DayPassed(asked.word, day))
    return day


def set_due_date(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Move the due date. Reminders start again."""
    if not asked.rest:
        raise wrong_form(asked, DUE)
    found, _ = day_text.split_day(asked.rest, _today(request))
    day, item = _future_day(found, asked, request), request.item
    if item and (item.due is None or day > item.due):
        opened = item.opened.astimezone(request.context.zone).date()
        refuse_beyond_limit(asked, day, opened, item.severity, request)
    return Decision((DueSet(**request.entry_fields(), to=day),))


def assign_owner(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Assign the item to a person."""
    person = named_person(asked.rest, asked, request, OWNER, only_access=True)
    return Decision((OwnerSet(**request.entry_fields(), to=person, to_id=known_id(person, request.context)),))


def drop_item(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Close the item without doing it, for a reason."""
    if not full_text(asked):
        raise Refused(ReasonMissing(asked.word, DROP))
    return Decision((ItemDropped(**request.entry_fields(), reason=cut_text(full_text(asked))),))


def snooze_reminders(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Snooze the reminders for some days. The due date stays, and the record has the reason."""
    until, reason = snoozed_until(asked, request)
    if COUNTED_DAYS.match(full_text(asked)) and not reason:
        raise Refused(ReasonMissing(asked.word, SNOOZE))
    return Decision((RemindersSnoozed(**request.entry_fields(), until=until, reason=cut_text(reason)),))


def snoozed_until(asked: SlashCommand, request: CommandRequest) -> tuple[date, str]:
    """Return the day until which reminders are snoozed, which is today if that is to end, and the reason."""
    if not asked.rest:
        raise wrong_form(asked, SNOOZE)
    if off := OFF.match(full_text(asked)):
        return _today(request), full_text(asked)[off.end() :].strip()
    day, reason = day_text.split_day(full_text(asked), _today(request))
    return _future_day(day, asked, request), reason.strip()


ITEM_COMMANDS = (
    Command("due", DUE, "set the due date", set_due_date, "action item"),
    Command("owner", OWNER, "assign it to somebody", assign_owner, "action item"),
    DONE,
    Command("drop", DROP, "close it without doing it, with a reason", drop_item, "action item"),
)
