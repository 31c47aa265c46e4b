"""The timeline of a rehearsal: its incident, and how time passes until a timer fires."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial

from incident_actions.drill.rehearsal.people import Participants
from incident_actions.drill.shop import INCIDENT
from incident_actions.drill.stage import Stage, UnexpectedResult
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.incident.time_text import format_clock, format_moment
from incident_actions.model.process.ladder import Rung
from incident_actions.model.process.process import Process
from incident_actions.model.process.severity import Severity, Targets
from incident_actions.timers.schedule import next_due

DECLARED = datetime(2026, 3, 5, 3, 7, tzinfo=UTC)
"""A Thursday, so that what is due in business days comes after a weekend."""

LATE = timedelta(seconds=60)
"""How much later than its time a timer may fire."""

MARGIN = timedelta(seconds=20)
"""How long people wait after a timer is due, so that it can fire."""


def minutes_span(count: int | None) -> timedelta:
    """Return a span of minutes; zero for None."""
    return timedelta(minutes=count or 0)


@dataclass
class Timeline:
    """One incident under a process. It has the worst severity, for which a process demands the most."""

    participants: Participants
    assigned_roles: set[str] = field(default_factory=set)
    fired_timers: list[e.TimerFired] = field(default_factory=list)
    posted_updates: list[str] = field(default_factory=list)
    announced: set[str] = field(default_factory=set)
    hotfix: int = 0
    postmortem: int = 0
    path: str = ""

    @property
    def process(self) -> Process:
        """The process of the rehearsal."""
        return self.participants.process

    @cached_property
    def severity(self) -> Severity:
        """The severity of the incident."""
        return self.process.severities[0]

    @cached_property
    def targets(self) -> Targets:
        """The targets of that severity."""
        return self.process.targets_of(self.severity)

    def escalation_steps(self, *conditions: str) -> tuple[Rung, ...]:
        """Return the ladder's steps that such an incident can reach by certain conditions, the earliest first."""
        mine = (
            rung
            for rung in self.process.ladder
            if rung.when in conditions and (not rung.severities or self._applies(rung))
        )
        return tuple(sorted(mine, key=lambda rung: rung.after or 0))

    def _applies(self, rung: Rung) -> bool:
        return any(self.process.severity(label) == self.severity for label in rung.severities)

    @staticmethod
    def read_incident(on: Stage) -> Incident:
        """Return the incident as its record on the server has it."""
        found = fold(INCIDENT, on.repository.record(INCIDENT))
        if found is None:
            raise UnexpectedResult(f"#{INCIDENT} holds no record of an incident")
        return found

    def card_time(self, at: datetime, on: Stage) -> str:
        """Return a time as the card shows it: with its date if it is not on the day of the start."""
        incident = self.read_incident(on)
        return format_clock(at, incident.start)

    def pass_time(self, on: Stage, until: datetime) -> None:
        """Let time pass; the clock workflow fires each timer on the way, or the sweep if no clock is awake.

        An awake clock runs every minute. Rounds in which it would find nothing are left out here.
        """
        jobs = on.repository.sandbox.jobs
        while (due := next_due(self.read_incident(on), self.process)) is not None and due <= until:
            on.wait_until(due)
            awake = jobs.next_wake() is not None
            self._run_and_check(on, "clock" if awake else "sweep", partial(self._run_workflow, on, awake=awake))
        on.wait_until(until)

    @staticmethod
    def _run_workflow(on: Stage, *, awake: bool) -> None:
        if awake:
            on.repository.sandbox.jobs.wake(on.now)
        else:
            on.repository.sandbox.schedule("incident-sweep.yml")

    def _run_and_check(self, on: Stage, who: str, deed: Callable[[], object]) -> None:
        """Let a workflow run, and check each timer that it fires."""
        known = len(on.repository.record(INCIDENT))
        incident, known_replies = self.read_incident(on), len(on.repository.replies(INCIDENT))
        deed()
        on.settle("timer")
        news = [each for each in on.repository.record(INCIDENT)[known:] if isinstance(each, e.TimerFired)]
        replies = on.repository.replies(INCIDENT)[known_replies:]
        on.narration.print_action(on.now, who, "runs")
        on.narration.print_reply("\n".join(replies))
        on.check_silently("everything that is due is posted in one comment", (bool(news), len(replies)), (True, 1))
        for fired in news:
            self._check_timer(on, fired, incident, replies[0])
        self.fired_timers += news

    def _check_timer(self, on: Stage, fired: e.TimerFired, incident: Incident, reply: str) -> None:
        """Check a fired timer against the process: its minutes, its people, and the words on the issue."""
        since = self._first_due(fired.what, incident, on)
        if since and fired.times == 0:
            on.check_silently(
                f"{fired.what} is due as the process says", format_moment(fired.due), format_moment(since)
            )
        rung = next((each for each in self.process.ladder if each.name == fired.what), None)
        expected = self.participants.resolve(rung.page, self.assigned_roles) if rung else ()
        if rung and expected and fired.times == 0:
            on.check_silently(f"{fired.what} pages the people whom the process names", fired.to, expected)
        on.check_silently(
            f"{fired.what} shows when it was due and posted, is at most a minute late, and pages its people",
            (
                bool(re.search(rf"Due .*{fired.due:%H:%M} UTC, posted .*{fired.at:%H:%M} UTC", reply)),
                fired.at - fired.due <= LATE,
                [person for person in fired.to if f"@{person}" not in reply],
            ),
            (True, True, []),
        )
        name = f"{rung.when}, {rung.after} minutes" if rung else fired.what.replace("-", " ")
        on.narration.print_fact(f"{name}: due {fired.due:%H:%M}, posted {fired.at:%H:%M}, to {join_names(fired.to)}")

    def _first_due(self, what: str, incident: Incident, on: Stage) -> datetime | None:
        """Return when a timer is first due, by the process's own numbers and what people did on the issue."""
        declared, last = incident.declared, on.repository.last_comment_at(INCIDENT, incident.declared)
        rung = next((each for each in self.process.ladder if each.name == what), None)
        if rung:
            return (last if rung.when == "no progress" else declared) + minutes_span(rung.after)
        named = {
            "acknowledge": self.targets.acknowledge,
            "assess": self.targets.assess,
            "first-update": self.targets.first_update,
            "public-update": self.targets.public_update,
            "room": self.targets.room,
            "roles": self.targets.roles,
            "mitigate": self.targets.mitigate,
        }
        if named.get(what):
            return declared + minutes_span(named[what])
        if what == "watch" and "mitigated" in incident.milestones:
            return incident.milestones["mitigated"] + minutes_span(self.targets.watch)
        return None


def join_names(names: Iterable[str]) -> str:
    """Return names as part of a sentence."""
    *before, last = tuple(names) or ("nobody",)
    return f"{', '.join(before)} and {last}" if before else last
