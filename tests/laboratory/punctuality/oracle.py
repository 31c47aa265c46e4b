"""The oracle: which timers should have spoken when, worked out anew from what people did, with rules of its own.

It shares nothing with the tool's schedule but the format of a key: the rules of the simulated process stand here once
more, as plain sums, and are gone through look by look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from incident_actions.model.incident import entry as e

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BUSINESS_DAY = timedelta(days=1, seconds=1)
"""The gap of a timer that comes round at the same time of each business day: a day that is told apart from others."""

RANKS = {"": 1, "SEV-1": 1, "SEV-2": 2, "SEV-3": 3}
TELLING = (e.Declared, e.SeveritySet, e.ServicesSet, e.ImpactSet, e.CadenceSet)
IDLE = (e.CommandRefused, e.CommandAnswered, e.ManualChangeUndone, e.TimersSnoozed, e.PeoplePaged, e.Escalated)


@dataclass(slots=True)
class State:
    """What people's words came to so far."""

    begun: datetime | None = None
    raised: datetime | None = None
    severity: str = ""
    promised: datetime | None = None
    cadence: int = 0
    spoken: datetime | None = None
    acknowledged: bool = False
    at_work: bool = False
    room: bool = False
    phase: str = "none"
    mitigated: datetime | None = None
    hurting: datetime | None = None
    progress: datetime | None = None
    snoozed: datetime | None = None
    climbed: dict[str, datetime] = field(default_factory=dict)

    def hear(self, entry: e.Entry) -> None:
        """Take one fact."""
        at, before = entry.at, self.phase
        if entry.by and not isinstance(entry, IDLE) and not isinstance(entry, e.Declared):
            dated = isinstance(entry, e.NoteAdded | e.MilestoneSet)
            self.progress = _latest(self.progress, entry.accepted if dated else at)
            known = isinstance(entry, e.MilestoneSet) and entry.milestone not in ("acknowledged", "mitigated")
            self.at_work |= not known and not isinstance(entry, TELLING)
        match entry:
            case e.Declared() if self.begun is None:
                self.begun = self.raised = self.progress = at
                self.severity, self.phase = entry.severity, "active"
            case e.SeveritySet():
                if self.severity not in ("", entry.to):
                    self.promised = _latest(self.promised, at)
                    if RANKS[entry.to] < RANKS[self.severity]:
                        self.raised = _latest(self.raised, at)
                self.severity = entry.to
            case e.Acknowledged():
                self.acknowledged = True
            case e.UpdatePosted() | e.UpdatePublished():
                self.spoken = at
            case e.RoomOpened():
                self.room = True
            case e.CadenceSet():
                self.cadence, self.promised = entry.minutes, _latest(self.promised, at)
            case e.TimersSnoozed():
                self.snoozed = entry.until if entry.until > at else None
            case e.Escalated():
                self.climbed[entry.rung] = at
            case e.StatusSet():
                self.phase = str(entry.phase)
                self.spoken = at if entry.text else self.spoken
                if self.phase == "mitigated":
                    self.mitigated = self.mitigated or at
                elif self.phase == "active" and before != "active":
                    self.mitigated = None
            case e.MilestoneSet():
                self.acknowledged |= entry.milestone == "acknowledged"
                if entry.milestone == "mitigated":
                    self.mitigated = at
                    self.phase = "mitigated" if entry.status else self.phase
            case e.Resolved() | e.Dismissed() | e.Closed():
                self.phase = "over"
            case e.Reopened():
                self.phase, self.begun, self.snoozed, self.mitigated = "active", at, None, None
                self.raised, self.at_work = _latest(self.raised, at), False
        if self.phase == "active" and before not in ("active", "none"):
            self.hurting = at

    def timers(self) -> dict[str, tuple[datetime, timedelta, int]]:
        """What runs now: by its key without the count, when it is due first, its first gap, and the first count.

        A rung that people went to by hand has been said once; its first gap is twice its minutes.
        """
        if self.begun is None or self.phase not in ("active", "mitigated"):
            return {}
        return {
            f"{what}@{first:%Y-%m-%dT%H:%M:%S}": (first, gap, int(self._by_hand(what, first - gap / 2)))
            for what, first, gap in self._running()
        }

    def _by_hand(self, what: str, since: datetime) -> bool:
        return what in self.climbed and self.climbed[what] >= since

    def awake(self, at: datetime) -> dict[str, tuple[datetime, timedelta, int]]:
        """The same, less all that is snoozed at a moment."""
        return {} if self.snoozed and self.snoozed > at else self.timers()

    def _running(self) -> Iterator[tuple[str, datetime, timedelta]]:
        rank, begun, active = RANKS[self.severity], _latest(self.begun, self.raised), self.phase == "active"
        again = 15 * MINUTE

        def after(minutes: int, since: datetime = begun) -> datetime:
            return since + minutes * MINUTE

        if not self.severity:
            yield "assess", after(10), again
        if not self.room:
            yield "room", after(10), again
        if active and rank == 1:
            yield "mitigate", after(60, _latest(begun, self.hurting)), again
            yield "hurting", after(45, _latest(begun, self.hurting)), 90 * MINUTE
        if not (self.acknowledged or self.at_work) and rank == 1:
            yield "acknowledge", after(5), again
        if not (self.acknowledged or self.at_work) and rank == 3:
            yield "respond", _next_business_day(begun), BUSINESS_DAY
        if not self.acknowledged and rank < 3:
            yield "tell-lead", after(15), 30 * MINUTE
        if not active and self.mitigated:
            yield "watch", self.mitigated + 30 * MINUTE, again
        every = self.cadence or {"SEV-1": 15, "SEV-2": 30}.get(self.severity, 0)
        if self.spoken is None or self.spoken < _latest(self.begun, None):
            yield "first-update", after(20), again
        elif every:
            last = _latest(self.begun, _latest(self.spoken, self.promised))
            yield "update", last + every * MINUTE, every * MINUTE
        if active:
            yield "stuck", _latest(begun, self.progress) + 30 * MINUTE, 60 * MINUTE
        yield "long", after(120), 240 * MINUTE


