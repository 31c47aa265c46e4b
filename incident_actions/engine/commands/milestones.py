"""Record when things really happened: `/started`, `/detected`, `/time <milestone> <time>`."""

from __future__ import annotations

from datetime import datetime, timedelta

from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command, wrong_form
from incident_actions.model.incident import time_text
from incident_actions.model.incident.entry import MilestoneSet
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.milestone import SETTABLE, find_clash
from incident_actions.model.incident.phase import RUNNING
from incident_actions.model.plain_width import to_plain_width
from incident_actions.text.messages import (
    MilestoneAhead,
    OutOfOrder,
    TimeAhead,
    TimeNotUnderstood,
    TimeOfYesterday,
    UnknownMilestone,
)
from incident_actions.text.slash_grammar import SlashCommand

TIME = "/time <milestone> <time>"
SLACK = timedelta(minutes=5)
"""Clocks differ: a time that is this little ahead is accepted."""

LONGEST_GUESS = timedelta(hours=12)
"""How long ago an incident may have begun by a time without its day. A longer one was hardly meant."""

REACHED_BY = {"acknowledged": "/ack", "mitigated": "/mitigated", "resolved": "/resolve"}
"""The command that reaches each milestone, while the incident runs."""


def split_time(asked: SlashCommand, request: CommandRequest) -> tuple[datetime | None, str]:
    """Return the time at the start of a command's text, if there is one, and the rest of the text."""
    at, rest = time_text.split_moment(asked.rest, request.comment.created, request.context.zone)
    return at, "\n".join(part for part in (rest, asked.more) if part)


def reached_at(asked: SlashCommand, request: CommandRequest) -> tuple[datetime, str]:
    """Return when a milestone was reached, by default now, and the text; raises Refused if a time can't be read."""
    at, text = split_time(asked, request)
    if at is None and time_text.is_like_a_time(text):
        raise Refused(TimeNotUnderstood(asked.word, text.split("\n")[0][:40]))
    return at or request.comment.created, text


def check_time(
    asked: SlashCommand, request: CommandRequest, incident: Incident, milestone: str, at: datetime
) -> datetime:
    """Return the time; raises Refused if it is in the future, contradicts another milestone, or was hardly meant."""
    if at > request.comment.created + SLACK:
        raise Refused(TimeAhead(asked.word, at))
    _check_yesterday(asked, request, incident, milestone, at)
    found = find_clash(milestone, at, {name: known for name, known in incident.milestones.items() if name != milestone})
    if found:
        raise Refused(OutOfOrder(asked.word, milestone, at, found.must_be, found.other, found.at))
    return at


def _check_yesterday(
    asked: SlashCommand, request: CommandRequest, incident: Incident, milestone: str, at: datetime
) -> None:
    """Raise Refused if a time without its day would be one of yesterday, long before the incident.

    An incident may well have begun shortly before midnight, but nothing ends before it begins.
    """
    text = asked.rest.removeprefix(milestone).strip() if asked.word == "time" else asked.rest
    clock = time_text.bare_clock(text)
    began = incident.start
    long_ago = milestone in ("started", "detected") and request.comment.created - at < LONGEST_GUESS
    zone = request.context.zone
    yesterday = at.astimezone(zone).date() < request.comment.created.astimezone(zone).date()
    if clock and yesterday and at < began and not long_ago:
        before = f"time {milestone}" if asked.word == "time" else asked.word
        raise Refused(TimeOfYesterday(asked.word, clock, began, f"/{before} {clock} yesterday"))


def _milestone(name: str) -> Command:
    usage = f"/{name} [time] [text]"

    def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
        """Set the milestone; the word alone means now."""
        if request.incident is None:
            raise AssertionError(request.key)
        at, text = reached_at(asked, request)
        moment = check_time(asked, request, request.incident, name, at)
        return Decision((MilestoneSet(**request.entry_fields(moment), milestone=name, text=cut_text(text)),))

    return Command(
        name,
        usage,
        f"set when it was {name}, if not now" if name != "started" else "set when it began, if not now",
        decide,
    )


def set_milestone(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Set or correct any milestone. The record keeps the earlier time."""
    if request.incident is None:
        raise AssertionError(request.key)
    name, _, text = to_plain_width(asked.rest).partition(" ")
    if not text.strip():
        raise wrong_form(asked, TIME)
    if name.lower() not in SETTABLE:
        raise Refused(UnknownMilestone(asked.word, SETTABLE))
    _check_reached(asked, request.incident, name.lower())
    try:
        at = time_text.parse_moment(text.strip(), request.comment.created, request.context.zone)
    except time_text.NotATime as wrong:
        raise Refused(TimeNotUnderstood(asked.word, text.strip()[:40])) from wrong
    moment = check_time(asked, request, request.incident, name.lower(), at)
    return Decision((MilestoneSet(**request.entry_fields(moment), milestone=name.lower()),))


def _check_reached(asked: SlashCommand, incident: Incident, milestone: str) -> None:
    """Raise Refused if a running incident has not reached the milestone: only its own command can do that."""
    if milestone in REACHED_BY and milestone not in incident.milestones and incident.phase in RUNNING:
        raise Refused(MilestoneAhead(asked.word, milestone, REACHED_BY[milestone]))


MILESTONE_COMMANDS = (
    _milestone("started"),
    _milestone("detected"),
    Command("time", TIME, f"correct a milestone: {', '.join(SETTABLE)}", set_milestone),
)
