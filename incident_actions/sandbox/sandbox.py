"""The sandbox's Python API: start it, control it, and inspect it."""

import asyncio
import threading
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from socket import SHUT_RDWR
from types import TracebackType
from typing import Literal, Self

from aiohttp import web

from incident_actions.sandbox import certificate, workflows
from incident_actions.sandbox.changes import accounts, hooks, merge_queue, workflow_runs
from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.changes.new_repository import NewRepository, create_repository
from incident_actions.sandbox.extension import Extension
from incident_actions.sandbox.faults import Faults
from incident_actions.sandbox.hook_sender import HookSender
from incident_actions.sandbox.host import App, Host, WebhookDelivery
from incident_actions.sandbox.http_app import HttpApp
from incident_actions.sandbox.job import FinishedJob, Job, Runner
from incident_actions.sandbox.jobs import Jobs
from incident_actions.sandbox.pages.website import Website
from incident_actions.sandbox.permissions import DEFAULT_PERMISSIONS
from incident_actions.sandbox.rest.limits import CORE, Limits
from incident_actions.sandbox.runners import run_process
from incident_actions.sandbox.state.clock import SandboxClock
from incident_actions.sandbox.state.records import ACTIONS_BOT, Repository
from incident_actions.sandbox.time_passage import TimePassage, start_schedule
from incident_actions.sandbox.tool import Tool

APP_PERMISSIONS = {"actions": "read", "contents": "write", "issues": "write", "pull_requests": "write"}
"""The permissions of a GitHub App that is registered without others."""

CLOSING, LONGEST_STOP = 1, 10
"""The seconds in which connections close that nobody waits for, and those in which the server must have stopped."""

HOURLY_REQUESTS = 15_000
"""The requests an hour that GitHub allows Actions in a repository of an Enterprise Cloud organization."""


