"""The sandbox by itself: a server to try things on until Ctrl-C."""

import signal
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from incident_actions.gateway.repository import tool_files
from incident_actions.sandbox.changes import labels
from incident_actions.sandbox.changes.acting import Acting
from incident_actions.sandbox.jobs import FinishedJob
from incident_actions.sandbox.sandbox import Sandbox
from incident_actions.sandbox.starters import PROCESS, starter
from incident_actions.sandbox.tool import TOOL

REPOSITORY = "acme/shop"
PEOPLE = {"ada": "admin", "grace": "write", "linus": "triage", "stranger": "none"}
README = "# shop\n\nA repository to rehearse incidents in.\n"


def serve(  # noqa: PLR0913  each an independent choice of who serves
    port: int,
    directory: Path,
    *,
    files: Mapping[str, str] | None = None,
    runner: str = PROCESS,
    say: Callable[[str], None] = print,
    stop: threading.Event | None = None,
) -> None:
    """Serve what lies in a directory until Ctrl-C (or `stop`); in an empty one acme/shop is made first.

    It holds `files`, or else what a repository adopts, so that incidents can be run in it.
    """
    start = starter(runner, directory / "runner")
    ended = stop or _interrupted()
    with Sandbox(directory, port, runner=lambda job: start(job).wait()) as sandbox:
        if not sandbox.host.world.repositories:
            _settle_in(sandbox, files or {"README.md": README, **tool_files.adopted("extends: default\n", TOOL)})
        sandbox.jobs.watchers.append(lambda finished: say(_told(finished)))
        say(greeting(sandbox))
        ended.wait()


def _settle_in(sandbox: Sandbox, files: Mapping[str, str]) -> None:
    """Make the repository, with the label that the form puts on what it files."""
    repository = sandbox.create_repository(REPOSITORY, files, collaborators=PEOPLE)
    with sandbox.host.lock:
        labels.create(Acting(sandbox.host, repository, next(iter(PEOPLE))), "incident")


def greeting(sandbox: Sandbox) -> str:
    """Where everything is and who may do what."""
    lines = [f"GitHub sandbox at {sandbox.url}", f"REST API        {sandbox.api_url}", ""]
    for place in sandbox.host.world.repositories.values():
        lines += [f"{place.full_name}    git clone {sandbox.url}/{place.full_name}.git", ""]
        lines += [f"  {login:<20} {place.role_name(login):<9} {sandbox.token(login)}" for login in place.roles]
        lines += [f"  {'github-actions[bot]':<20} {'write':<9} {sandbox.installation_token}", ""]
    return "\n".join([*lines, "Ctrl-C stops it; everything is there again the next time."])


def _told(finished: FinishedJob) -> str:
    job = finished.job
    return f"job {job.id}: {job.event} → incident-actions {' '.join(job.command)} → exit {finished.exit_code}"


def _interrupted() -> threading.Event:
    event = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: event.set())
    return event
