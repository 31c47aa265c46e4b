"""The commands on an action item's own issue: `/due`, `/owner`, `/done`, `/drop`; and what `/snooze` does there."""

from __future__ import annotations

from datetime import date

from incident_actions.contract.accounts import id_shown
from incident_actions.contract.decision import CommandRequest, Decision, Refused, kept
from incident_actions.engine.commands.command import Command, text_of, wrong_form
from incident_actions.engine.commands.roles import person_in
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


def _ahead(day: date | None, asked: SlashCommand, request: CommandRequest) -> date:
    if day is None:
        raise Refused(DayNotUnderstood(asked.word, asked.rest[:40]))
    if day < _today(request):
        raise Refused(DayPassed(asked.word, day))
    return day


def due(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Move the due date; its reminders start anew."""
    if not asked.rest:
        raise wrong_form(asked, DUE)
    day, _ = time_text.split_day(asked.rest, _today(request))
    return Decision((DueSet(**request.stamp(), to=_ahead(day, asked, request)),))


def owner(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Hand the item to a person."""
    person = person_in(asked.rest, asked, request, OWNER)
    return Decision((OwnerSet(**request.stamp(), to=person, to_id=id_shown(person, request.context)),))


def done(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Close the item, with what shows that it is done."""
    if not text_of(asked):
        raise Refused(ReasonMissing(asked.word, DONE))
    return Decision((ItemDone(**request.stamp(), evidence=kept(text_of(asked))),))


def drop(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Close the item undone, for a reason."""
    if not text_of(asked):
        raise Refused(ReasonMissing(asked.word, DROP))
    return Decision((ItemDropped(**request.stamp(), reason=kept(text_of(asked))),))


def snooze(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Let the reminders rest for some days; the due date stays, and the record says why."""
    if not asked.rest:
        raise wrong_form(asked, SNOOZE)
    day, reason = time_text.split_day(text_of(asked), _today(request))
    until = _ahead(day, asked, request)
    if not reason.strip():
        raise Refused(ReasonMissing(asked.word, SNOOZE))
    return Decision((RemindersSnoozed(**request.stamp(), until=until, reason=kept(reason)),))


ON_ITEMS = (
    Command("due", DUE, "move the due date", due, "action item"),
    Command("owner", OWNER, "hand it to somebody", owner, "action item"),
    Command("done", DONE, "close it, with what shows that it is done", done, "action item"),
    Command("drop", DROP, "close it undone, for a reason", drop, "action item"),
)
