"""What a job may ask of GitHub by the permissions that it asks for, held against what it did ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from incident_actions.sandbox import Job, Request, Runner, Sandbox
from incident_actions.sandbox.state.world import ACTIONS_BOT

NEEDED = {
    "/repos/{owner}/{repo}/pulls": ("pull-requests",),
    "/repos/{owner}/{repo}/issues": ("issues", "pull-requests"),
    "/repos/{owner}/{repo}/labels": ("issues", "pull-requests"),
    "/repos/{owner}/{repo}/assignees": ("issues", "pull-requests"),
    "/repos/{owner}/{repo}/git": ("contents",),
    "/repos/{owner}/{repo}/contents": ("contents",),
    "/repos/{owner}/{repo}/branches": ("contents",),
    "/repos/{owner}/{repo}/commits": ("contents",),
    "/repos/{owner}/{repo}/compare": ("contents",),
    "/repos/{owner}/{repo}/dispatches": ("contents",),
    "/repos/{owner}/{repo}/statuses": ("statuses",),
    "/repos/{owner}/{repo}/collaborators": (),
    "/users": (),
    "/graphql": (),
}
"""The permissions of which one must be asked for, by the beginning of a route; none where every token may.

https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
"""
RANK = {"none": 0, "read": 1, "write": 2}


@dataclass
class Granted:
    """A runner that notes what was asked beyond a job's permissions, and which of them any job of a workflow used."""

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
                self._hold(job, request)
        return exit_code

    def _hold(self, job: Job, request: Request) -> None:
        needed = next(names for start, names in NEEDED.items() if (request.route or "").startswith(start))
        level = "read" if request.method == "GET" else "write"
        enough = [name for name in needed if reaches(job.permissions, name, level)]
        if needed and not enough:
            self.beyond.append((job.workflow, request.method, request.route))
        for name in enough[:1]:
            self.used[job.workflow][name] = max(level, self.used[job.workflow].get(name, "none"), key=RANK.__getitem__)


def reaches(permissions: Mapping[str, str], name: str, level: str) -> bool:
    """Whether permissions grant at least that."""
    return RANK[permissions.get(name, "none")] >= RANK[level]
