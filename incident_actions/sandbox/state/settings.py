"""The settings of a repository, and the runs of its workflows."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class RulesetRule:
    """A rule of an active ruleset: its branches (a pattern as in `.gitignore`), its type and parameters."""

    pattern: str
    type: str
    parameters: dict[str, Any] | None = None


@dataclass(slots=True)
class ActionsPolicy:
    """A policy of Actions: the events that may start workflows, the accounts and roles; None for any.

    `enforcement` is GitHub's word; `paths` are the workflows that the policy applies to.
    """

    name: str
    events: list[str] | None = None
    actors: list[dict[str, Any]] | None = None
    enforcement: str = "active"
    paths: list[str] = field(default_factory=lambda: ["~ALL"])


@dataclass(slots=True)
class SelfHostedRunner:
    """A self-hosted runner, with its labels and the version of its software."""

    name: str
    labels: list[str]
    version: str | None = None


@dataclass(slots=True)
class Settings:
    """The settings of a repository, with GitHub's defaults.

    `disabled` maps the paths of workflows that don't start to GitHub's word for the reason. `required_checks` are those
    of the older branch protection on the default branch. `runners` are the labels of runners that take jobs; None means
    any label.
    """

    issues: bool = True
    archived: bool = False
    actions: bool = True
    allowed_actions: str = "all"
    github_owned_allowed: bool = True
    patterns_allowed: list[str] = field(default_factory=list)
    sha_pinning_required: bool = False
    default_permissions: str = "read"
    secrets: list[str] = field(default_factory=list)
    organization_secrets: list[str] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    rules: list[RulesetRule] = field(default_factory=list)
    required_checks: list[str] = field(default_factory=list)
    disabled: dict[str, str] = field(default_factory=dict)
    runners: list[str] | None = None
    self_hosted: list[SelfHostedRunner] = field(default_factory=list)
    policies: list[ActionsPolicy] = field(default_factory=list)
    issue_types: list[str] = field(default_factory=list)
    """The issue types of the organization; without any, issues have no key for one."""

    def starts(self, path: str) -> bool:
        """Check that events start the workflow of a path."""
        return self.actions and path not in self.disabled

    def has_runner(self, label: str) -> bool:
        """Check that a runner takes jobs that ask for a label."""
        return self.runners is None or label in self.runners


@dataclass(slots=True)
class WorkflowRun:
    """One run of a workflow."""

    id: int
    path: str
    event: str
    sha: str
    actor: str
    created_at: datetime
    updated_at: datetime
    status: str = "in_progress"
    conclusion: str | None = None
    name: str = ""
    """The workflow's name, where it is not the path."""
    branch: str = ""
    """Empty for the default branch."""
    fork: str = ""
    """The fork that the commit is from; empty for none."""
    job: str = ""
    """The job that the run consists of."""
    title: str = ""
    """What lists call the run: the title of the issue, or the first line of the commit, that started it."""
    place: int = 0
    """How many earlier steps of that job start the tool."""
    attempt: int = 1
    attempted_at: datetime | None = None
    """When this attempt began, if it is not the first."""
    attempted_by: str = ""
    """Who asked for this attempt, if it is not the first."""
    folder: str = ""
    """The folder with what an earlier attempt left; that of the newest is named by the run's id."""
    earlier: list["WorkflowRun"] = field(default_factory=list)
    """The attempts before this one, oldest first."""

    @property
    def began_at(self) -> datetime:
        """When this attempt began."""
        return self.attempted_at or self.created_at
