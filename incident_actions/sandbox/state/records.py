"""The state of a whole GitHub: accounts, repositories and everything in them, as values that change in place."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from incident_actions.sandbox.state.community import (
    StoredCheckRun,
    StoredCommitComment,
    StoredHook,
    StoredInvitation,
    Subscription,
)
from incident_actions.sandbox.state.grant import Grant
from incident_actions.sandbox.state.role import RepositoryRole
from incident_actions.sandbox.state.rulesets import StoredRuleset
from incident_actions.sandbox.state.settings import Settings, WorkflowRun

ACTIONS_BOT = "github-actions[bot]"
FIRST_ID = 1000


@dataclass(slots=True)
class StoredAccount:
    """A user, an organization or a bot."""

    id: int
    login: str
    type: str
    created_at: datetime


@dataclass(slots=True)
class StoredLabel:
    """A label of a repository."""

    id: int
    name: str
    color: str
    description: str | None = None
    default: bool = False


@dataclass(slots=True)
class StoredMilestone:
    """A milestone of a repository."""

    id: int
    number: int
    title: str
    description: str | None
    creator: str
    created_at: datetime
    updated_at: datetime
    state: str = "open"
    due_on: datetime | None = None
    closed_at: datetime | None = None


@dataclass(slots=True)
class Reaction:
    """One of GitHub's eight reactions, by one account."""

    id: int
    content: str
    by: str
    at: datetime


@dataclass(slots=True)
class Pin:
    """The pin that keeps a comment at the top of its issue."""

    by: str
    at: datetime


@dataclass(slots=True)
class StoredComment:
    """A comment on an issue or a pull request."""

    id: int
    number: int
    author: str
    body: str
    created_at: datetime
    updated_at: datetime
    reactions: list[Reaction] = field(default_factory=list)
    pin: Pin | None = None
    editor: str | None = None
    hidden: bool = False
    hidden_as: str = ""
    """Why it is hidden, in GitHub's word, such as `outdated`."""


@dataclass(slots=True)
class TimelineEvent:
    """An event on an issue's timeline: GitHub's word for it, the actor, the time, and the details."""

    id: int
    event: str
    actor: str
    at: datetime
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Review:
    """A submitted review of a pull request."""

    id: int
    author: str
    state: str
    body: str
    commit_id: str
    at: datetime


@dataclass(slots=True)
class ReviewComment:
    """A comment on the code of a pull request, as a part of a review; without a line, on a whole file."""

    id: int
    review: int
    author: str
    body: str
    path: str
    commit_id: str
    created_at: datetime
    updated_at: datetime
    side: str = "RIGHT"
    line: int | None = None
    start_line: int | None = None
    position: int | None = None
    hunk: str = ""
    in_reply_to: int | None = None


@dataclass(slots=True)
class StoredPull:
    """The part of an issue that makes it a pull request."""

    id: int
    head: str
    head_sha: str
    base: str
    base_sha: str
    draft: bool = False
    fork: str = ""
    """The full name of the fork that has the head; empty for the repository itself."""
    merged_at: datetime | None = None
    merged_by: str | None = None
    reviewers: list[str] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    comments: list[ReviewComment] = field(default_factory=list)


@dataclass(slots=True)
class StoredIssue:
    """An issue, or with `pull` a pull request; labels and comments by id, parent and sub-issues by number."""

    id: int
    number: int
    author: str
    title: str
    body: str | None
    created_at: datetime
    updated_at: datetime
    state: str = "open"
    state_reason: str | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    duplicate_of: int | None = None
    type: str | None = None
    labels: list[int] = field(default_factory=list)
    assignees: list[str] = field(default_factory=list)
    comments: list[int] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)
    timeline: list[TimelineEvent] = field(default_factory=list)
    parent: int | None = None
    sub_issues: list[int] = field(default_factory=list)
    pull: StoredPull | None = None
    locked: bool = False
    lock_reason: str | None = None
    milestone: int | None = None
    """The number of its milestone."""


@dataclass(slots=True)
class CommitStatus:
    """A status of a commit under one context."""

    id: int
    sha: str
    state: str
    context: str
    description: str | None
    target_url: str | None
    creator: str
    at: datetime


@dataclass(slots=True)
class DeploymentStatus:
    """A status of a deployment."""

    id: int
    state: str
    description: str
    target_url: str
    creator: str
    at: datetime


