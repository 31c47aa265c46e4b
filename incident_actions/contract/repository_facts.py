"""How a repository is set up, as far as GitHub's answers show it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypeAlias, TypeVar

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.entry import Entry

T = TypeVar("T")

SAMPLE_BRANCHES = ("postmortem/1", "hotfix/fix", "drill/1")
"""Branch names like the tool's own, to check whether rules block them before such a branch exists."""

ADDRESSES_SECRET, KEY_SECRET, RUNNER_VARIABLE = "INCIDENT_NOTIFY_URLS", "INCIDENT_SIGNING_KEY", "INCIDENT_RUNNER"
"""The names of two optional secrets and an optional variable."""

SERVICES_SECRET = "INCIDENT_SERVICES_TOKEN"  # noqa: S105  a name
"""The name of the optional secret with a token for other repositories."""


@dataclass(frozen=True)
class MissingFact:
    """A fact that GitHub didn't provide."""

    status: int
    """The HTTP status, or 0 if there was no complete answer."""
    permission: str
    """The permission that the request needs."""


class NotProvided(Exception):
    """A check needs a fact that GitHub didn't provide."""

    def __init__(self, missing: MissingFact) -> None:
        super().__init__(missing)
        self.missing = missing


def require_fact(fact: T | MissingFact) -> T:
    """Return the fact, or raise NotProvided."""
    if isinstance(fact, MissingFact):
        raise NotProvided(fact)
    return fact


@dataclass(frozen=True)
class RepositorySettings:
    """The settings of the repository itself."""

    name: str
    page: str
    branch: str = "main"
    issues: bool = True
    archived: bool = False
    hosted: bool = True
    """Whether it is on github.com or a subdomain of ghe.com, not on an Enterprise Server."""
    local: bool = False
    """Whether it is in a sandbox on this machine, which runs its jobs itself."""
    visibility: str = "public"
    """`public`, `private` or `internal`."""
    forks: bool = True
    """Whether people may fork it, and propose changes from their forks."""


@dataclass(frozen=True)
class PrivateRepository:
    """The repository of private incidents, as the token sees it."""

    visibility: str
    """`public`, `private` or `internal`; empty if the token can't see it."""
    page: str = ""
    takes_issues: bool = True
    """Whether issues are enabled, and it is not archived."""
    may_write: bool | None = None
    """Whether the token's account may open issues with labels; None if GitHub doesn't show it, as for an App."""


@dataclass(frozen=True)
class Policy:
    """An Actions policy in force."""

    name: str
    source: str
    events: frozenset[str] | None = None
    """The events that may start workflows, or None for any."""
    actors: bool = False
    """Whether it restricts who may start workflows."""
    include: tuple[str, ...] = ()
    """Patterns of the paths of workflows that it applies to."""
    exclude: tuple[str, ...] = ()
    """Patterns of the paths of workflows that it doesn't apply to."""


@dataclass(frozen=True)
class RegisteredRunner:
    """A self-hosted runner of the repository."""

    name: str
    labels: frozenset[str]
    version: str
    """Empty until the runner has connected once."""


@dataclass(frozen=True)
class ActionsPermissions:
    """Which actions may run."""

    enabled: bool
    which: str = "all"
    """`all`, `local_only` or `selected`. The fields below count for `selected`."""
    github_owned: bool = True
    patterns: tuple[str, ...] = ()
    pinned: bool = False


@dataclass(frozen=True)
class TokenPermissions:
    """The permissions that a workflow's token has unless the workflow sets them."""

    default: str
    """`read` or `write`."""
    may_open_pulls: bool
    """Whether it may open pull requests."""


@dataclass(frozen=True)
class Workflow:
    """A workflow as Actions lists it."""

    path: str
    state: str
    """GitHub's word: `active`, or why it doesn't start."""
    since: datetime
    """When it was created."""


@dataclass(frozen=True)
class LatestRun:
    """A run of a workflow."""

    path: str
    status: str
    conclusion: str
    at: datetime
    page: str


@dataclass(frozen=True)
class BranchRule:
    """A rule that applies to a branch of that name."""

    branch: str
    type: str
    names: tuple[str, ...] = ()
    """What the rule lists, such as required checks."""
    excused: bool = False
    """Whether the rule doesn't apply to creating the branch."""


AccountState: TypeAlias = Literal["assignable", "outsider", "nobody"]


@dataclass(frozen=True)
class AddressProbe:
    """How far an address could be tested without sending anything."""

    line: int
    tags: frozenset[str]
    service: str
    how: str
    """The result, in the words of `gateway/notify/probe.py`, or `uninstalled`."""


@dataclass(frozen=True)
class RateLimit:
    """The requests that this token may send in this hour."""

    limit: int
    remaining: int
    resets: datetime


@dataclass(frozen=True)
class RepositoryFacts:
    """Everything that the checks use."""

    at: datetime
    repository: RepositorySettings
    tool: Mapping[str, str]
    """The files of this version of the tool, by path."""
    files: Mapping[str, str] | MissingFact
    """The repository's own files on its default branch, by path."""
    labels: frozenset[str] | MissingFact
    allowed: ActionsPermissions | MissingFact
    rights: TokenPermissions | MissingFact
    workflows: tuple[Workflow, ...] | MissingFact
    last_sweep: LatestRun | MissingFact | None
    """The latest scheduled run, or None if there was none."""
    active_clocks: tuple[LatestRun, ...] | MissingFact
    """Runs of the clock that are in progress."""
    queued_runs: tuple[LatestRun, ...] | MissingFact
    """Runs that wait for a runner."""
    open_records: Mapping[int, tuple[Entry, ...]] | MissingFact
    """The records of open incidents, by number."""
    accounts: Mapping[str, AccountState | MissingFact]
    teams: Mapping[str, bool | MissingFact]
    rules: tuple[BranchRule, ...] | MissingFact
    required: tuple[str, ...] | MissingFact
    features: Mapping[str, bool | None] | MissingFact
    """Whether the server supports each optional feature, or None if there was nothing to try it on."""
    rate_limit: RateLimit | MissingFact | None
    """None if the server has no limit."""
    secrets: frozenset[str] | MissingFact
    runner: str | MissingFact
    policies: tuple[Policy, ...] | MissingFact
    runners: tuple[RegisteredRunner, ...] | MissingFact
    tools: Mapping[str, str | MissingFact]
    """The visibility of each repository that workflows take the tool from. Empty if this token can't see it."""
    private: PrivateRepository | MissingFact | None = None
    """None if the configuration names none."""
    addresses: tuple[AddressProbe, ...] | None = None
    """None if the secret can't be read here."""
    key_length: int | None = None
    """The length of the signing key, or None if the secret can't be read here."""
    running: bool = False
    """Whether a workflow run collected the facts, not somebody's terminal."""
    mistakes: tuple[str, ...] = ()
    """What is wrong with the configuration."""
