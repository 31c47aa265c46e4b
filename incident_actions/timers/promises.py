"""The promises of an incident: updates on time, the longest silence, and how late the tool's own timers were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import datetime, timedelta

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.pace import NEVER
from incident_actions.model.process.process import Process

UPDATE_ENTRIES = (e.UpdatePosted, e.StatusSet, e.UpdatePublished)
END_ENTRIES = (e.Resolved, e.Dismissed)
PROMISE_ENTRIES = (*UPDATE_ENTRIES, *END_ENTRIES, e.Declared, e.SeveritySet, e.CadenceSet, e.Reopened)


@dataclass
class PromiseScore:
    """How many updates were promised and how many came in time, and the longest time without one."""

    promised: int = 0
    kept: int = 0
    silence: timedelta = field(default_factory=timedelta)
    silent_from: datetime | None = None
    """When the longest silence began."""


@dataclass(frozen=True)
class PromisedUpdate:
    """A promise that was kept or broken."""

    due: datetime
    is_first: bool
    """Whether it was for the first update, which has a target of its own."""
    at: datetime | None = None
    """When the update came; None where none did."""
    comment: int = 0
    """The comment with the update, or 0."""

    @property
    def is_kept(self) -> bool:
        """Whether the update came in time."""
        return self.at is not None and not has_passed(self.due, self.at)


@dataclass(frozen=True)
class Lateness:
    """How many timers fired, and how late the latest one was."""

    fired: int = 0
    worst: timedelta = timedelta()
    what: str = ""
    """What that timer was for."""
    due: datetime | None = None
    """When it was due."""


def score_promises(entries: Iterable[e.Entry], process: Process, until: datetime | None = None) -> PromiseScore:
    """Compare updates with promises, from the declaration to the resolution, or to `until`.

    There is one promise between two updates. It is broken once its time passes, whatever is promised afterwards. A
    promise that the end of the incident overtook in time does not count.
    """
    return _track(entries, process, until).score


def promised_updates(
    entries: Iterable[e.Entry], process: Process, until: datetime | None = None
) -> tuple[PromisedUpdate, ...]:
    """Return the promises that `score_promises` counts, in order."""
    return tuple(_track(entries, process, until).updates)


def _track(entries: Iterable[e.Entry], process: Process, until: datetime | None) -> _PromiseTracker:
    watch = _PromiseTracker(process)
    for entry in sorted((each for each in entries if isinstance(each, PROMISE_ENTRIES)), key=lambda each: each.at):
        watch.see(entry)
    if until and watch.running:
        watch.hold(until, ended=True)
    return watch


def lateness(entries: Iterable[e.Entry]) -> Lateness:
    """Return how late the tool's own timers were; snoozed ones count from the end of the snooze."""
    found = Lateness()
    for fired, due in timer_dues(entries):
        late = max(fired.at - due, timedelta())
        worst = (late, fired.what, due) if late > found.worst else (found.worst, found.what, found.due)
        found = Lateness(found.fired + 1, *worst)
    return found


def timer_dues(entries: Iterable[e.Entry]) -> Iterator[tuple[e.TimerFired, datetime]]:
    """Yield each timer that fired, with when it was due: one that was snoozed counts from the end of the snooze."""
    rest = NEVER
    for entry in entries:
        match entry:
            case e.TimersSnoozed():
                rest = entry.until
            case e.Reopened():
                rest = NEVER
            case e.TimerFired():
                yield entry, max(entry.due, rest) if rest <= entry.at else entry.due


@dataclass
class _PromiseTracker:
    """The current promise, while entries pass in the order of their times, at a constant cost for each.

    It equals `timers.schedule.next_update`, with one exception: a promise that had passed when it was made, because the
    severity was set late, counts from that moment. Nobody could have kept it.
    """

    process: Process
    score: PromiseScore = field(default_factory=PromiseScore)
    updates: list[PromisedUpdate] = field(default_factory=list)
    running: bool = False
    overdue: datetime | None = None
    """When the current promise was due, if it is broken."""
    due: datetime | None = None
    severity: str = ""
    minutes: int = 0
    begun: datetime = NEVER
    counted: datetime = NEVER
    spoken: datetime = NEVER
    changed: datetime = NEVER
    _terms: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)

    def see(self, entry: e.Entry) -> None:
        """Process an entry: first what it keeps or breaks, then what it changes."""
        if self.running:
            spoke = isinstance(entry, UPDATE_ENTRIES) and bool(entry.text)
            self.hold(entry.at, spoke=spoke, ended=isinstance(entry, END_ENTRIES), comment=entry.comment)
        if self.begun > NEVER or isinstance(entry, e.Declared):
            self._take(entry)

    def hold(self, at: datetime, *, spoke: bool = False, ended: bool = False, comment: int = 0) -> None:
        """Keep or break the promise; an update ends it, and so does the end of the incident."""
        if has_passed(self.due, at):
            self.overdue = self.overdue or self.due
        if not (spoke or ended):
            return
        if due := self.overdue or (self.due if spoke else None):
            self.score.promised += 1
            self.score.kept += self.overdue is None
            is_first = self.spoken < self.begun and bool(self._of(self.severity)[0])
            self.updates.append(PromisedUpdate(due, is_first, *((at, comment) if spoke else ())))
        last = max(self.spoken, self.begun)
        if at - last > self.score.silence:
            self.score.silence, self.score.silent_from = at - last, last
        self.overdue = None

    def _take(self, entry: e.Entry) -> None:
        match entry:
            case e.Declared() if self.begun == NEVER:
                self.running, self.begun, self.counted, self.severity = True, entry.at, entry.at, entry.severity
                self.due = self._next()
            case e.Reopened():
                self.running, self.begun, self.counted = True, entry.at, max(self.counted, entry.at)
                self.due = self._next()
            case e.SeveritySet():
                if self.severity and self.process.rank(entry.to) < self.process.rank(self.severity):
                    self.counted = max(self.counted, entry.at)
                if self.severity not in ("", entry.to):
                    self.changed = entry.at
                self.severity = entry.to
                self._promise_anew(entry.at)
            case e.CadenceSet():
                self.minutes, self.changed = entry.minutes, entry.at
                self._promise_anew(entry.at)
            case e.UpdatePosted() | e.UpdatePublished() | e.StatusSet() if entry.text:
                self.spoken = entry.at
                self.due = self._next()
            case e.Resolved() | e.Dismissed():
                self.running = False

    def _next(self, since: datetime | None = None) -> datetime | None:
        """Return when the next update is due; `since` replaces the time that it counts from."""
        first, every = self._of(self.severity)
        every = self.minutes or every
        if first and self.spoken < self.begun:
            return (since or self.counted) + timedelta(minutes=first)
        since = since or max(self.spoken, self.begun, self.changed)
        return since + timedelta(minutes=every) if every else None

    def _promise_anew(self, at: datetime) -> None:
        due = self._next()
        self.due = self._next(at) if has_passed(due, at) and not self.overdue else due

    def _of(self, severity: str) -> tuple[int | None, int | None]:
        """Return a severity's minutes to the first update and between the others."""
        if severity not in self._terms:
            known, in_doubt = self.process.severity(severity), self.process.severity_or_worst(severity)
            every = self.process.update_every_of(known)
            self._terms[severity] = self.process.targets_of(in_doubt).first_update, every
        return self._terms[severity]


def has_passed(due: datetime | None, at: datetime) -> bool:
    """Whether a time has passed; times are shown by the minute, so an update within that minute is in time."""
    return due is not None and at.replace(second=0, microsecond=0) > due
