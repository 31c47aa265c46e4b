"""The player of a scenario: it does what everybody else does, when the sandbox's clock says so."""

from __future__ import annotations

import logging
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime

from github import GithubException

from incident_actions.drill.game_day.records import incident_records
from incident_actions.drill.repository import DrillRepository
from incident_actions.drill.shop import REPOSITORY
from incident_actions.game_days.scenario import Scenario, ScenarioAlert, ScenarioStep
from incident_actions.game_days.scenario_progress import (
    DueStep,
    PlayedStep,
    ScenarioProgress,
    due_steps,
    is_over,
    is_unnecessary,
)
from incident_actions.model.incident import entry as e
from incident_actions.sandbox import Sandbox

PROBLEMS = (GithubException, TimeoutError, OSError, subprocess.SubprocessError)
PATIENCE = 600
"""Seconds that the jobs of one step may take."""

LOOK_EVERY = 0.3
"""Seconds between two looks at a clock that moves by itself, and at what the person has done."""

_LOG = logging.getLogger(__name__)


class ScenarioPlayer:
    """Plays a scenario in a sandbox, once it is started; `save` keeps its progress.

    The sandbox asks it for its next step while somebody moves the clock. In between, a thread of its own looks.
    """

    def __init__(
        self, scenario: Scenario, progress: ScenarioProgress, save: Callable[[ScenarioProgress], None]
    ) -> None:
        self.scenario, self.progress = scenario, progress
        self._save = save
        self._turn = threading.RLock()
        self._sandbox: Sandbox | None = None
        self._repository: DrillRepository | None = None
        self._admin = ""
        self._read: tuple[int, dict[int, Sequence[e.Entry]]] = (-1, {})
        """The records, and the sandbox's revision at which they were read."""

    @contextmanager
    def attend(self, sandbox: Sandbox, admin: str) -> Iterator[None]:
        """Play in a sandbox while the block lasts, and read its records from then on.

        Alerts arrive with the token of an admin.
        """
        stop = threading.Event()
        with closing(DrillRepository(sandbox, REPOSITORY)) as repository:
            self._sandbox, self._repository, self._admin = sandbox, repository, admin
            watch = threading.Thread(target=self._watch, args=(stop,), name="scenario", daemon=True)
            watch.start()
            try:
                yield
            finally:
                stop.set()
                watch.join()
                self._repository = None

    def start(self, now: datetime) -> None:
        """Begin the scenario, unless it has begun."""
        if self.progress.started is None:
            self.progress.started = now
            self._save(self.progress)

    def records(self) -> dict[int, Sequence[e.Entry]]:
        """Return the entries of every incident by the number of its issue."""
        if self._sandbox is None:
            return {}
        host = self._sandbox.host
        if self._read[0] != (revision := host.revision):
            self._read = (revision, incident_records(host, self._sandbox.repository(REPOSITORY)))
        return self._read[1]

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen by itself."""
        return is_over(self.scenario, self.progress, self._named_records())

    def next_time(self) -> datetime | None:
        """Return when the next step is due; None if none waits for its time."""
        return next((each.due for each in self._due()), None)

    def keep(self, now: datetime) -> None:
        """Play every step that is due by now, and what becomes due by it."""
        with self._turn:
            while (due := next(iter(self._due()), None)) and due.due <= now:
                self._play(due)

    def _due(self) -> Sequence[DueStep]:
        return due_steps(self.scenario, self.progress, self._named_records())

    def _named_records(self) -> Mapping[str, Sequence[e.Entry]]:
        found = self.records()
        return {name: found.get(number, ()) for name, number in self.progress.issues.items()}

    def _watch(self, stop: threading.Event) -> None:
        while not stop.wait(LOOK_EVERY):
            sandbox = self._sandbox
            if sandbox and not sandbox.passage.is_moving:
                self.keep(sandbox.clock.now())

    def _play(self, due: DueStep) -> None:
        if self._sandbox is None or self._repository is None:
            return
        entries = self._named_records().get(due.step.incident, ())
        skipped, problem = is_unnecessary(due.step, entries), ""
        if not skipped:
            try:
                self._act(due.step, self._sandbox, self._repository)
            except PROBLEMS as wrong:
                _LOG.exception("Step %s of the scenario failed", due.place + 1)
                problem = str(wrong)
        self.progress.played[due.place] = PlayedStep(self._sandbox.clock.now(), skipped, problem)
        self._sandbox.host.revision += 1
        self._save(self.progress)

    def _act(self, step: ScenarioStep, sandbox: Sandbox, repository: DrillRepository) -> None:
        """Do what a step says, and wait until its jobs are done."""
        known = set(sandbox.repository(REPOSITORY).issues)
        by = step.by or ""
        if step.alert:
            repository.as_user(self._admin).create_repository_dispatch("alert", _payload(step.alert))
        elif step.report:
            answers = {"summary": step.report.summary, "impact": step.report.impact}
            repository.file_incident(by, step.report.title, {name: text for name, text in answers.items() if text})
        elif step.comment:
            repository.comment(by, self.progress.issues[step.incident], step.comment)
        elif step.merge:
            branch = f"{by}-{len(self.progress.played) + 1}"
            pull = repository.open_pull_request(by, branch, step.merge.title, step.merge.text, step.merge.files)
            repository.merge(by, pull)
        sandbox.settle(PATIENCE)
        if step.alert or step.report:
            self._name_issue(step, known)

    def _name_issue(self, step: ScenarioStep, known: set[int]) -> None:
        """Remember the issue that a step opened; an alert may have joined an incident that is open already."""
        records = self.records()
        opened = [number for number in records if number not in known]
        joined = [number for number, entries in records.items() if step.alert and _has_alert(entries, step.alert)]
        found = next(iter((*opened, *reversed(joined))), None)
        if found is not None:
            self.progress.issues.setdefault(step.incident, found)


def _has_alert(entries: Sequence[e.Entry], alert: ScenarioAlert) -> bool:
    return any(isinstance(each, e.AlertFired) and each.title == alert.title for each in entries)


def _payload(alert: ScenarioAlert) -> dict[str, object]:
    """Return an alert in the plain format, which every process reads."""
    known: dict[str, object] = {"fingerprint": alert.name, "status": alert.status, "title": alert.title}
    more = {"severity": alert.severity, "services": list(alert.services)}
    return {"alert": {**known, **{key: value for key, value in more.items() if value}}}