class Sandbox:
    """An embedded GitHub that serves on loopback, in a thread of its own, while the `with` block lasts.

    It saves its state in `directory` and loads it the next time; `requests`, `deliveries`, jobs and `faults` last only
    for one run. `port` 0 takes a free port. `now` fixes the clock (see `SandboxClock`). `without` removes features:
    "assignees" (the list of accounts that can be assigned), "pins", "sub_issues", "reactions", "statuses",
    "repository_comments", "graphql", "rate_limits", "duplicates". The `server` "enterprise" behaves like GitHub
    Enterprise Server, with its addresses, its older responses, and without the features that it lacks. Events start
    jobs that run `tool`; without a tool, they start none. `runner` runs the jobs, by default each in a process. With
    `tls` it serves HTTPS, and `ca.pem` in the directory is the authority that its clients must trust.
    `extension` adds pages and appointments. Until its clock is moved, time passes `speed` times as fast as it does.
    """

    def __init__(  # noqa: PLR0913 - each an independent choice of who starts it
        self,
        directory: Path,
        port: int = 0,
        now: datetime | None = None,
        *,
        without: Collection[str] = (),
        server: Literal["cloud", "enterprise"] = "cloud",
        tool: Tool | None = None,
        runner: Runner | None = None,
        hourly_requests: int = HOURLY_REQUESTS,
        tls: bool = False,
        extension: Extension = Extension(),  # noqa: B008  frozen
        speed: float = 1,
    ) -> None:
        self._port, directory = port, directory.resolve()
        self.host = Host.open(directory, now, without, enterprise=server == "enterprise", tool=tool, speed=speed)
        self._context = certificate.certify(directory) if tls else None
        self.host.trust = certificate.trusting(directory) if tls else {}
        self.faults = Faults(self.host)
        self.deliveries = self.host.deliveries
        self.jobs = self.host.control = Jobs(self.host, runner or self._run_process)
        self.passage = TimePassage(self.host, self.jobs, extension.appointments)
        site = Website(self.host, self.faults, self.jobs, self.passage, extension)
        self._app = HttpApp(self.host, Limits(hourly_requests), self.faults, site)
        self.requests = self._app.requests
        self.observers = self._app.observers
        self._hooks = HookSender(self.host)
        self.host.listeners += [self.jobs.consider, partial(hooks.deliver, self.host)]
        self._loop = asyncio.new_event_loop()
        self._serving = web.AppRunner(self._app.application(), access_log=None, shutdown_timeout=1)
        self._thread = threading.Thread(target=self._loop.run_forever, name="sandbox", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()
        self.jobs.start()
        self._hooks.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.jobs.stop()
        self._hooks.stop()
        try:
            asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(LONGEST_STOP)
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
            self.host.close()

    @property
    def url(self) -> str:
        """The address of the website, `http://127.0.0.1:PORT`, or with TLS `https://localhost:PORT`."""
        return self.host.url

    @property
    def api_url(self) -> str:
        """The address of the REST API, for `GITHUB_API_URL` and PyGithub's `base_url`."""
        return self.host.api_url

    @property
    def clock(self) -> SandboxClock:
        """The sandbox's time."""
        return self.host.clock

    @property
    def without(self) -> set[str]:
        """The features that this server lacks; add one to remove it now."""
        return self.host.without

    @property
    def installation_token(self) -> str:
        """The `GITHUB_TOKEN` of a job with `permissions: write-all`, which acts as github-actions[bot]."""
        return self.job_token(DEFAULT_PERMISSIONS["write"])

    def job_token(self, permissions: Mapping[str, str], repository: str | None = None) -> str:
        """Return the `GITHUB_TOKEN` of a job with these permissions, for one repository or for all."""
        with self.host.lock:
            return self.host.installation_token(ACTIONS_BOT, permissions, None if repository is None else [repository])

    def token(self, login: str) -> str:
        """Return a personal access token; a new login becomes an account, and `<slug>[bot]` an App's.

        An App gets the token of its installation. Its events start workflows, unlike those of `installation_token`.
        """
        with self.host.lock:
            return self.host.token(login)

    def register(
        self, slug: str, client_id: str, public_key: str, permissions: Mapping[str, str] = APP_PERMISSIONS
    ) -> str:
        """Register a GitHub App by its public key in PEM, and return its login, which a repository can admit."""
        app = App(slug, public_key, {**permissions, "metadata": "read"})
        with self.host.lock:
            self.host.account(app.login)
            self.host.apps[client_id] = app
        return app.login

    def create_repository(
        self,
        full_name: str,
        files: Mapping[str, str] | None = None,
        *,
        private: bool = False,
        collaborators: Mapping[str, str] | None = None,
        custom_roles: Mapping[str, str] | None = None,
    ) -> Repository:
        """Create a repository with a first commit; its owner becomes an organization.

        Raises ValueError if it exists.
        """
        plan = NewRepository(full_name, files or {}, collaborators or {}, custom_roles or {}, private)
        with self.host.lock:
            return create_repository(self.host, plan)

    def create_organization(self, name: str, owners: Collection[str]) -> None:
        """Create an organization, and the accounts that own it: they may create repositories in it over the API."""
        with self.host.lock:
            account = self.host.account(name, "Organization")
            self.host.world.owners[account.login] = [self.host.account(login).login for login in owners]

    def create_team(self, name: str) -> None:
        """Create a team, `organization/team`."""
        with self.host.lock:
            self.host.world.teams[name.lower()] = self.host.world.next_id()

    def leave(self, login: str, left: int, resource: str = CORE) -> None:
        """Set how many requests, or how many points of another limit, an account has left in this hour."""
        self._app.limits.leave(login, left, self.clock.now(), resource)

    def repository(self, full_name: str) -> Repository:
        """Return the live state of a repository; raises KeyError if there is none."""
        return self.host.world.repositories[full_name.lower()]

    def delete_account(self, login: str) -> None:
        """Delete an account: what it wrote stays without a user, even if somebody else registers the login."""
        with self.host.lock:
            accounts.delete(self.host, self.host.world.login(login))

    def rename_account(self, login: str, to: str) -> None:
        """Rename an account; anyone may register the old login then."""
        with self.host.lock:
            accounts.rename(self.host, self.host.world.login(login), to)

    def settle(self, timeout: float = 60) -> list[FinishedJob]:
        """Wait until no job is left, and return those that finished since the last call; raises TimeoutError.

        Webhooks have got what was to be sent to them by then.
        """
        finished = self.jobs.settle(timeout)
        self._hooks.wait()
        return finished

    def let_pass(self, span: timedelta, timeout: float = 60) -> list[FinishedJob]:
        """Let time pass, wake each sleeping job when its time comes, and return the jobs that finished meanwhile."""
        return self.passage.let_pass(span, timeout)

    def kill_sleeping_job(self) -> bool:
        """Kill the job that has slept longest, as a lost runner does; False if no job sleeps."""
        return self.jobs.cancel_sleeping()

    def schedule(self, file_name: str, full_name: str | None = None) -> WebhookDelivery:
        """Start a workflow by its cron schedule, in one repository or in the only one."""
        with self.host.lock:
            name = full_name or next(iter(self.host.world.repositories))
            place = self.host.world.repositories[name.lower()]
            store = self.host.git(place)
            found = workflows.read_workflows(store, store.branch(place.default_branch) or "", self.host.tool)
            workflow = next(each for each in found if workflows.file_name(each) == file_name)
            start_schedule(self.host, place, workflow)
            return self.deliveries[-1]

    def _run_process(self, job: Job) -> int:
        if self.host.tool is None:
            raise RuntimeError("this sandbox has no tool to run")
        return run_process(job, self.host.tool)

    def enqueue(self, number: int, full_name: str | None = None) -> str:
        """Put a pull request into the merge queue, and return the commit whose checks decide about its merge."""
        with self.host.lock:
            place = self.repository(full_name or next(iter(self.host.world.repositories)))
            self.host.account(merge_queue.QUEUE_BOT, "Bot")
            return merge_queue.enqueue(ActingAccount(self.host, place, merge_queue.QUEUE_BOT), place.issues[number])

    def end_workflow_run(  # noqa: PLR0913  what tells one run from another
        self, name: str, conclusion: str, *, by: str, branch: str = "main", fork: str = "", full_name: str | None = None
    ) -> int:
        """Play a run of a workflow that is not the tool's, of the newest commit of a branch, and return its id."""
        with self.host.lock:
            place = self.repository(full_name or next(iter(self.host.world.repositories)))
            store = self.host.git(place)
            sha = store.branch(branch) or store.branch(place.default_branch) or ""
            acting = ActingAccount(self.host, place, by)
            return workflow_runs.end_run(acting, workflow_runs.OtherRun(name, branch, sha, fork), conclusion)

    async def _start(self) -> None:
        await self._serving.setup()
        site = web.TCPSite(self._serving, "127.0.0.1", self._port, ssl_context=self._context)
        await site.start()
        port = self._serving.addresses[0][1]
        self.host.url = f"https://localhost:{port}" if self._context else f"http://127.0.0.1:{port}"

    async def _stop(self) -> None:
        """Stop to serve, without waiting for clients to end their connections.

        Their sockets are closed below TLS, as Python 3.11 cannot abort what was closed twice, and aiohttp may do that:
        https://github.com/python/cpython/blob/v3.11.2/Lib/asyncio/sslproto.py#L100-L114.
        """
        connections = self._serving.server.connections if self._serving.server else ()
        sockets = [each.transport.get_extra_info("socket") for each in connections if each.transport]
        await self._serving.cleanup()
        for each in sockets:
            with suppress(OSError):  # the client has closed it
                each.shutdown(SHUT_RDWR)
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSING):
                while any(each.fileno() >= 0 for each in sockets):  # noqa: ASYNC110  sockets have no event for it
                    await asyncio.sleep(0)
