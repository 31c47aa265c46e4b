"""The tale of a rehearsal: what its scenes know of the incident, and how time passes until something comes due."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial

from incident_actions.drill.rehearsal.cast import Cast
from incident_actions.drill.stage import NotAsTold, Stage
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.incident.time_text import format_moment
from incident_actions.model.process.ladder import Rung
from incident_actions.model.process.process import Process
from incident_actions.model.process.severity import Severity, Targets
from incident_actions.timers.schedule import next_due

INCIDENT = 1
DECLARED = datetime(2026, 3, 5, 3, 7, tzinfo=UTC)
"""A Thursday: whatever is due in business days comes after a weekend."""

LATE = timedelta(seconds=60)
"""How much later than its time something may be posted."""

MARGIN = timedelta(seconds=20)
"""How long people let pass after something was due, so that it can be said."""


def minutes(count: int | None) -> timedelta:
    """So many minutes; none for what has no number."""
    return timedelta(minutes=count or 0)


@dataclass
class Tale:
    """One incident under a process, whose worst severity it has: that is the one for which a process says the most."""

    cast: Cast
    held: set[str] = field(default_factory=set)
    fired: list[e.TimerFired] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    hotfix: int = 0
    postmortem: int = 0
    path: str = ""

    @property
    def process(self) -> Process:
        """The process that is rehearsed."""
        return self.cast.process

    @cached_property
    def severity(self) -> Severity:
        """The severity of the incident."""
        return self.process.severities[0]

    @cached_property
    def targets(self) -> Targets:
        """The targets of that severity."""
        return self.process.targets_of(self.severity)

    def rungs(self, *conditions: str) -> tuple[Rung, ...]:
        """The rungs of the ladder that such an incident can reach by such conditions, the earliest first."""
        mine = (
            rung
            for rung in self.process.ladder
            if rung.when in conditions and (not rung.severities or self._is_mine(rung))
        )
        return tuple(sorted(mine, key=lambda rung: rung.after or 0))

    def _is_mine(self, rung: Rung) -> bool:
        return any(self.process.severity(label) == self.severity for label in rung.severities)

    @staticmethod
    def incident(on: Stage) -> Incident:
        """The incident as its record on the server has it."""
        found = fold(INCIDENT, on.world.record(INCIDENT))
        if found is None:
            raise NotAsTold("the card holds no record of an incident")
        return found

    def passes(self, on: Stage, until: datetime) -> None:
        """Let time pass; whatever comes due on the way is posted by the clock workflow, or by the sweep without one.

        Awake, the clock looks every minute. The rounds in which it would find nothing are left out here.
        """
        jobs = on.world.sandbox.jobs
        while (due := next_due(self.incident(on), self.process)) is not None and due <= until:
            on.to(due)
            awake = jobs.wakes() is not None
            self._posts(on, "the clock" if awake else "the sweep", partial(self._comes_round, on, awake=awake))
        on.to(until)

    @staticmethod
    def _comes_round(on: Stage, *, awake: bool) -> None:
        if awake:
            on.world.sandbox.jobs.wake(on.now)
        else:
            on.world.sandbox.schedule("incident-sweep.yml")

    def _posts(self, on: Stage, who: str, deed: Callable[[], object]) -> None:
        """Let a workflow run; whatever it says is due is looked up."""
        known = len(on.world.record(INCIDENT))
        incident, heard = self.incident(on), len(on.world.replies(INCIDENT))
        deed()
        on.settle("timer")
        news = [each for each in on.world.record(INCIDENT)[known:] if isinstance(each, e.TimerFired)]
        said = on.world.replies(INCIDENT)[heard:]
        on.narration.acts(on.now, who, "comes round")
        on.narration.answers("\n".join(said))
        on.verify("all that is due is said in one comment", (bool(news), len(said)), (True, 1))
        for fired in news:
            self._looked_up(on, fired, incident, said[0])
        self.fired += news

    def _looked_up(self, on: Stage, fired: e.TimerFired, incident: Incident, said: str) -> None:
        """Hold a firing against the document: its minutes, its people, and the words on the issue."""
        since = self._since(fired.what, incident, on)
        if since and fired.times == 0:
            on.verify(f"{fired.what} is due as the process says", format_moment(fired.due), format_moment(since))
        rung = next((each for each in self.process.ladder if each.name == fired.what), None)
        wanted = self.cast.behind(rung.page, self.held) if rung else ()
        if rung and wanted and fired.times == 0:
            on.verify(f"the process names these people for {fired.what}", fired.to, wanted)
        on.verify(
            f"{fired.what} says when it was due and posted, not later than a minute after, and calls its people",
            (
                f"_Due {format_moment(fired.due)}, posted {format_moment(fired.at)}." in said,
                fired.at - fired.due <= LATE,
                [person for person in fired.to if f"@{person}" not in said],
            ),
            (True, True, []),
        )
        name = f"{rung.when}, {rung.after} minutes" if rung else fired.what.replace("-", " ")
        on.narration.holds(f"{name}: due {fired.due:%H:%M}, posted {fired.at:%H:%M}, to {listed(fired.to)}")

    def _since(self, what: str, incident: Incident, on: Stage) -> datetime | None:
        """When something is due for the first time, by the document's own numbers and what people did on the issue."""
        begun, last = incident.declared, on.world.last_words(INCIDENT, incident.declared)
        rung = next((each for each in self.process.ladder if each.name == what), None)
        if rung:
            return (last if rung.when == "no progress" else begun) + minutes(rung.after)
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
            return begun + minutes(named[what])
        if what == "watch" and "mitigated" in incident.milestones:
            return incident.milestones["mitigated"] + minutes(self.targets.watch)
        return None


def listed(names: Iterable[str]) -> str:
    """Names in a sentence."""
    *before, last = tuple(names) or ("nobody",)
    return f"{', '.join(before)} and {last}" if before else last
