"""What is known of how a repository is set up: as GitHub told it, or that it did not tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, TypeVar

from incident_actions.model.incident.entry import Entry

T = TypeVar("T")

SAMPLE_BRANCHES = ("postmortem/1", "hotfix/fix")
"""Names as the tool gives them: whether rules stop such a branch can be asked before there is one."""

ADDRESSES_SECRET, KEY_SECRET, RUNNER_VARIABLE = "INCIDENT_NOTIFY_URLS", "INCIDENT_SIGNING_KEY", "INCIDENT_RUNNER"
"""Two secrets and a variable, all optional."""


@dataclass(frozen=True, slots=True)
class MissingFact:
    """GitHub did not tell: by which status (0 where no whole answer came), and which permission it takes to ask."""

    status: int
    permission: str


class NotProvided(Exception):
    """A check needs to know what GitHub did not tell."""

    def __init__(self, untold: MissingFact) -> None:
        super().__init__(untold)
        self.missing = untold


def require_fact(fact: T | MissingFact) -> T:
    """The fact; raises NotTold where it is none."""
    if isinstance(fact, MissingFact):
        raise NotProvided(fact)
    return fact


@dataclass(frozen=True, slots=True)
class RepositorySettings:
    """The repository itself; `hosted`: it lives on github.com or a subdomain of ghe.com, not on a server of its own.

    `visibility` is GitHub's word for who sees it; `forks`: people may fork it, and propose changes from there.
    """

    name: str
    page: str
    branch: str = "main"
    issues: bool = True
    archived: bool = False
    hosted: bool = True
    visibility: str = "public"
    forks: bool = True


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy of Actions in force: which events may start workflows, None for any, and whether it names actors.

    `include` and `exclude` are patterns of the workflows' paths that it is for.
    """

    name: str
    source: str
    events: frozenset[str] | None = None
    actors: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SelfHostedRunner:
    """A runner of the repository's own; `version` is empty until it has come to work once."""

    name: str
    labels: frozenset[str]
    version: str


@dataclass(frozen=True, slots=True)
class ActionsPermissions:
    """Which actions may run: `all`, `local_only` or `selected`, and then GitHub's own and those of some patterns."""

    enabled: bool
    which: str = "all"
    github_owned: bool = True
    patterns: tuple[str, ...] = ()
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class TokenPermissions:
    """What a workflow's token may do at first, `read` or `write`, and whether it may open pull requests."""

    default: str
    may_open_pulls: bool


@dataclass(frozen=True, slots=True)
class Workflow:
    """A workflow as Actions knows it: GitHub's word for whether it starts, and since when it is there."""

    path: str
    state: str
    since: datetime


@dataclass(frozen=True, slots=True)
class LatestRun:
    """A run of a workflow."""

    path: str
    status: str
    conclusion: str
    at: datetime
    page: str


@dataclass(frozen=True, slots=True)
class BranchRule:
    """A rule that a branch of that name is under; `names` are what it lists, `excused` that creation is free of it."""

    branch: str
    type: str
    names: tuple[str, ...] = ()
    excused: bool = False


AccountState: TypeAlias = Literal["assignable", "outsider", "nobody"]


@dataclass(frozen=True, slots=True)
class AddressProbe:
    """How far an address could be tried without telling anybody anything; `how` is that of `gateway/reaching.py`."""

    line: int
    tags: frozenset[str]
    service: str
    how: str


@dataclass(frozen=True, slots=True)
class RateLimit:
    """Requests of this token in this hour."""

    limit: int
    remaining: int
    resets: datetime


@dataclass(frozen=True, slots=True)
class RepositoryFacts:
    """Everything that the checks look at.

    `files` are the repository's own at its default branch, `tool` those of this version; `swept`, `awake` and `queued`
    are runs: the last scheduled one, clocks that live, and what waits for a runner. `open` are the records of open
    incidents. `tools` tells who sees each repository that workflows take the tool from, empty where this token does not
    see it. `addresses` is None where the secret is not seen from here; `key` is the length of the key where it is.
    `quota` is None where the server has no limit. A feature is None where nothing is there to try it on.
    """

    at: datetime
    repository: RepositorySettings
    tool: Mapping[str, str]
    files: Mapping[str, str] | MissingFact
    labels: frozenset[str] | MissingFact
    allowed: ActionsPermissions | MissingFact
    rights: TokenPermissions | MissingFact
    workflows: tuple[Workflow, ...] | MissingFact
    last_sweep: LatestRun | MissingFact | None
    active_clocks: tuple[LatestRun, ...] | MissingFact
    queued_runs: tuple[LatestRun, ...] | MissingFact
    open_records: Mapping[int, tuple[Entry, ...]] | MissingFact
    accounts: Mapping[str, AccountState | MissingFact]
    teams: Mapping[str, bool | MissingFact]
    rules: tuple[BranchRule, ...] | MissingFact
    required: tuple[str, ...] | MissingFact
    features: Mapping[str, bool | None] | MissingFact
    rate_limit: RateLimit | MissingFact | None
    secrets: frozenset[str] | MissingFact
    runner: str | MissingFact
    policies: tuple[Policy, ...] | MissingFact
    runners: tuple[SelfHostedRunner, ...] | MissingFact
    tools: Mapping[str, str | MissingFact]
    addresses: tuple[AddressProbe, ...] | None = None
    key_length: int | None = None
    running: bool = False
    mistakes: tuple[str, ...] = ()