@dataclass(slots=True)
class StoredDeployment:
    """A deployment of a commit to an environment, with its statuses, oldest first."""

    id: int
    sha: str
    ref: str
    environment: str
    description: str
    creator: str
    created_at: datetime
    statuses: list[DeploymentStatus] = field(default_factory=list)


@dataclass(slots=True)
class Release:
    """A release, or the draft of one."""

    id: int
    tag: str
    target: str
    name: str | None
    body: str | None
    author: str
    created_at: datetime
    published_at: datetime | None
    draft: bool = False
    prerelease: bool = False


@dataclass(slots=True)
class Repository:
    """A repository; its git objects are on disk."""

    id: int
    owner: str
    name: str
    private: bool
    created_at: datetime
    pushed_at: datetime
    default_branch: str = "main"
    description: str | None = None
    parent: str = ""
    """The full name of the repository that it is a fork of; empty for none."""
    roles: dict[str, str] = field(default_factory=dict)
    custom_roles: dict[str, str] = field(default_factory=dict)
    actions_may_open_pull_requests: bool = True
    labels: dict[int, StoredLabel] = field(default_factory=dict)
    issues: dict[int, StoredIssue] = field(default_factory=dict)
    pinned_issues: list[int] = field(default_factory=list)
    """The numbers of the issues above the list of issues."""
    comments: dict[int, StoredComment] = field(default_factory=dict)
    milestones: dict[int, StoredMilestone] = field(default_factory=dict)
    last_milestone: int = 0
    """The highest number that a milestone has had; a deleted one's is not used again."""
    statuses: list[CommitStatus] = field(default_factory=list)
    deployments: list[StoredDeployment] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    stargazers: list[str] = field(default_factory=list)
    subscriptions: list[Subscription] = field(default_factory=list)
    commit_comments: list[StoredCommitComment] = field(default_factory=list)
    check_runs: list[StoredCheckRun] = field(default_factory=list)
    hooks: list[StoredHook] = field(default_factory=list)
    rulesets: list[StoredRuleset] = field(default_factory=list)
    invitations: list[StoredInvitation] = field(default_factory=list)
    settings: Settings = field(default_factory=Settings)
    runs: list[WorkflowRun] = field(default_factory=list)

    @property
    def full_name(self) -> str:
        """The name with its owner, such as `acme/shop`."""
        return f"{self.owner}/{self.name}"

    def role_name(self, login: str) -> str:
        """Return the name of an account's role, which may be a custom one; strangers can read what is public."""
        named = self.roles.get(login, "none")
        return "read" if named == "none" and not self.private else named

    def role(self, login: str) -> RepositoryRole:
        """Return an account's role; the bot of Actions may write, within the permissions of its token."""
        if login == ACTIONS_BOT:
            return RepositoryRole.WRITE
        named = self.role_name(login)
        return RepositoryRole.by_name(self.custom_roles.get(named, named))

    def label(self, name: str) -> StoredLabel | None:
        """Return the label of a name, in upper or lower case; None if there is none."""
        wanted = name.casefold()
        return next((label for label in self.labels.values() if label.name.casefold() == wanted), None)


@dataclass(slots=True)
class SandboxState:
    """Everything that a sandbox saves, except the git objects; teams as `organization/team`, by id.

    `owners` holds the logins of an organization's owners, who may create repositories in it.
    `grants` holds the permissions of installation tokens; every other token has those of its account.
    """

    version: int = 0
    """The version of this form, as `storage` numbers it."""
    accounts: dict[str, StoredAccount] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    owners: dict[str, list[str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    repositories: dict[str, Repository] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)
    """The earlier names of repositories, in lower case, with their ids."""
    last_id: int = FIRST_ID
    last_run: int = 0
    clock: datetime | None = None

    def login(self, name: str) -> str:
        """Return a login as its account spells it, since GitHub ignores case; unknown logins stay as they are."""
        if name in self.accounts:
            return name
        wanted = name.casefold()
        return next((login for login in self.accounts if login.casefold() == wanted), name)

    def moved_repository(self, full_name: str) -> Repository | None:
        """Return the repository that had a name earlier; None if there is none, or if another one has it now."""
        name = full_name.lower()
        number = None if name in self.repositories else self.moved.get(name)
        return next((each for each in self.repositories.values() if each.id == number), None)

    def next_id(self) -> int:
        """Return an unused database id."""
        self.last_id += 1
        return self.last_id
