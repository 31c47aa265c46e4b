"""Which of their permissions jobs used, and what they were refused for want of one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from incident_actions.sandbox import Job, Request, Runner, Sandbox
from incident_actions.sandbox.rest.routes import ROUTES
from incident_actions.sandbox.state.grant import LEVELS, covers
from incident_actions.sandbox.state.records import ACTIONS_BOT

BY_NAME = {(route.method, route.template): route for route in ROUTES}


@dataclass
class Granted:
    """A runner that notes of each workflow which permissions its jobs used, and of all jobs what GitHub refused them."""

    runner: Runner
    sandbox: Sandbox | None = None
    beyond: list[tuple[str, str, str | None]] = field(default_factory=list)
    used: defaultdict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def __call__(self, job: Job) -> int:
        """Run a job; one runs at a time, so what the bot asks meanwhile is the job's."""
        assert self.sandbox is not None
        before = len(self.sandbox.requests)
        exit_code = self.runner(job)
        for request in self.sandbox.requests[before:]:
            if request.actor == ACTIONS_BOT and request.route:
                self._note(job, request)
        return exit_code

    def _note(self, job: Job, request: Request) -> None:
        if request.status == 403:
            self.beyond.append((job.workflow, request.method, request.route))
        route = BY_NAME.get((request.method, request.route or ""))
        if route is None:
            return
        granted = {
            name.replace("-", "_"): name for name, level in job.permissions.items() if covers(level, route.level)
        }
        enough = [granted[name] for name in route.permissions if name in granted]
        for name in enough[:1]:
            before = self.used[job.workflow].get(name, "none")
            self.used[job.workflow][name] = max(route.level, before, key=LEVELS.index)
