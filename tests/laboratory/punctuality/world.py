"""One simulated repository: people, cron, runners that take their time, and the real tool on a sandbox without socket."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from unittest.mock import patch

from incident_actions.contract import events
from incident_actions.contract.effects import Plan
from incident_actions.contract.issue import Issue
from incident_actions.contract.snapshot import Snapshot
from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.gateway.client.write_pace import WritePace
from incident_actions.gateway.issues.answers import AnswerFinder
from incident_actions.gateway.issues.reader import IssueReader
from incident_actions.gateway.local.runner import RunEnvironment
from incident_actions.model.person import ACTIONS_BOT
from incident_actions.runs import answer_event, clock, sweep, timers
from incident_actions.runs.answer_event import answer_target, fire_due_timers_elsewhere
from incident_actions.runs.clock import MINUTES, Clock
from incident_actions.runs.context import RunContext
from incident_actions.runs.routing import Target, find_target
from incident_actions.runs.settle import answer_issue
from incident_actions.runs.sweep import sweep_once
from incident_actions.runs.timers import fire_due_timers
from incident_actions.sandbox import workflows
from incident_actions.sandbox.changes.new_repository import NewRepository as Beginning
from incident_actions.sandbox.changes.new_repository import create_repository
from incident_actions.sandbox.host import Host, WebhookDelivery
from incident_actions.timers.clock_watch import HandOver, Outlook, Sleep, Watch
from tests.laboratory.punctuality import chance
from tests.laboratory.punctuality.chance import Scenario
from tests.laboratory.punctuality.door import Died, Direct
from tests.timers.timer_records import CONFIGURATION

WORKFLOWS = Path(__file__).parents[3] / ".github/workflows"
KEPT = ("clock.yml", "respond.yml", "sweep.yml")
MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
PEOPLE = {"ada": "admin", "grace": "write", "linus": "write", "mary": "read", "margaret": "read"}
NAME = "acme/shop"


class Unhurried(WritePace):
    """Keeps no pace."""

    def wait(self) -> None:
        """Go on at once."""


class RecordedRun(RunContext):
    """A run that remembers when it looked at which incident; `ticked` if it did so only for what is due."""

    looks: list[tuple[int, datetime, bool]]

    def reset(self, now: datetime) -> None:
        """Start again; a sandbox lets a second pass for each write, so nobody waits for one in real time."""
        super().reset(now)
        self.connection.write_pace = Unhurried()


def record_answer(
    run: RecordedRun, snapshot: Snapshot, ended_pull: int = 0, meanwhile: Callable[[Snapshot], None] = lambda _: None
) -> Plan:
    """Answer an issue, and remember that."""
    run.looks.append((snapshot.issue.number, run.now, False))
    return answer_issue(run, snapshot, ended_pull, meanwhile)


def record_timers(run: RecordedRun, issue: Issue) -> Outlook:
    """Fire what is due on an issue, and remember that; what is answered then counts as ticked."""
    before = len(run.looks)
    timers = fire_due_timers(run, issue)
    run.looks[before:] = [(issue.number, run.now, True)]
    return timers


@contextmanager
def recorded() -> Iterator[None]:
    """Let every run remember its looks."""
    with ExitStack() as stack:
        for module in (answer_event, sweep, timers):
            stack.enter_context(patch.object(module, "answer_issue", record_answer))
        for module in (answer_event, clock):
            stack.enter_context(patch.object(module, "fire_due_timers", record_timers))
        yield


class World:
    """So many incidents on one repository, from the first to the last word."""

    def __init__(self, directory: Path, scenario: Scenario, seed: int, incidents: int) -> None:
        self.scenario, self.dice = scenario, random.Random(seed)  # noqa: S311  repeatable, and no secret
        self.host = Host.open(directory, MONDAY, (), tool=INSTALLED_TOOL)
        files = {f".github/workflows/{name}": (WORKFLOWS / name).read_text() for name in KEPT}
        with self.host.lock:
            self.repository = create_repository(self.host, Beginning(NAME, files, PEOPLE, {}, private=False))
        self.host.listeners.append(self._delivered)
        self.door = Direct(self.host, ACTIONS_BOT.login, NAME)
        self.run_context = _run_context(directory, self.door)
        self.starts: list[timedelta] = []
        self.lost: set[tuple[int, datetime]] = set()
        self.minutes = 0.0
        self.clocks, self._running, self._waiting = 0, False, False
        self._events: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self._schedule(incidents)

    def run(self) -> None:
        """Let everything happen, in the order of its time."""
        with recorded():
            while self._events:
                moment, _, happens = heapq.heappop(self._events)
                self.host.clock.move_to(max(moment, self.now))
                happens()

    @property
    def now(self) -> datetime:
        """The present moment there."""
        return self.host.clock.now()

    def at(self, moment: datetime, happens: Callable[[], None]) -> None:
        """Let something happen at a moment."""
        heapq.heappush(self._events, (moment, next(self._order), happens))

    # ── what people and cron do

    def _schedule(self, incidents: int) -> None:
        for _ in range(incidents):
            self.at(MONDAY + timedelta(minutes=self.dice.uniform(0, 45 * incidents)), self._filed)
        hours = int(incidents * 0.75) + 30
        for moment in chance.cron(self.dice, self.scenario, MONDAY, hours):
            self.at(moment + self._start(), self._swept)

    def _filed(self) -> None:
        given = self._as("grace").send("POST", "issues", body={"title": "Checkout is down", "labels": ["incident"]})
        number = int(given["number"])
        for after, login, text in chance.life(self.dice):
            self.at(self.now + after, lambda login=login, text=text: self._said(login, number, text))  # type: ignore[misc]

    def _said(self, login: str, number: int, text: str) -> None:
        self._as(login).send("POST", f"issues/{number}/comments", body={"body": text})

    def _as(self, login: str) -> Direct:
        return Direct(self.host, login, NAME)

    # ── what GitHub does

    def _delivered(self, delivery: WebhookDelivery) -> None:
        if delivery.actor == ACTIONS_BOT.login and delivery.event != "repository_dispatch":
            return
        store = self.host.git(self.repository)
        for workflow in workflows.read_workflows(store, store.branch("main") or "", self.host.tool):
            if workflow.starts_on(delivery, store) and all(step.passes(delivery) for step in workflow.steps):
                if workflow.name == "respond":
                    self.at(self.now + self._start(), lambda: self._responds(delivery))
                if workflow.name == "clock" and self.scenario.clock:
                    self._waiting = True
                    self._take_turns()

    def _start(self) -> timedelta:
        self.starts.append(chance.start(self.dice))
        return self.starts[-1]

    def _dying(self, act: Callable[[], object]) -> bool:
        """Do something, unless its runner is lost in the middle of it; whether it was."""
        looks = len(self.run_context.looks)
        if self.dice.random() < self.scenario.dies:
            self.door.strength = self.dice.randint(0, 12)
        try:
            act()
        except Died:
            self.lost |= {(number, moment) for number, moment, _ in self.run_context.looks[looks:]}
            return True
        finally:
            self.door.strength = None
        return False

    # ── what the workflows run

    def _responds(self, delivery: WebhookDelivery) -> None:
        aim = find_target(events.read_event(delivery.event, delivery.payload))
        if not isinstance(aim, Target):
            return
        self.run_context.reset(self.now)

        def run() -> None:
            answer_target(self.run_context, aim)
            fire_due_timers_elsewhere(self.run_context, aim.issue)

        self._dying(run)

    def _swept(self) -> None:
        self.run_context.reset(self.now)
        self._dying(lambda: sweep_once(self.run_context))

    def _take_turns(self) -> None:
        if self._waiting and not self._running:
            self._running, self._waiting = True, False
            self.at(self.now + self._start(), self._wakes_up)

    def _wakes_up(self) -> None:
        self.clocks += 1
        mean = self.scenario.killed
        dies = self.now + timedelta(minutes=self.dice.expovariate(1 / mean)) if mean else None
        self._round(Clock(self.run_context, Watch(self.now, self.now + timedelta(minutes=MINUTES))), dies)

    def _round(self, clock: Clock, dies: datetime | None) -> None:
        step = None

        def run() -> None:
            nonlocal step
            step = clock.run_round(self.now)
            if isinstance(step, HandOver):
                timers.start_clock(self.run_context, "its time is over")

        if not self._dying(run) and isinstance(step, Sleep) and (dies is None or step.until < dies):
            self.at(step.until, lambda: self._round(clock, dies))
            return
        ends = dies if isinstance(step, Sleep) and dies else self.now
        self.minutes += (ends - clock.watch.began) / timedelta(minutes=1)
        self.at(ends, self._ended)

    def _ended(self) -> None:
        self._running = False
        self._take_turns()


def _run_context(directory: Path, door: Direct) -> RecordedRun:
    (directory / "workspace/.github").mkdir(parents=True)
    (directory / "workspace/.github/incidents.yml").write_text(CONFIGURATION)
    here = RunEnvironment(
        event="schedule", payload={}, repository=NAME, token="ghs_x", api_url="http://sandbox", server="http://sandbox",
        workspace=directory / "workspace", ref_name="main", run_url="", summary=None, outputs=None,
    )  # fmt: skip
    run = RecordedRun(here, MONDAY, dry_run=False)
    run.looks = []
    run.connection.close()
    run.connection = door
    run.reader = IssueReader(door, ACTIONS_BOT, "main", "http://sandbox")
    run.answer_finder = AnswerFinder(door, run.reader)
    run.reset(MONDAY)
    return run
