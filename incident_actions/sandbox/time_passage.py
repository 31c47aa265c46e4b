"""The passage of time: sleeping jobs wake up, and schedules start their workflows."""

import logging
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from incident_actions.sandbox import workflows
from incident_actions.sandbox.changes import dispatches
from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.host import Host
from incident_actions.sandbox.job import FinishedJob
from incident_actions.sandbox.jobs import Jobs
from incident_actions.sandbox.state.records import Repository
from incident_actions.sandbox.workflows import WorkflowFile

LONGEST_STEP = timedelta(days=1)
"""However often a schedule is due, it starts its workflow once in each step of this length, and once at the end."""
_PATIENCE = 600
"""Seconds that the jobs of one step may take."""
_LOG = logging.getLogger(__name__)


class Appointments(Protocol):
    """Things that happen at a time of the sandbox's clock."""

    def next_time(self) -> datetime | None:
        """Return when the next of them is due; None if none is."""

    def keep(self, now: datetime) -> None:
        """Do all that is due by now. Nothing of it is due afterwards."""


class TimePassage:
    """Moves the clock of a host, lets its jobs run meanwhile, and keeps appointments."""

    def __init__(self, host: Host, jobs: Jobs, appointments: Sequence[Appointments] = ()) -> None:
        self._host, self._jobs, self._appointments = host, jobs, appointments
        self._mover: threading.Thread | None = None

    @property
    def is_moving(self) -> bool:
        """Whether time is passing because somebody asked for it."""
        return self._mover is not None and self._mover.is_alive()

    def next_timer(self) -> datetime | None:
        """Return when the next sleeping job wakes up, or the next appointment is; None if there is neither."""
        times = (self._jobs.next_wake(), *(each.next_time() for each in self._appointments))
        return min((each for each in times if each), default=None)

    def let_pass(self, span: timedelta, timeout: float = 60) -> list[FinishedJob]:
        """Let time pass, with each sleeping job and appointment at its time, and return the jobs that finished."""
        end = self._host.clock.now() + span
        finished = self._jobs.settle(timeout)
        while (wakes := self.next_timer()) and wakes <= end:
            self._host.clock.move_to(max(wakes, self._host.clock.now()))
            self._host.revision += 1
            self._jobs.wake(self._host.clock.now())
            for each in self._appointments:
                each.keep(self._host.clock.now())
            finished += self._jobs.settle(timeout)
        self._host.clock.move_to(max(end, self._host.clock.now()))
        self._host.revision += 1
        return finished

    def start_moving(self, until: datetime) -> bool:
        """Move the clock to a time in the background, day by day, with the schedules; False if it is moving already."""
        if self.is_moving:
            return False
        self._mover = threading.Thread(target=self._move, args=(until,), name="passage", daemon=True)
        self._mover.start()
        return True

    def wait(self) -> None:
        """Wait until the clock has arrived."""
        if self._mover is not None:
            self._mover.join()

    def _move(self, until: datetime) -> None:
        try:
            for step in _steps(self._host.clock.now(), until):
                before = self._host.clock.now()
                self.let_pass(max(step - before, timedelta()), _PATIENCE)
                self._start_schedules(before)
                self._jobs.settle(_PATIENCE)
        except TimeoutError:
            _LOG.exception("The clock stopped at %s", self._host.clock.now())
        finally:
            self._host.revision += 1

    def _start_schedules(self, since: datetime) -> None:
        """Start each workflow whose schedule was due since a time: each is due at least once an hour here."""
        with self._host.lock:
            for place in list(self._host.world.repositories.values()):
                for workflow in self._scheduled(place):
                    if _is_due(workflow, since, self._host.clock.now()):
                        start_schedule(self._host, place, workflow)

    def _scheduled(self, place: Repository) -> list[WorkflowFile]:
        store = self._host.git(place)
        found = workflows.read_workflows(store, store.branch(place.default_branch) or "", self._host.tool)
        return [each for each in found if "schedule" in each.triggers]


def start_schedule(host: Host, place: Repository, workflow: WorkflowFile) -> None:
    """Start a workflow by its cron schedule, as the admin who is its last editor on GitHub."""
    owner = next((login for login, role in place.roles.items() if role == "admin"), place.owner)
    dispatches.schedule(ActingAccount(host, place, owner), workflow.path, workflows.cron(workflow))


def _steps(start: datetime, end: datetime) -> Iterator[datetime]:
    at = start
    while at < end:
        at = min(at + LONGEST_STEP, end)
        yield at


def _is_due(workflow: WorkflowFile, since: datetime, until: datetime) -> bool:
    """Check that a schedule was due between two times. Only its minute counts: other fields hold for every hour."""
    minute = workflows.cron(workflow).split()[0]
    if not minute.isdecimal():
        return True
    due = since.replace(minute=int(minute) % 60, second=0)
    due += timedelta(hours=1) if due <= since else timedelta()
    return due <= until
