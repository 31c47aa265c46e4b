"""Fire the timers that are due: the entry for the record, the message, and the people to page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from incident_actions.contract import accounts
from incident_actions.contract.decision import Context
from incident_actions.contract.questions import RoleOf
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident import pace
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.recent_change import RecentChange, change_to_undo
from incident_actions.model.incident.timer import Timer
from incident_actions.model.process.process import ON_CALL, Process
from incident_actions.text.messages import (
    FirstUpdateDue,
    LadderReached,
    MitigationAwaited,
    NotAcknowledged,
    PublicUpdateDue,
    ResponseAwaited,
    ResponseBegins,
    RolesUnclaimed,
    RoomAwaited,
    SeverityAwaited,
    TimerMessage,
    UpdateDue,
    WatchOver,
)
from incident_actions.timers import recipients
from incident_actions.timers.schedule import (
    Series,
    assumed_response,
    running_series,
    stand_ins,
)
from incident_actions.timers.targets import unclaimed_roles

CLIMBS, ESCALATES = 1, 2
"""How often a timer must have been due before it pages those on call, and then the escalation, as well."""


@dataclass(frozen=True)
class FiringTimer:
    """A timer that fires: its entry and its message, and the page if it mentions those on call at last."""

    entry: e.TimerFired
    message: TimerMessage
    page: e.PeoplePaged | None = None


def due_timers(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Iterator[FiringTimer]:
    """Return the timers that are due and have not fired; raises NeedsAnswer where a person's role must be known.

    `entries` are those that the incident is folded from. A timer that was due several times since the last run fires
    once, for the latest time, with the due time of the first.
    """
    snoozed = incident.pace.snoozed_until
    if snoozed and context.now < snoozed:
        return
    for each in running_series(incident, context.process):
        times = each.rounds_fired(incident.pace.fired)
        due = each.fires_at(times, incident, context.process)
        if due <= context.now:
            when = due_since(each, due, entries, context.incident_steps(entries), context.process)
            yield _fire(each, max(when, snoozed or when), each.latest_round(context.now, times), incident, context)


def due_since(
    each: Series, due: datetime, entries: Sequence[e.Entry], steps: Sequence[Incident | None], process: Process
) -> datetime:
    """Return from when on a timer should have fired: when it was due, or when an entry first let it run.

    `steps` are the incident before the first entry and after each. Entries from a log were reported here when the log
    was replayed. A lowered severity, a backdated milestone, or the early end of a snooze can start a timer that is due
    already.
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
    people = _people_to_page(each, latest, incident, context)
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
    page = e.PeoplePaged(at=context.now, accepted=context.now, to=people, whom=e.ON_CALL_LABEL)
    return FiringTimer(entry, message, page if each.what == Timer.NOTIFY and people else None)


def _people_to_page(each: Series, latest: int, incident: Incident, context: Context) -> tuple[str, ...]:
    """Return whom a timer pages: its own people, later those on call, and then the escalation, too.

    Where there is nobody, somebody stands in for them. Where nobody does, the escalation is paged at once, or else the
    person who declared the incident.
    """
    names = (*each.page, ON_CALL) if latest >= CLIMBS else each.page
    people = _find(names, incident, context)
    for name in stand_ins(each, context.process):
        people = people or _find((name,), incident, context)
    if latest >= ESCALATES or not people:
        people = tuple(dict.fromkeys((*people, *context.process.escalation)))
    if people or not incident.declared_by or context.snapshot.bot.login == incident.declared_by:
        return people
    declarer = _current_login(incident.declared_by, incident.declared_by_id, context)
    return (declarer,) if declarer else ()


def _find(names: tuple[str, ...], incident: Incident, context: Context) -> tuple[str, ...]:
    found = recipients.resolve_all(names, incident, context.process, context.now)
    return reachable_people(found, incident, context)


def reachable_people(people: tuple[str, ...], incident: Incident, context: Context) -> tuple[str, ...]:
    """Return those who can still be reached; those on call replace a role's holder who left the repository."""
    held = {login.casefold(): incident.role_ids.get(role, 0) for role, login in incident.roles.items()}
    held.setdefault(incident.acknowledged_by.casefold(), incident.acknowledged_by_id)
    found = {
        each: _current_login(each, held[each.casefold()], context) if each.casefold() in held else each
        for each in people
    }
    gone = {each for each, now in found.items() if not now}
    instead = recipients.resolve_all((ON_CALL,), incident, context.process, context.now) if gone else ()
    return tuple(dict.fromkeys(each for each in (*found.values(), *instead) if each and each not in gone))


def _current_login(login: str, account: int, context: Context) -> str:
    """Return a person's current login; empty where they left the repository or gave the login up."""
    role = context.ask(RoleOf(login))  # the answer also has the login's account
    now = accounts.confirmed_login(login, account, context)
    if now.casefold() != login.casefold():
        role = context.ask(RoleOf(now)) if now else "none"
    return now if role != "none" else ""


CommonFields: TypeAlias = tuple[tuple[str, ...], datetime, datetime, int]
"""The fields that every timer message begins with."""


def _message(each: Series, common: CommonFields, incident: Incident, context: Context) -> TimerMessage:
    process = context.process
    if each.rung:
        minutes = (each.rung.after or 0) + (each.due_at(common[-1]) - each.first) // timedelta(minutes=1)
        named = tuple(process.contact_name(name) for name in each.page)
        missing = recipients.missing_people(each.page, incident, process, context.now)
        return LadderReached(*common, each.rung.when, minutes, named, missing, each.rung.also)
    timer = Timer(each.what)
    match timer:
        case Timer.ACKNOWLEDGE:
            return NotAcknowledged(*common)
        case Timer.RESPOND | Timer.NOTIFY:
            kind = ResponseAwaited if timer is Timer.RESPOND else ResponseBegins
            return kind(*common, incident.severity, assumed_response(incident, process))
        case Timer.ASSESS:
            return SeverityAwaited(*common, len(process.severities))
        case Timer.FIRST_UPDATE:
            return FirstUpdateDue(*common)
        case Timer.UPDATE:
            return UpdateDue(*common, incident.last_update)
        case Timer.PUBLIC_UPDATE:
            return PublicUpdateDue(*common)
        case Timer.ROOM:
            return RoomAwaited(*common, process.room_name(incident.number, incident.declared.date()))
        case Timer.ROLES:
            return RolesUnclaimed(*common, unclaimed_roles(incident, process))
        case Timer.MITIGATE:
            return MitigationAwaited(*common, _options(incident, process), *_last_change(incident))
        case Timer.WATCH:
            return WatchOver(*common, process.targets_of(process.severity_or_worst(incident.severity)).watch or 0)
    assert_never(timer)


def _last_change(incident: Incident) -> tuple[RecentChange | None, datetime]:
    """Return the last change before the incident started, and when that was."""
    listed = incident.changes_before
    return change_to_undo(listed.changes) if listed else None, incident.start


def _options(incident: Incident, process: Process) -> tuple[str, ...]:
    """Return the ways to stop the impact, in the process's order of preference; none where it has no order."""
    lists = (each for each in process.checklists if each.when == "active" and each.ordered)
    return tuple(
        item for each in lists if process.applies_to(each.severities, incident.severity) for item in each.items
    )
