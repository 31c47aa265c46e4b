"""The schedule: which timers an incident has, and when each is due; from the record alone, never from a clock.

A timer is a series. It is due once, and again as long as its condition holds, after gaps that double up to a day. So
reminders never end silently, and one message makes up for what a late clock missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count, pairwise

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.pace import NEVER
from incident_actions.model.incident.phase import RUNNING, Phase
from incident_actions.model.incident.timer import Timer
from incident_actions.model.process.business_time import Calendar, nth_business_day, response_begins, response_due
from incident_actions.model.process.ladder import Rung
from incident_actions.model.process.process import ON_CALL, Process
from incident_actions.model.process.severity import Severity
from incident_actions.text.messages import ExpectedResponse
from incident_actions.timers import recipients
from incident_actions.timers.digest_times import digest_time
from incident_actions.timers.targets import COMMANDER, COMMS, counting_start, has_response, set_targets

WIDEST_GAP = timedelta(days=1)
"""The longest gap between two messages of one timer."""

MOST_DOUBLINGS = 12
"""The most doublings of a gap: a minute has grown past a day by then."""

FIRST_GAP = timedelta(minutes=15)
"""The first gap, where a target gives no other."""

STAND_INS = (recipients.ACKNOWLEDGER, ON_CALL)
"""Who is paged where a timer's own people are not there, the first who is: a role that nobody holds is no reason to
page the escalation."""

UPDATE_TIMERS = (Timer.FIRST_UPDATE, Timer.UPDATE)
"""The timers for updates."""


@dataclass(frozen=True)
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
    calendar: Calendar | None = None
    """Whose business days alone it is due on, at the same time of each; None for a timer of any day."""

    def key(self, times: int) -> str:
        """Return the key that makes it fire once each time."""
        return f"{self._stem}+{times}"

    def fires_at(self, times: int, incident: Incident, process: Process) -> datetime:
        """Return when it fires: when it is due, or with the digest of a long incident.

        The first time of an escalation step never waits, nor does what is due on business days.
        """
        due = self.due_at(times)
        is_prompt = self.calendar is not None or (self.rung is not None and not times)
        return due if is_prompt else digest_time(due, incident, process)

    @property
    def _stem(self) -> str:
        return f"{self.what}@{self.first:%Y-%m-%dT%H:%M:%S}"

    def due_at(self, times: int) -> datetime:
        """Return when it is due, the first time being 0."""
        if self.calendar:
            return nth_business_day(self.first, times, self.calendar)
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
    return next_firings(incident, process)[0]


def next_firings(incident: Incident, process: Process) -> tuple[datetime | None, datetime | None]:
    """Return when the next timer is due, and the next that presses: daily ones need not be on the minute."""
    due: list[datetime] = []
    pressing: list[datetime] = []
    for each in running_series(incident, process):
        rounds = each.rounds_fired(incident.pace.fired)
        fires = each.fires_at(rounds, incident, process)
        due.append(max(fires, incident.pace.snoozed_until or fires))
        if not each.is_daily(rounds):
            pressing.append(due[-1])
    return min(due, default=None), min(pressing, default=None)


def update_interval(incident: Incident, process: Process) -> timedelta | None:
    """Return how often an update is promised, by people's choice or the severity; None for no promise."""
    minutes = incident.pace.cadence or process.update_every_of(process.severity(incident.severity))
    return timedelta(minutes=minutes) if minutes else None


def next_update(incident: Incident, process: Process) -> datetime | None:
    """Return when the next update is due; None where none is promised."""
    words = _updates(incident, process, process.severity_or_worst(incident.severity), counting_start(incident, process))
    due = (each.first for each in words if each.what in UPDATE_TIMERS)
    return min(due, default=None) if incident.phase in RUNNING else None


def _targets(incident: Incident, process: Process, severity: Severity, begun: datetime) -> Iterator[Series]:
    step = _first_step(process, severity, begun)
    for each in set_targets(incident, process):
        is_said_by_step = each.what is Timer.ACKNOWLEDGE and step and step <= each.due
        if not each.is_met and not is_said_by_step:
            yield Series(each.what, each.due, FIRST_GAP, each.page)
    yield from _responses(incident, process, severity, begun)
    watch, mitigated = process.targets_of(severity).watch, incident.milestones.get("mitigated")
    if watch and incident.phase is Phase.MITIGATED and mitigated:
        yield Series(Timer.WATCH, mitigated + timedelta(minutes=watch), FIRST_GAP, (COMMANDER,))


