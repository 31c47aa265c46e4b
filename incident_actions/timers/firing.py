"""Firing: what has come due by now, who is called for it, and the fact that they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from incident_actions.contract import accounts
from incident_actions.contract.decision import Context
from incident_actions.contract.questions import RoleOf
from incident_actions.model.incident import entry as e
from incident_actions.model.incident import pace
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.timer import Timer
from incident_actions.model.process.process import ON_CALL, Process
from incident_actions.text.messages import (
    FirstUpdateDue,
    LadderReached,
    MitigationAwaited,
    NotAcknowledged,
    PublicUpdateDue,
    RolesUnclaimed,
    RoomAwaited,
    SeverityAwaited,
    TimerMessage,
    UpdateDue,
    WatchOver,
)
from incident_actions.timers import recipients
from incident_actions.timers.schedule import Series, counting_start, running_series, unclaimed_roles

CLIMBS, ESCALATES = 1, 2
"""How often a timer must have come round before who is on call, and then the configured escalation, hear of it too."""


@dataclass(frozen=True, slots=True)
class FiringTimer:
    """One timer that fires: the fact, and what is said."""

    entry: e.TimerFired
    message: TimerMessage


def due_timers(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Iterator[FiringTimer]:
    """Everything that has come due and was not said yet; raises Wanted where somebody's role must be known.

    `entries` are those that the incident is folded from. Of a timer that came round several times since the last look
    only the latest is said, with the first one's time.
    """
    snoozed = incident.pace.snoozed_until
    if snoozed and context.now < snoozed:
        return
    for each in running_series(incident, context.process):
        times = each.rounds_fired(incident.pace.fired)
        if each.due_at(times) <= context.now:
            when = due_since(each, each.due_at(times), entries, context.incident_steps(entries), context.process)
            yield _fire(each, max(when, snoozed or when), each.latest_round(context.now, times), incident, context)


def due_since(
    each: Series, due: datetime, entries: Sequence[e.Entry], steps: Sequence[Incident | None], process: Process
) -> datetime:
    """From when on a timer should have been heard: when it is due, or when that was told which lets it run.

    `steps` are the incident before the first entry and after each. What comes from a log was told here when it was
    replayed. A severity that is lowered, a milestone that is dated back, or the end of a snooze before its time can
    make a timer that is due already.
    """
    when = at = due
    from_logs = e.replay_comments(entries)
    for entry, before, incident in zip(entries, steps, steps[1:], strict=False):
        at = max(at, entry.accepted if entry.comment in from_logs else pace.reported_at(entry))
        if at > due and not _runs(each, before, process, at) and _runs(each, incident, process, at):
            when = at
    return when


def _runs(each: Series, incident: Incident | None, process: Process, at: datetime) -> bool:
    if incident is None or (incident.pace.snoozed_until or at) > at:
        return False
    return each.key(0) in {one.key(0) for one in running_series(incident, process)}


def _fire(each: Series, when: datetime, latest: int, incident: Incident, context: Context) -> FiringTimer:
    people = _called(each, latest, incident, context)
    message = _message(each, (people, when, context.now, latest), incident, context)
    entry = e.TimerFired(
        at=context.now,
        accepted=context.now,
        timer=each.key(latest),
        what=each.what,
        due=when,
        to=people,
        times=latest,
    )
    return FiringTimer(entry, message)


def _called(each: Series, latest: int, incident: Incident, context: Context) -> tuple[str, ...]:
    """Whom it calls: its own, from the second time on those on call too, and the escalation from the third.

    Where there is nobody, the escalation at once, and at last whoever declared the incident, if still there.
    """
    names = (*each.page, ON_CALL) if latest >= CLIMBS else each.page
    people = reachable_people(recipients.resolve_all(names, incident, context.process, context.now), incident, context)
    if latest >= ESCALATES or not people:
        people = tuple(dict.fromkeys((*people, *context.process.escalation)))
    if people or not incident.declared_by or context.snapshot.bot.login == incident.declared_by:
        return people
    declarer = _reached(incident.declared_by, incident.declared_by_id, context)
    return (declarer,) if declarer else ()


def reachable_people(people: tuple[str, ...], incident: Incident, context: Context) -> tuple[str, ...]:
    """Those who can still be reached; in the place of a role's holder who left the repository, who is on call."""
    held = {login.casefold(): incident.role_ids.get(role, 0) for role, login in incident.roles.items()}
    found = {
        each: _reached(each, held[each.casefold()], context) if each.casefold() in held else each for each in people
    }
    gone = {each for each, now in found.items() if not now}
    instead = recipients.resolve_all((ON_CALL,), incident, context.process, context.now) if gone else ()
    return tuple(dict.fromkeys(each for each in (*found.values(), *instead) if each and each not in gone))


def _reached(login: str, account: int, context: Context) -> str:
    """The login by which a person on record can be reached: empty for who left the repository, or gave the login up."""
    role = context.ask(RoleOf(login))  # GitHub tells with it whose login it is
    now = accounts.confirmed_login(login, account, context)
    if now.casefold() != login.casefold():
        role = context.ask(RoleOf(now)) if now else "none"
    return now if role != "none" else ""


CommonFields: TypeAlias = tuple[tuple[str, ...], datetime, datetime, int]
"""The fields that every such message begins with."""


def _message(each: Series, told: CommonFields, incident: Incident, context: Context) -> TimerMessage:
    process = context.process
    if each.rung:
        minutes = (each.rung.after or 0) + (each.due_at(told[-1]) - each.first) // timedelta(minutes=1)
        named = tuple(process.contact_name(name) for name in each.page)
        missing = recipients.missing_people(each.page, incident, process, context.now)
        return LadderReached(*told, each.rung.when, minutes, named, missing, each.rung.also)
    timer = Timer(each.what)
    match timer:
        case Timer.ACKNOWLEDGE:
            return NotAcknowledged(*told)
        case Timer.ASSESS:
            return SeverityAwaited(*told, len(process.severities))
        case Timer.FIRST_UPDATE:
            return FirstUpdateDue(*told)
        case Timer.UPDATE:
            return UpdateDue(*told, incident.last_update or counting_start(incident, process))
        case Timer.PUBLIC_UPDATE:
            return PublicUpdateDue(*told)
        case Timer.ROOM:
            return RoomAwaited(*told, process.room_name(incident.number, incident.declared.date()))
        case Timer.ROLES:
            return RolesUnclaimed(*told, unclaimed_roles(incident, process))
        case Timer.MITIGATE:
            return MitigationAwaited(*told)
        case Timer.WATCH:
            return WatchOver(*told, process.targets_of(process.severity_or_worst(incident.severity)).watch or 0)
    assert_never(timer)
