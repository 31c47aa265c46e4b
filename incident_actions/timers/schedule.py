"""The schedule: which timers an incident has, and when each is due; from the record alone, never from a clock.

A timer is a series. It is due once, and again as long as its condition holds, after gaps that double up to a day. So
reminders never end silently, and one message makes up for what a late clock missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, pairwise

from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.pace import NEVER
from incident_actions.model.incident.phase import RUNNING, Phase
from incident_actions.model.incident.timer import Timer
from incident_actions.model.process.business_time import response_due
from incident_actions.model.process.ladder import Rung
from incident_actions.model.process.process import ON_CALL, Process
from incident_actions.model.process.severity import Severity

WIDEST_GAP = timedelta(days=1)
"""The longest gap between two messages of one timer."""

MOST_DOUBLINGS = 12
"""The most doublings of a gap: a minute has grown past a day by then."""

FIRST_GAP = timedelta(minutes=15)
"""The first gap, where a target gives no other."""

COMMANDER, COMMS = "commander", "comms"

UPDATE_TIMERS = (Timer.FIRST_UPDATE, Timer.UPDATE)
"""The timers for updates."""


@dataclass(frozen=True, slots=True)
class Series:
    """One timer, as a series of times at which it is due."""

    what: str
    """What it is for."""
    first: datetime
    """When it is due first."""
    gap: timedelta
    """The first gap after that."""
    page: tuple[str, ...]
    """The names that it pages."""
    rung: Rung | None = None
    by_hand: bool = False
    """Whether somebody took this escalation step manually, so that the first time is skipped."""

    def key(self, times: int) -> str:
        """Return the key that makes it fire once each time."""
        return f"{self._stem}+{times}"

    @property
    def _stem(self) -> str:
        return f"{self.what}@{self.first:%Y-%m-%dT%H:%M:%S}"

    def due_at(self, times: int) -> datetime:
        """Return when it is due, the first time being 0."""
        gaps = (min(self.gap * 2**place, WIDEST_GAP) for place in range(min(times, MOST_DOUBLINGS)))
        return self.first + sum(gaps, timedelta()) + WIDEST_GAP * max(0, times - MOST_DOUBLINGS)

    def is_daily(self, times: int) -> bool:
        """Whether its gap has grown to a day."""
        return times > 0 and self.gap * 2 ** min(times - 1, MOST_DOUBLINGS) >= WIDEST_GAP

    def rounds_fired(self, fired: frozenset[str]) -> int:
        """Return how often it has fired, by the keys of all fired timers."""
        stem = f"{self._stem}+"
        counts = (key.removeprefix(stem) for key in fired if key.startswith(stem))
        times = 1 + max((int(count) for count in counts if count.isdecimal() and len(count) < 5), default=-1)
        return max(times, int(self.by_hand))

    def latest_round(self, now: datetime, times: int) -> int:
        """Return the last time, of those from `times` on, that is due by now."""
        return next(each for each in count(times) if self.due_at(each + 1) > now)


def running_series(incident: Incident, process: Process) -> Iterator[Series]:
    """Return the timers whose condition holds now."""
    if incident.phase not in RUNNING:
        return
    severity = process.severity_or_worst(incident.severity)
    begun = counting_start(incident, process)
    yield from _targets(incident, process, severity, begun)
    yield from _updates(incident, process, severity, begun)
    for rung in process.ladder:
        if rung.after and is_for_severity(rung, severity, process) and (since := _since(rung, incident, begun)):
            after = timedelta(minutes=rung.after)
            by_hand = incident.pace.escalated.get(rung.name, NEVER) >= since
            yield Series(rung.name, since + after, after * 2, rung.page, rung, by_hand)


def next_due(incident: Incident, process: Process) -> datetime | None:
    """Return when the next timer is due; None where none runs."""
    return min((_next_firing(each, incident) for each in running_series(incident, process)), default=None)


def next_pressing(incident: Incident, process: Process) -> datetime | None:
    """Return when the next timer is due, apart from daily ones, which need not be on the minute."""
    running = (
        each for each in running_series(incident, process) if not each.is_daily(each.rounds_fired(incident.pace.fired))
    )
    return min((_next_firing(each, incident) for each in running), default=None)


def _next_firing(each: Series, incident: Incident) -> datetime:
    due = each.due_at(each.rounds_fired(incident.pace.fired))
    return max(due, incident.pace.snoozed_until or due)


def counting_start(incident: Incident, process: Process) -> datetime:
    """Return what targets and the ladder count from: the declaration, or the last reopening or raise.

    Setting a severity for the first time is not a raise: until then the worst one applied.
    """
    changes = (pair for pair in pairwise(incident.pace.severities) if pair[0][1])
    raised = (after[0] for before, after in changes if process.rank(after[1]) < process.rank(before[1]))
    return max((incident.pace.begun, *raised))


def update_interval(incident: Incident, process: Process) -> timedelta | None:
    """Return how often an update is promised, by people's choice or the severity; None for no promise."""
    severity = process.severity(incident.severity)
    own = severity.update_every if severity else None
    minutes = incident.pace.cadence or own or process.update_every
    return timedelta(minutes=minutes) if minutes else None


def next_update(incident: Incident, process: Process) -> datetime | None:
    """Return when the next update is due; None where none is promised."""
    words = _updates(incident, process, process.severity_or_worst(incident.severity), counting_start(incident, process))
    due = (each.first for each in words if each.what in UPDATE_TIMERS)
    return min(due, default=None) if incident.phase in RUNNING else None