def pending_targets(incident: Incident, process: Process) -> tuple[tuple[Timer, datetime], ...]:
    """Return the targets that the incident still has to meet, by the time when they are due.

    Updates and the response are shown apart. An acknowledgement is one even where an escalation step takes the place of
    its reminder.
    """
    if incident.phase not in RUNNING:
        return ()
    targets = ((each.what, each.due) for each in set_targets(incident, process) if not each.is_met)
    return tuple(sorted(targets, key=lambda each: each[1]))


def _first_step(process: Process, severity: Severity, begun: datetime) -> datetime | None:
    """Return when the first escalation step comes that waits for an acknowledgement."""
    rungs = (each for each in process.ladder if each.when == "not acknowledged")
    waits = (each.after for each in rungs if each.after and is_for_severity(each, severity, process))
    first = min(waits, default=None)
    return begun + timedelta(minutes=first) if first else None


def _responses(incident: Incident, process: Process, severity: Severity, begun: datetime) -> Iterator[Series]:
    """Return the timers of a response that nobody has begun: the mention that waited, and the response target.

    A response in business time is asked for once a business day. The gaps of any other grow with its span: what may
    wait for a day need not be asked for every quarter of an hour. Where the acknowledgement is asked for too, which is
    the same thing to do, this is said once.
    """
    response = severity.respond_within or ""
    if not response or has_response(incident):
        return
    begins = response_begins(begun, response, process.calendar)
    if begins and begins > begun and not incident.pace.on_call_paged:
        mention = Series(Timer.NOTIFY, begins, WIDEST_GAP, (ON_CALL,))
        is_for_somebody = recipients.resolve(ON_CALL, incident, process, begins)
        yield from (mention,) if is_for_somebody and not mention.rounds_fired(incident.pace.fired) else ()
    due = response_due(begun, response, process.calendar)
    if due and severity.waits:
        yield Series(Timer.RESPOND, due, WIDEST_GAP, (ON_CALL,), calendar=process.calendar)
    elif due:
        asked = Series(Timer.RESPOND, due, max(FIRST_GAP, (due - begun) / 4), (ON_CALL,))
        is_said = process.targets_of(severity).acknowledge and asked.rounds_fired(incident.pace.fired)
        yield from () if is_said else (asked,)


def stand_ins(each: Series, process: Process) -> tuple[str, ...]:
    """Return who stands in for a timer's own people; for an escalation step only where it pages nobody but roles.

    A step that names people who are not configured is for somebody higher up than those who are at work already.
    """
    is_for_roles = all(process.role(name) and name not in process.contacts for name in each.page)
    return STAND_INS if each.rung is None or is_for_roles else ()


def expected_response(incident: Incident, process: Process) -> ExpectedResponse | None:
    """Return how fast the incident must be answered; None without a severity, or where it says nothing about it."""
    severity = process.severity(incident.severity)
    if severity is None or not (severity.response or severity.respond_within):
        return None
    return assumed_response(incident, process)


def assumed_response(incident: Incident, process: Process) -> ExpectedResponse:
    """Return how fast the incident must be answered; without a severity, what the worst one asks for."""
    severity = process.severity_or_worst(incident.severity)
    words = severity.response or ("" if severity.response_span else severity.respond_within or "")
    return ExpectedResponse(words, severity.response_span, response_target(incident, process))


def response_target(incident: Incident, process: Process) -> datetime | None:
    """Return by when somebody must work on the incident; None for a response that no clock can tell.

    What is answered at once is due with the target for the acknowledgement, or with the first escalation step.
    """
    severity, begun = process.severity_or_worst(incident.severity), counting_start(incident, process)
    if severity.respond_within != "at once":
        return response_due(begun, severity.respond_within or "", process.calendar)
    minutes = process.targets_of(severity).acknowledge
    target = begun + timedelta(minutes=minutes) if minutes else None
    return min((each for each in (target, _first_step(process, severity, begun)) if each), default=None)


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
