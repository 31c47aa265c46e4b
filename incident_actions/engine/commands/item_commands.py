"""The commands on an action item's issue: `/due`, `/owner`, `/done`, `/drop` and `/snooze`."""

from __future__ import annotations

from datetime import date

from incident_actions.contract.accounts import known_id
from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command, full_text, wrong_form
from incident_actions.engine.commands.roles import named_person
from incident_actions.model.incident import time_text
from incident_actions.model.incident.entry import DueSet, ItemDone, ItemDropped, OwnerSet, RemindersSnoozed
from incident_actions.text.messages import DayNotUnderstood, DayPassed, ReasonMissing
from incident_actions.text.slash_grammar import SlashCommand

DUE = "/due <date>"
OWNER = "/owner @user"
DONE = "/done <evidence: pull request, commit or link>"
DROP = "/drop <reason>"
SNOOZE = "/snooze <days, such as 5d> <reason>"


def _today(request: CommandRequest) -> date:
    return request.comment.created.astimezone(request.context.zone).date()


def _future_day(day: date | None, asked: SlashCommand, request: CommandRequest) -> date:
    if day is None:
        raise Refused(DayNotUnderstood(asked.word, asked.rest[:40]))
    if day < _today(request):
        raise Refused(DayPassed(asked.word, day))
    return day


def set_due_date(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Move the due date. Reminders start again."""
    if not asked.rest:
        raise wrong_form(asked, DUE)
    day, _ = time_text.split_day(asked.rest, _today(request))
    return Decision((DueSet(**request.entry_fields(), to=_future_day(day, asked, request)),))


def assign_owner(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Assign the item to a person."""
    person = named_person(asked.rest, asked, request, OWNER)
    return Decision((OwnerSet(**request.entry_fields(), to=person, to_id=known_id(person, request.context)),))


def finish_item(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Close the item, with the evidence that it is done."""
    if not full_text(asked):
        raise Refused(ReasonMissing(asked.word, DONE))
    return Decision((ItemDone(**request.entry_fields(), evidence=cut_text(full_text(asked))),))


def drop_item(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Close the item without doing it, for a reason."""
    if not full_text(asked):
        raise Refused(ReasonMissing(asked.word, DROP))
    return Decision((ItemDropped(**request.entry_fields(), reason=cut_text(full_text(asked))),))


def snooze_reminders(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Snooze the reminders for some days. The due date stays, and the record has the reason."""
    if not asked.rest:
        raise wrong_form(asked, SNOOZE)
    day, reason = time_text.split_day(full_text(asked), _today(request))
    until = _future_day(day, asked, request)
    if not reason.strip():
        raise Refused(ReasonMissing(asked.word, SNOOZE))
    return Decision((RemindersSnoozed(**request.entry_fields(), until=until, reason=cut_text(reason)),))


ITEM_COMMANDS = (
    Command("due", DUE, "move the due date", set_due_date, "action item"),
    Command("owner", OWNER, "hand it to somebody", assign_owner, "action item"),
    Command("done", DONE, "close it, with what shows that it is done", finish_item, "action item"),
    Command("drop", DROP, "close it undone, for a reason", drop_item, "action item"),
)