def _targets(incident: Incident, process: Process, severity: Severity, begun: datetime) -> Iterator[Series]:
    targets = process.targets_of(severity)
    unheld = unclaimed_roles(incident, process)
    waiting = (
        (Timer.ASSESS, targets.assess, not incident.severity, (COMMANDER, ON_CALL)),
        (Timer.PUBLIC_UPDATE, targets.public_update, not incident.published, (COMMS, COMMANDER)),
        (Timer.ROOM, targets.room, not incident.room, (COMMANDER, ON_CALL)),
        (Timer.ROLES, targets.roles, bool(unheld), (COMMANDER, ON_CALL)),
    )
    for what, minutes, lacking, page in waiting:
        if minutes and lacking:
            yield Series(what, begun + timedelta(minutes=minutes), FIRST_GAP, page)
    if targets.mitigate and incident.phase is Phase.ACTIVE:
        due = max(begun, incident.pace.hurting) + timedelta(minutes=targets.mitigate)
        yield Series(Timer.MITIGATE, due, FIRST_GAP, (COMMANDER, ON_CALL))
    yield from _acknowledgement(incident, process, severity, begun)
    mitigated = incident.milestones.get("mitigated")
    if targets.watch and incident.phase is Phase.MITIGATED and mitigated:
        yield Series(Timer.WATCH, mitigated + timedelta(minutes=targets.watch), FIRST_GAP, (COMMANDER, ON_CALL))


def pending_targets(incident: Incident, process: Process) -> tuple[tuple[Timer, datetime], ...]:
    """Return the targets that the incident still has to meet, apart from updates, by the time when they are due.

    An acknowledgement is one even where an escalation step takes the place of its reminder.
    """
    if incident.phase not in RUNNING:
        return ()
    severity, begun = process.severity_or_worst(incident.severity), counting_start(incident, process)
    targets = {Timer(each.what): each.first for each in _targets(incident, process, severity, begun)}
    targets.pop(Timer.WATCH, None)
    if due := _acknowledge_by(incident, process, severity, begun):
        targets[Timer.ACKNOWLEDGE] = due
    return tuple(sorted(targets.items(), key=lambda each: each[1]))


def _acknowledgement(incident: Incident, process: Process, severity: Severity, begun: datetime) -> Iterator[Series]:
    """Return the target or the severity's response time, unless an escalation step is as early."""
    due = _acknowledge_by(incident, process, severity, begun)
    if due is None:
        return
    rungs = (
        rung for rung in process.ladder if rung.when == "not acknowledged" and is_for_severity(rung, severity, process)
    )
    if not any(begun + timedelta(minutes=rung.after or 0) <= due for rung in rungs):
        yield Series(Timer.ACKNOWLEDGE, due, FIRST_GAP, (ON_CALL, COMMANDER))


def _acknowledge_by(incident: Incident, process: Process, severity: Severity, begun: datetime) -> datetime | None:
    """Return by when somebody must acknowledge; None where nobody must, or somebody has."""
    if "acknowledged" in incident.milestones:
        return None
    minutes = process.targets_of(severity).acknowledge
    if minutes:
        return begun + timedelta(minutes=minutes)
    return response_due(begun, severity.respond_within or "", process.calendar)


def _updates(incident: Incident, process: Process, severity: Severity, begun: datetime) -> Iterator[Series]:
    """Return the timer for the first update, or for the next one."""
    target = process.targets_of(severity).first_update
    every = update_interval(incident, process)
    was_updated = incident.last_update and incident.last_update >= incident.pace.begun
    if target and not was_updated:
        first = begun + timedelta(minutes=target)
        yield Series(Timer.FIRST_UPDATE, first, FIRST_GAP, (COMMS, COMMANDER))
    elif every:
        yield Series(Timer.UPDATE, _promised_at(incident) + every, every, (COMMS, COMMANDER))


def _promised_at(incident: Incident) -> datetime:
    """Return when the next update was promised: with the last one, or later by a new severity or interval.

    Otherwise a tighter promise would be broken in the moment in which it is made.
    """
    pace = incident.pace
    changes = (after[0] for before, after in pairwise(pace.severities) if before[1] not in ("", after[1]))
    return max((incident.last_update or pace.begun, pace.begun, pace.promised, *changes))


def unclaimed_roles(incident: Incident, process: Process) -> tuple[str, ...]:
    """Return the names of the roles that the severity requires and nobody holds."""
    rank = process.rank(process.severity_or_worst(incident.severity).label)
    wanted = (role for role in process.roles if role.required_from and rank <= process.rank(role.required_from))
    return tuple(role.name for role in wanted if role.key not in incident.roles)


def reached_rungs(incident: Incident, process: Process) -> frozenset[str]:
    """Return the escalation steps that fired, or were taken manually, since the ladder last started over."""
    begun = counting_start(incident, process)
    fired = (key.partition("@")[::2] for key in incident.pace.fired)
    by_timer = {name for name, due in fired if due.partition("+")[0] > f"{begun:%Y-%m-%dT%H:%M:%S}"}
    return frozenset(by_timer | {name for name, at in incident.pace.escalated.items() if at >= begun})


def is_for_severity(rung: Rung, severity: Severity, process: Process) -> bool:
    """Whether an escalation step is for a severity."""
    named = (process.severity(label) for label in rung.severities)
    return not rung.severities or severity in named


def _since(rung: Rung, incident: Incident, begun: datetime) -> datetime | None:
    """Return since when the condition of an escalation step has held; None where it does not hold."""
    match rung.when:
        case "not acknowledged":
            return None if "acknowledged" in incident.milestones else begun
        case "no progress":
            return max(incident.pace.progress, begun) if incident.phase is Phase.ACTIVE else None
        case "not mitigated":
            return max(begun, incident.pace.hurting) if incident.phase is Phase.ACTIVE else None
        case "not resolved":
            return begun
        case "blocked":
            return None
