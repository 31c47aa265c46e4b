"""A running GitHub: its state, its clock, its git repositories, and the listeners to its webhooks."""

import hashlib
import queue
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from incident_actions.sandbox.git.store import GitStore
from incident_actions.sandbox.shapes.enterprise import LACKING, as_enterprise
from incident_actions.sandbox.state import storage
from incident_actions.sandbox.state.clock import SandboxClock
from incident_actions.sandbox.state.community import StoredHook, StoredHookDelivery
from incident_actions.sandbox.state.grant import Grant
from incident_actions.sandbox.state.records import ACTIONS_BOT, Repository, SandboxState, StoredAccount
from incident_actions.sandbox.state.settings import WorkflowRun
from incident_actions.sandbox.tool import Tool

Json: TypeAlias = dict[str, Any]

BOT = "[bot]"
BOT_ID = 41898282
"""The id of github-actions[bot] on github.com: https://api.github.com/users/github-actions%5Bbot%5D."""


@dataclass(frozen=True, slots=True)
class WebhookDelivery:
    """A webhook payload, as it was when it was sent."""

    event: str
    payload: Json
    actor: str
    at: datetime
    repository: str


@dataclass(frozen=True, slots=True)
class OutgoingDelivery:
    """A delivery that is about to be sent to a webhook of a repository."""

    repository: Repository
    hook: StoredHook
    delivery: StoredHookDelivery


@dataclass(frozen=True, slots=True)
class App:
    """A GitHub App: its slug, its public key, and its permissions where it is installed."""

    slug: str
    public_key: str
    permissions: Mapping[str, str]

    @property
    def login(self) -> str:
        """The account of its installations."""
        return f"{self.slug}[bot]"


class RunControl(Protocol):
    """What cancels runs of workflows and runs them again."""

    def cancel(self, run: WorkflowRun, *, at_once: bool) -> None:
        """Cancel a run that has not ended."""

    def repeat(self, repository: Repository, run: WorkflowRun, by: str) -> bool:
        """Run a run that has ended again; False if what started it is gone."""


@dataclass(slots=True)
class Host:
    """The data behind every request; hold `lock` while you read or change it. `secrets` are those of Actions."""

    directory: Path
    world: SandboxState
    clock: SandboxClock
    without: set[str] = field(default_factory=set)
    url: str = ""
    lock: threading.RLock = field(default_factory=threading.RLock)
    deliveries: list[WebhookDelivery] = field(default_factory=list)
    listeners: list[Callable[[WebhookDelivery], None]] = field(default_factory=list)
    outbox: "queue.Queue[OutgoingDelivery | None]" = field(default_factory=queue.Queue)
    """What is to be sent to webhooks; None ends the sending."""
    secrets: dict[str, str] = field(default_factory=dict)
    apps: dict[str, App] = field(default_factory=dict)
    profiles: dict[str, Json] = field(default_factory=dict)
    enterprise: bool = False
    tool: Tool | None = None
    control: RunControl | None = None
    trust: Mapping[str, str] = field(default_factory=dict)
    """The environment variables by which jobs trust the certificate; empty without TLS."""
    revision: int = 0
    """How often something has changed; pages that are open follow it."""
    _stores: dict[int, GitStore] = field(default_factory=dict)

    @classmethod
    def open(  # noqa: PLR0913  each an independent choice of who starts it
        cls,
        directory: Path,
        now: datetime | None,
        without: Collection[str],
        *,
        enterprise: bool = False,
        tool: Tool | None = None,
        speed: float = 1,
    ) -> "Host":
        """Open the host whose state is in a directory; create a new one if the directory has none."""
        directory = directory.resolve()
        directory.mkdir(parents=True, exist_ok=True)
        world = storage.load(directory / "world.json")
        lacking = LACKING if enterprise else ()
        clock = SandboxClock(now or world.clock, speed)
        host = cls(directory, world, clock, {*without, *lacking}, enterprise=enterprise, tool=tool)
        if ACTIONS_BOT not in world.accounts:
            bot_id = world.next_id() if enterprise else BOT_ID
            world.accounts[ACTIONS_BOT] = StoredAccount(bot_id, ACTIONS_BOT, "Bot", host.clock.now())
        return host

    def save(self) -> None:
        """Write the state to its directory."""
        with self.lock:
            self.world.clock = self.clock.moment
            storage.save(self.world, self.directory / "world.json")

    def close(self) -> None:
        """Write the state to its directory and close the git repositories."""
        self.save()
        for store in self._stores.values():
            store.close()
        self._stores.clear()

    @property
    def api_url(self) -> str:
        """The address of the REST API, as on GitHub Enterprise Server."""
        return f"{self.url}/api/v3"

    def account(self, login: str, kind: str = "User") -> StoredAccount:
        """Return the account of a login; create one if there is none. A login that ends in `[bot]` is an App's."""
        kind = "Bot" if login.endswith(BOT) else kind
        with self.lock:
            login = self.world.login(login)
            if login not in self.world.accounts:
                self.world.accounts[login] = StoredAccount(self.world.next_id(), login, kind, self.clock.now())
            return self.world.accounts[login]

    def token(self, login: str) -> str:
        """Return a personal access token of an account; a bot gets an installation token."""
        account = self.account(login)
        token = _token("ghs" if account.type == "Bot" else "ghp", account.login)
        self.world.tokens[token] = account.login
        return token

    def installation_token(
        self, login: str, permissions: Mapping[str, str], repositories: Collection[str] | None
    ) -> str:
        """Return an App's installation token for these permissions and repositories; the same for the same."""
        named = {name.replace("-", "_"): level for name, level in sorted(permissions.items())}
        within = None if repositories is None else frozenset(name.lower() for name in repositories)
        token = _token("ghs", f"{login} {named} {sorted(within or ())}")
        self.world.tokens[token] = login
        self.world.grants[token] = Grant(named, within)
        return token

    def git(self, repository: Repository) -> GitStore:
        """Return the git store of a repository."""
        if repository.id not in self._stores:
            folder = self.directory / "git" / repository.owner / f"{repository.name}.git"
            self._stores[repository.id] = GitStore.open(folder, repository.default_branch)
        return self._stores[repository.id]

    def forget_git(self, repository: Repository) -> Path:
        """Close the git store of a repository that is deleted, and return its folder."""
        store = self.git(repository)
        store.close()
        del self._stores[repository.id]
        return store.folder

    def announce(self, repository: Repository, event: str, payload: Json, actor: str) -> None:
        """Record a webhook payload and call the listeners."""
        payload = as_enterprise(payload) if self.enterprise else payload
        delivery = WebhookDelivery(event, payload, actor, self.clock.now(), repository.full_name)
        self.deliveries.append(delivery)
        for listener in self.listeners:
            listener(delivery)


def _token(prefix: str, login: str) -> str:
    return f"{prefix}_{hashlib.sha256(login.encode()).hexdigest()[:36]}"