def _latest(one: datetime | None, other: datetime | None) -> datetime:
    return max(each for each in (one, other) if each)


def _next_business_day(since: datetime) -> datetime:
    day = since + DAY
    while day.isoweekday() > 5:
        day += DAY
    return day.replace(hour=17, minute=0, second=0, microsecond=0)


def round_due(first: datetime, gap: timedelta, times: int) -> datetime:
    """When a timer comes round for the so-and-so-manieth time, 0 being the first."""
    for _ in range(times):
        if gap == BUSINESS_DAY:
            first = _next_business_day(first)
            continue
        first, gap = first + min(gap, DAY), gap * 2 if gap < DAY else gap
    return first


def once_a_day(gap: timedelta, times: int) -> bool:
    """Whether that time comes a day after the one before."""
    return times > 0 and gap * 2 ** (times - 1) >= DAY


@dataclass(frozen=True, slots=True)
class Said:
    """One timer that speaks: its key, the look at which it did, when it should have, and whether it is a daily one."""

    key: str
    look: datetime
    due: datetime
    daily: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A run looked: `ticked` for what is due alone, `lost` in the middle perhaps."""

    at: datetime
    ticked: bool
    lost: bool


@dataclass(slots=True)
class Oracle:
    """One incident: its facts in the order of its record, and the keys that were heard, with the times of hearing."""

    facts: Sequence[e.Entry]
    heard: dict[str, datetime]
    covered: dict[str, int] = field(default_factory=dict)

    def expected(self, looks: Iterable[Look]) -> list[Said]:
        """All that should have been said, in order."""
        said: list[Said] = []
        for look in sorted(looks, key=lambda each: each.at):
            if look.ticked and not self._due(self._state(look.at, before=True), look.at):
                continue
            found = self._due(self._state(look.at), look.at)
            if look.lost and not any(look.at <= self._heard(each) < look.at + 2 * MINUTE for each, _ in found):
                continue  # it was lost before it said a word
            said += [each for each, _ in found]
            self.covered |= {each.key.rpartition("+")[0]: times + 1 for each, times in found}
        return said

    def _heard(self, said: Said) -> datetime:
        return self.heard.get(said.key, said.look - DAY)

    def unsaid(self, end: datetime) -> Iterator[tuple[str, timedelta]]:
        """What was overtaken before it was said: its key, and how long it had waited for a clock by then."""
        state, since = State(), dict[str, datetime]()
        latest: dict[str, int] = {}
        for key in self.heard:
            stem, _, times = key.rpartition("+")
            latest[stem] = max(latest.get(stem, -1), int(times))
        moment = self.facts[0].at
        for entry in (*self.facts, None):
            moment = max(moment, told(entry)) if entry else end
            running, snoozed = state.timers(), state.snoozed
            if entry:
                state.hear(entry)
            for stem in since.keys() - (state.awake(moment).keys() if entry else set()):
                first, gap, begin = running[stem]
                following = max(latest.get(stem, -1) + 1, begin)
                due = max(round_due(first, gap, following), since.pop(stem), snoozed or first)
                if due < moment and not once_a_day(gap, following):
                    yield f"{stem}+{following}", moment - due
            since |= dict.fromkeys(state.awake(moment).keys() - since.keys(), moment)

    def _state(self, look: datetime, *, before: bool = False) -> State:
        """What was on record at a look, and where it answered, what it took up itself."""
        state = State()
        for entry in self.facts:
            if entry.accepted < look or (entry.accepted == look and not before):
                state.hear(entry)
        return state

    def _due(self, state: State, look: datetime) -> list[tuple[Said, int]]:
        if state.snoozed and look < state.snoozed:
            return []
        found = []
        for stem, (first, gap, least) in state.timers().items():
            times = begin = max(self.covered.get(stem, 0), least)
            if round_due(first, gap, begin) > look:
                continue
            while round_due(first, gap, times + 1) <= look:
                times += 1
            due = max(round_due(first, gap, begin), self._since(stem, look), state.snoozed or first)
            found.append((Said(f"{stem}+{times}", look, due, once_a_day(gap, begin)), times))
        return found

    def _since(self, stem: str, look: datetime) -> datetime:
        """When the word was given that let it run; where it came in a snooze, the snooze's end counts."""
        state, since, moment = State(), self.facts[0].at, self.facts[0].at
        for entry in (each for each in self.facts if each.accepted <= look):
            moment = max(moment, told(entry))
            ran = stem in state.awake(moment)
            state.hear(entry)
            if not ran and stem in state.awake(moment):
                since = moment
        return since


def told(entry: e.Entry) -> datetime:
    """When somebody said it."""
    return entry.accepted if isinstance(entry, e.NoteAdded | e.MilestoneSet) else entry.at
