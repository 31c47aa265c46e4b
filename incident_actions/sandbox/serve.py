"""Serve a sandbox until Ctrl-C, to try things out."""

import shlex
import signal
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from incident_actions.sandbox.changes import labels
from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.extension import Extension
from incident_actions.sandbox.job import FinishedJob, Job
from incident_actions.sandbox.runners import Starter, run_job
from incident_actions.sandbox.sandbox import Sandbox
from incident_actions.sandbox.tool import Tool


@dataclass(frozen=True, slots=True)
class FirstAccounts:
    """The accounts of a sandbox that starts without a repository: people, and an organization that they own."""

    logins: tuple[str, ...]
    organization: str


@dataclass(frozen=True, slots=True)
class FirstRepository:
    """The repository that a new sandbox gets: its files, its collaborators with their roles, its labels."""

    full_name: str
    files: Mapping[str, str]
    collaborators: Mapping[str, str]
    labels: tuple[str, ...] = field(default=())


def serve(  # noqa: PLR0913  each an independent choice of who serves
    port: int,
    directory: Path,
    first: FirstRepository | FirstAccounts,
    *,
    tool: Tool,
    start: Starter,
    tls: bool = False,
    say: Callable[[str], None] = print,
    stop: threading.Event | None = None,
    extension: Extension = Extension(),  # noqa: B008  frozen
    speed: float = 1,
    beside: Callable[[Sandbox], AbstractContextManager[object]] = nullcontext,
) -> None:
    """Serve the sandbox of a directory until Ctrl-C or `stop`; a sandbox without a repository gets `first`.

    What is `beside` it begins when the sandbox is ready, and ends before the sandbox does.
    """
    wait_for_end = stop.wait if stop else _catch_signals().get

    def runner(job: Job) -> int:
        return run_job(job, start)

    with Sandbox(directory, port, tool=tool, runner=runner, tls=tls, extension=extension, speed=speed) as sandbox:
        if not sandbox.host.world.repositories:
            _begin(sandbox, first)
        sandbox.jobs.watchers.append(lambda finished: say(_line(finished, tool)))
        with beside(sandbox):
            say(greeting(sandbox))
            wait_for_end()


def _begin(sandbox: Sandbox, first: FirstRepository | FirstAccounts) -> None:
    if isinstance(first, FirstRepository):
        _create(sandbox, first)
    else:
        sandbox.create_organization(first.organization, first.logins)


def _create(sandbox: Sandbox, wanted: FirstRepository) -> None:
    repository = sandbox.create_repository(wanted.full_name, wanted.files, collaborators=wanted.collaborators)
    with sandbox.host.lock:
        for label in wanted.labels:
            labels.create(ActingAccount(sandbox.host, repository, next(iter(wanted.collaborators))), label)


def greeting(sandbox: Sandbox) -> str:
    """Return the addresses of everything, and who may do what with which token."""
    lines = [
        f"GitHub sandbox at {sandbox.url}",
        "Open this address in a browser.",
        f"REST API        {sandbox.api_url}",
        "",
        *_how_to_trust(sandbox),
    ]
    if not sandbox.host.world.repositories:
        lines += _first_steps(sandbox)
    for place in sandbox.host.world.repositories.values():
        lines += [f"{place.full_name}    git clone {sandbox.url}/{place.full_name}.git", ""]
        lines += [f"  {login:<20} {place.role_name(login):<9} {sandbox.token(login)}" for login in place.roles]
        lines += [f"  {'github-actions[bot]':<20} {'write':<9} {sandbox.installation_token}", ""]
    return "\n".join([*lines, "Ctrl-C stops it; everything is there again the next time."])


def _how_to_trust(sandbox: Sandbox) -> list[str]:
    """Return how to trust the certificate, for programs that start in the same shell; nothing without TLS."""
    if not sandbox.host.trust:
        return []
    settings = [f"  export {name}={shlex.quote(path)}" for name, path in sandbox.host.trust.items()]
    once = shlex.quote(sandbox.host.trust["GIT_SSL_CAINFO"])
    return [
        "Its certificate is new each time it starts. Trust it in your shell:",
        "",
        *settings,
        "",
        f"For one command of git: git -c http.sslCAInfo={once} clone …",
        "",
    ]


def _first_steps(sandbox: Sandbox) -> list[str]:
    """Return how to create the first repository, and who can."""
    people = [each.login for each in sandbox.host.world.accounts.values() if each.type == "User"]
    owned = sandbox.host.world.owners.items()
    organizations = {login: [name for name, owners in owned if login in owners] for login in people}
    token, login = sandbox.token(people[0]), people[0]
    return [
        "It has no repository yet. Create one, and push to it:",
        "",
        f"  curl -H 'Authorization: Bearer {token}' {sandbox.api_url}/user/repos --data '{{\"name\": \"NAME\"}}'",
        f"  git push {sandbox.url.replace('://', f'://{login}:{token}@')}/{login}/NAME.git HEAD:main",
        "",
        *(f"  {each:<20} {_owns(organizations[each]):<15} {sandbox.token(each)}" for each in people),
        "",
    ]


def _owns(organizations: list[str]) -> str:
    return f"owner of {', '.join(organizations)}" if organizations else ""


def _line(finished: FinishedJob, tool: Tool) -> str:
    job = finished.job
    return f"job {job.id}: {job.event} → {tool.command} {' '.join(job.command)} → exit {finished.exit_code}"


def _catch_signals() -> SimpleQueue[int]:
    """Return what gets a signal to stop; a `threading.Event` could wait for itself if it is set while it waits."""
    caught = SimpleQueue[int]()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda signal, _: caught.put(signal))
    return caught
