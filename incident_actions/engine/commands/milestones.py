"""Record when things really happened: `/started`, `/detected`, `/time <milestone> <time>`."""

from __future__ import annotations

from datetime import datetime, timedelta

from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.engine.commands.command import Command, wrong_form
from incident_actions.model.incident import time_text
from incident_actions.model.incident.entry import MilestoneSet
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.milestone import SETTABLE, find_clash
from incident_actions.text.messages import OutOfOrder, TimeAhead, TimeNotUnderstood, UnknownMilestone
from incident_actions.text.slash_grammar import SlashCommand

TIME = "/time <milestone> <time>"
SLACK = timedelta(minutes=5)
"""Clocks differ: a time that is this little ahead is accepted."""


def split_time(asked: SlashCommand, request: CommandRequest) -> tuple[datetime | None, str]:
    """Return the time at the start of a command's text, if there is one, and the rest of the text."""
    at, rest = time_text.split_moment(asked.rest, request.comment.created, request.context.zone)
    return at, "\n".join(part for part in (rest, asked.more) if part)


def reached_at(asked: SlashCommand, request: CommandRequest) -> tuple[datetime, str]:
    """Return when a milestone was reached, by default now, and the text; raises Refused if a time can't be read."""
    at, text = split_time(asked, request)
    if at is None and text[:1].isdigit():
        raise Refused(TimeNotUnderstood(asked.word, text.split("\n")[0][:40]))
    return at or request.comment.created, text


def check_time(
    asked: SlashCommand, request: CommandRequest, incident: Incident, milestone: str, at: datetime
) -> datetime:
    """Return the time; raises Refused if it is in the future or contradicts another milestone."""
    if at > request.comment.created + SLACK:
        raise Refused(TimeAhead(asked.word, at))
    found = find_clash(milestone, at, {name: known for name, known in incident.milestones.items() if name != milestone})
    if found:
        raise Refused(OutOfOrder(asked.word, milestone, at, found.must_be, found.other, found.at))
    return at


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
        name, usage, f"when it was {name}, if not now" if name != "started" else "when it began, if not now", decide
    )


def set_milestone(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Set or correct any milestone. The record keeps the earlier time."""
    if request.incident is None:
        raise AssertionError(request.key)
    name, _, text = asked.rest.partition(" ")
    if not text.strip():
        raise wrong_form(asked, TIME)
    if name.lower() not in SETTABLE:
        raise Refused(UnknownMilestone(asked.word, SETTABLE))
    try:
        at = time_text.parse_moment(text.strip(), request.comment.created, request.context.zone)
    except time_text.NotATime as wrong:
        raise Refused(TimeNotUnderstood(asked.word, text.strip()[:40])) from wrong
    moment = check_time(asked, request, request.incident, name.lower(), at)
    return Decision((MilestoneSet(**request.entry_fields(moment), milestone=name.lower()),))


MILESTONE_COMMANDS = (
    _milestone("started"),
    _milestone("detected"),
    Command("time", TIME, f"correct a milestone: {', '.join(SETTABLE)}", set_milestone),
)
