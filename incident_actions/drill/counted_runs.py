"""Workflow runs of a drill: the requests of each are counted, and one can be killed halfway."""

from dataclasses import replace

from incident_actions.sandbox import Exchange, Job, Sandbox
from incident_actions.sandbox.runners import Running, Starter
from incident_actions.sandbox.state.records import ACTIONS_BOT

LONGEST = 60
"""Seconds; a run takes less than one."""


class CountedRuns:
    """Runs a sandbox's jobs, and counts them; `requests` holds how many each made, by the job's number."""

    def __init__(self, sandbox: Sandbox, start: Starter) -> None:
        self.requests: dict[int, int] = {}
        self.total = 0
        self._sandbox = sandbox
        self._start = start
        self._running: Running | None = None
        self._fatal = ""
        sandbox.observers.append(self._look)
        sandbox.jobs.runner = self.run

    def run(self, job: Job) -> int:
        """Run a job and return its exit code."""
        before = self._count()
        self.total += 1
        self._running = self._start(job)
        exit_code = self._running.wait(LONGEST)
        self.requests[job.id] = self._count() - before
        return exit_code

    def run_again(self, job: Job) -> int:
        """Run a job once more at the present time, as "Re-run" and a second delivery of its event do."""
        now = self._sandbox.clock.now().isoformat()
        return self.run(replace(job, environment=job.environment | {"INCIDENT_ACTIONS_NOW": now}))

    def kill_next_after(self, route: str) -> None:
        """Kill the next run as soon as GitHub has carried out its POST to a route."""
        self._fatal = route

    def _look(self, exchange: Exchange) -> None:
        request = exchange.request
        if self._running and self._fatal and (request.method, request.route) == ("POST", self._fatal):
            self._fatal = ""
            self._running.kill()

    def _count(self) -> int:
        return sum(request.actor == ACTIONS_BOT for request in self._sandbox.requests)
