"""`/snooze` snoozes timers or an item's reminders, and `/cadence` sets how often updates are due."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command, full_text, wrong_form
from incident_actions.engine.commands.item_commands import OFF
from incident_actions.engine.commands.item_commands import snooze_reminders as snooze_item
from incident_actions.engine.commands.lifecycle import running_incident
from incident_actions.model.incident import time_text
from incident_actions.model.incident.entry import CadenceSet, TimersSnoozed
from incident_actions.text.messages import ReasonMissing, SpanNotUnderstood, SpanOutOfRange
from incident_actions.text.slash_grammar import SlashCommand

SNOOZE = "/snooze <time, such as 30m> <reason>, or /snooze off"
CADENCE = "/cadence <time, such as 20m, or off>"
DAY = 24 * 60
"""Minutes."""

SHORTEST = 5
"""The fewest minutes between two updates: whoever writes them needs time for the incident, too."""


def start_snooze(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Snooze the timers of an incident, or the reminders of an action item."""
    return snooze_item(asked, request) if request.item else _snooze_timers(asked, request)


def _snooze_timers(asked: SlashCommand, request: CommandRequest) -> Decision:
    running_incident(asked, request)
    if not asked.rest:
        raise wrong_form(asked, SNOOZE)
    if off := OFF.match(full_text(asked)):
        reason = cut_text(full_text(asked)[off.end() :])
        return Decision((TimersSnoozed(**request.entry_fields(), until=request.comment.created, reason=reason),))
    span, reason = time_text.split_span(full_text(asked))
    if span is None:
        raise Refused(SpanNotUnderstood(asked.word, asked.rest[:40]))
    _check_range(span, 0, asked)
    if not reason.strip():
        raise Refused(ReasonMissing(asked.word, SNOOZE))
    until = request.comment.created + span
    return Decision((TimersSnoozed(**request.entry_fields(), until=until, reason=cut_text(reason)),))


def set_cadence(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Promise updates more or less often than the process does, until `off`."""
    running_incident(asked, request)
    if not asked.rest:
        raise wrong_form(asked, CADENCE)
    if asked.rest.casefold() in ("off", "default", "0"):
        return Decision((CadenceSet(**request.entry_fields(), minutes=0),))
    try:
        span = time_text.parse_span(f"{asked.rest}m" if asked.rest.isdecimal() else asked.rest)
    except time_text.NotATime as wrong:
        raise Refused(SpanNotUnderstood(asked.word, asked.rest[:40])) from wrong
    _check_range(span, SHORTEST, asked)
    return Decision((CadenceSet(**request.entry_fields(), minutes=span // timedelta(minutes=1)),))


def _check_range(span: timedelta, least: int, asked: SlashCommand) -> None:
    if not timedelta(minutes=least) <= span <= timedelta(minutes=DAY):
        raise Refused(SpanOutOfRange(asked.word, time_text.format_length(span), least, DAY))


PACE_COMMANDS = (
    Command(
        "snooze",
        "/snooze <30m, on an action item 5d> <reason>",
        "pause reminders for a while; `off` ends it",
        start_snooze,
        "both",
    ),
    Command("cadence", CADENCE, "set how often updates are due", set_cadence),
)
