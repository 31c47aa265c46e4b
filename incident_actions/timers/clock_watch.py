"""The watch of a running clock: which incidents it reads, how long it sleeps, and when it hands over or ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime, timedelta
from typing import TypeAlias

from incident_actions.contract.issue import Issue
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.process import Process
from incident_actions.timers.scenario_steps import next_step_due
from incident_actions.timers.schedule import next_firings

LONGEST_SLEEP = timedelta(seconds=60)
"""How long a clock sleeps at most; a declaration or change meanwhile is noticed that much later."""

SHORTEST_SLEEP = timedelta(seconds=5)
"""How long it sleeps at least, so that what cannot be done now is not retried without a pause."""

SHORTEST_LIFE = timedelta(seconds=90)
"""How long it runs in any case: a ping may have started it while a declaration's own run is at work."""

QUIET_LISTS = 2
"""How many lists in a row must show nothing pressing before it ends."""

LOOKAHEAD = timedelta(hours=4)
"""How near a timer must be to keep a clock running; later ones are left to cron, which can be that late."""

FOLLOW_EVERY = timedelta(minutes=5)
"""How often a clock that runs anyway looks up what an incident has linked."""

LATE = timedelta(minutes=3)
"""How late a timer must be for the clock to count as dead: a successor's runner needs a minute or two."""


@dataclass(frozen=True)
class Outlook:
    """What a read of an issue showed about its timers."""

    declared: bool = False
    """Whether it is an incident."""
    due: datetime | None = None
    """When its next timer or, in a drill, the next step of its scenario is due."""
    presses: datetime | None = None
    """When the next of those that keep a clock running is due; daily timers do not."""
    waits: datetime | None = None
    """Since when a comment has waited for an answer; its own run may have been lost."""
    since: datetime | None = None
    """When the incident was declared."""
    follows: datetime | None = None
    """When what the incident has linked is looked up again; None where nothing is."""
    awaits_mention: bool = False
    """Whether it runs and has nothing linked, so that the first pull request that mentions it must be found elsewhere.

    What is linked is looked up by a query that returns further mentions, too.
    """

    @property
    def next_action(self) -> datetime | None:
        """When there is something to do: a timer is due, a comment has waited too long, or links are looked up."""
        return _earliest(self.due, self.waits and self.waits + LATE, self.follows)

    def is_due(self, now: datetime) -> bool:
        """Whether there is something to do by now."""
        return self.next_action is not None and self.next_action <= now

    def needs_clock(self, now: datetime) -> bool:
        """Whether it needs a running clock."""
        return self.presses is not None and self.presses <= now + LOOKAHEAD


NO_TIMERS = Outlook()


def _earliest(*times: datetime | None) -> datetime | None:
    return min((each for each in times if each), default=None)


def incident_outlook(incident: Incident | None, process: Process, waits: datetime | None = None) -> Outlook:
    """Return what a record shows about its timers and scenario; `waits` is since when a comment has waited."""
    if incident is None:
        return NO_TIMERS
    step, (due, pressing) = next_step_due(incident), next_firings(incident, process)
    return Outlook(
        declared=True,
        due=_earliest(due, step),
        presses=_earliest(pressing, step),
        waits=waits,
        since=incident.declared,
    )


def is_clock_needed(before: Outlook | None, after: Outlook | None, now: datetime) -> bool:
    """Whether a clock must be started: a timer is too late for one to be running, or one is now near.

    `before` and `after` are what an event's run saw first and last; None where it is unknown. For a while after the
    declaration each run starts the clock, since the run that declared may have died before it did.
    """
    if before is None:
        return False
    newly_near = after is not None and after.needs_clock(now) and (is_young(before, now) or not before.needs_clock(now))
    return is_clock_late(before, now) or newly_near


def is_clock_late(before: Outlook, now: datetime) -> bool:
    """Whether a timer is so late that no clock can be running."""
    return before.presses is not None and before.presses + LATE < now


def is_young(before: Outlook, now: datetime) -> bool:
    """Whether an incident was declared so recently that each run starts the clock for it."""
    return before.since is not None and now < before.since + LATE


@dataclass(frozen=True)
class Sleep:
    """Nothing to do until then."""

    until: datetime


@dataclass(frozen=True)
class HandOver:
    """The runner's time is over and a timer is near: another clock must continue."""


@dataclass(frozen=True)
class End:
    """No timer is near: no clock is needed."""


NextStep: TypeAlias = Sleep | HandOver | End


@dataclass
class Watch:
    """One clock's time on a runner, and what it has seen of each open incident."""

    began: datetime
    ends: datetime
    quiet: int = 0
    known: dict[int, tuple[datetime, Outlook]] = field(default_factory=dict)
    pulls_listed: datetime | None = None
    """When the pull requests were listed last."""

    def issues_to_read(self, listed: Iterable[Issue], now: datetime) -> tuple[Issue, ...]:
        """Return the open incidents to read: new ones, changed ones, and those with a timer due."""
        issues = {issue.number: issue for issue in listed}
        self.known = {number: known for number, known in self.known.items() if number in issues}
        return tuple(issue for issue in issues.values() if self._new(issue, now))

    def _new(self, issue: Issue, now: datetime) -> bool:
        updated, outlook = self.known.get(issue.number, (None, NO_TIMERS))
        return updated != issue.updated or outlook.is_due(now)

    def remember(self, issue: Issue, outlook: Outlook) -> None:
        """Remember what a read of an incident showed."""
        self.known[issue.number] = (issue.updated, outlook)

    def issues_to_link(self, listed: Iterable[Issue], now: datetime) -> tuple[Issue, ...]:
        """Return the incidents that await a first mention, if it is time to list the pull requests for them."""
        if now < (self.pulls_listed or self.began) + FOLLOW_EVERY:
            return ()
        return tuple(each for each in listed if self.known.get(each.number, (None, NO_TIMERS))[1].awaits_mention)

    def next_step(self, now: datetime, *, sure: bool = True) -> NextStep:
        """Return what to do after a round; without `sure`, some incident could not be read and may be near."""
        awake = not sure or any(outlook.needs_clock(now) or outlook.waits for _, outlook in self.known.values())
        self.quiet = 0 if awake else self.quiet + 1
        if not awake and self.quiet >= QUIET_LISTS and now >= self.began + SHORTEST_LIFE:
            return End()
        if now >= self.ends:
            return HandOver() if awake else End()
        return Sleep(min(self._next(now), max(self.ends, now + SHORTEST_SLEEP)))

    def _next(self, now: datetime) -> datetime:
        dues = (outlook.next_action for _, outlook in self.known.values() if outlook.next_action)
        return min(max(min(dues, default=now + LONGEST_SLEEP), now + SHORTEST_SLEEP), now + LONGEST_SLEEP)


def longest_untouched(issues: Iterable[Issue], but: int, count: int) -> tuple[Issue, ...]:
    """Return the `count` incidents that have been unchanged for longest, without `but`."""
    others = sorted((issue for issue in issues if issue.number != but), key=lambda issue: issue.updated)
    return tuple(others[:count])
