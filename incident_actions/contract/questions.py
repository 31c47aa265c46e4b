"""What a decision may need to know beyond the issue: each question, with the type of its answer.

The run finds the answer, and takes the decision again from the start.
"""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from incident_actions.contract.code_change import ChangeName, CodeChange, RecentChanges
from incident_actions.contract.drill_scenario import ScenarioAnswer
from incident_actions.contract.evidence_state import EvidenceState
from incident_actions.contract.issue import Comment, ManualChange, PullRequest
from incident_actions.contract.link_news import LinkNews, PublishedRelease
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.entry import Entry
from incident_actions.model.incident.link import LinkName

if TYPE_CHECKING:
    from incident_actions.contract.listed_item import ListedItem  # noqa: F401  the base of RecentItems names it
    from incident_actions.contract.repository_facts import RepositoryFacts  # noqa: F401  the base of FactsOf names it

T = TypeVar("T")

COULD_NOT_CHECK = "could-not-check"
"""In place of a role: GitHub didn't return it."""

MAY_NOT_ASK = "may-not-ask"
"""In place of a role: this run has no token for another repository, or one that may not ask there."""


class Question(Generic[T]):
    """A question about the repository; its answer is a T."""

    __slots__ = ()


@dataclass(frozen=True)
class RoleOf(Question[str]):
    """Ask which role an account has in a repository: its name, `COULD_NOT_CHECK` or `MAY_NOT_ASK`.

    An empty `repository` is that of the incident.
    """

    login: str
    repository: str = ""


@dataclass(frozen=True)
class IsAssignable(Question[bool]):
    """Ask whether issues of this repository can be assigned to an account."""

    login: str


@dataclass(frozen=True)
class IdOf(Question["int | None"]):
    """Ask which account has a login now: its id, 0 if there is none, or None if GitHub doesn't return it."""

    login: str


@dataclass(frozen=True)
class LoginOf(Question[str]):
    """Ask which login an account has now: empty if GitHub doesn't return it."""

    id: int


@dataclass(frozen=True)
class ChangesOf(Question[tuple[ManualChange, ...]]):
    """Ask how an issue was changed manually: the oldest change comes first."""

    issue: int


@dataclass(frozen=True)
class PullOf(Question["PullRequest | None"]):
    """Ask for a pull request: None if it does not exist, or if the token can't see its repository.

    An empty `repository` is that of the incident.
    """

    number: int
    repository: str = ""


@dataclass(frozen=True)
class EvidenceOf(Question[EvidenceState]):
    """Ask for the state of an issue or a pull request, by its number, or of a commit, by its hash.

    An empty `repository` is that of the incident.
    """

    number: int = 0
    commit: str = ""
    repository: str = ""


@dataclass(frozen=True)
class FileOf(Question["str | None"]):
    """Ask for the text of a file: None if it does not exist. An empty `ref` is the default branch."""

    path: str
    ref: str = ""
    for_change: bool = field(default=False, compare=False)
    """Whether the decision is about to propose a change of the file, which needs the branch's commit as well."""


@dataclass(frozen=True)
class CommentsOf(Question[tuple[Comment, ...]]):
    """Ask which comments were posted on an issue since a moment: the oldest comes first."""

    issue: int
    since: datetime


@dataclass(frozen=True)
class CommentOf(Question["Comment | None"]):
    """Ask for a comment: None if it was deleted."""

    id: int


@dataclass(frozen=True)
class EditorOf(Question["str | None"]):
    """Ask who edited a comment last: a login, empty if nobody did, or None if GitHub doesn't return it."""

    node_id: str


@dataclass(frozen=True)
class PullsOf(Question[tuple[PullRequest, ...]]):
    """Ask which pull requests a branch of this repository had: the oldest comes first."""

    branch: str


@dataclass(frozen=True)
class ChangedFilesOf(Question[tuple[str, ...]]):
    """Ask which files a pull request adds or changes, by their new names: none if GitHub can't list them all."""

    pull: int


@dataclass(frozen=True)
class ChangeOf(Question[CodeChange]):
    """Ask what a pull request, commit or tag changed. An empty `repository` is that of the incident."""

    name: ChangeName
    repository: str = ""


@dataclass(frozen=True)
class HasCheckStatus(Question[bool]):
    """Ask whether a commit has the status of the post-mortem check: also true if the token may not know."""

    commit: str


@dataclass(frozen=True)
class ChangesBetween(Question[RecentChanges | None]):
    """Ask what was merged, deployed and released in repositories between two moments: None if GitHub doesn't answer.

    An empty name in `repositories` is that of the incident.
    """

    repositories: tuple[str, ...]
    since: datetime
    until: datetime


@dataclass(frozen=True)
class NewsOf(Question[LinkNews | None]):
    """Ask what happened to what an incident follows, and what mentions it: None if GitHub doesn't answer."""

    incident: int
    links: tuple[LinkName, ...]
    release: PublishedRelease | None = None
    """A release, to see what it includes."""


@dataclass(frozen=True)
class RecordOf(Question[tuple[Entry, ...]]):
    """Ask for the entries on record for an incident: none if it has no record."""

    issue: int


@dataclass(frozen=True)
class RunningIncidents(Question[tuple[int, ...]]):
    """Ask which incidents are open and have none of the labels in `without`: their numbers."""

    label: str
    without: tuple[str, ...]


@dataclass(frozen=True)
class ScenarioOf(Question[ScenarioAnswer]):
    """Ask for the scenario of a drill by its name, and for the names of all."""

    name: str


@dataclass(frozen=True)
class RecentItems(Question["tuple[ListedItem, ...] | None"]):
    """Ask for the newest hundred open action items, and the newest hundred closed ones; None if GitHub lists none."""

    label: str


@dataclass(frozen=True)
class FactsOf(Question["RepositoryFacts"]):
    """Ask how the repository is set up.

    `people` and `teams` are those that its configuration names, `label` is that of incidents, `bot` is the account
    that answers them, unless it is the workflow's own, and `private` is the repository of private incidents, if any.
    """

    at: datetime
    people: tuple[str, ...]
    teams: tuple[str, ...]
    label: str
    bot: str = ""
    private: str = ""


AnyQuestion: TypeAlias = (
    RoleOf
    | IsAssignable
    | IdOf
    | LoginOf
    | ChangesOf
    | PullOf
    | EvidenceOf
    | FileOf
    | CommentsOf
    | CommentOf
    | EditorOf
    | PullsOf
    | ChangedFilesOf
    | ChangeOf
    | HasCheckStatus
    | ChangesBetween
    | NewsOf
    | RecordOf
    | RunningIncidents
    | ScenarioOf
    | RecentItems
    | FactsOf
)
"""Every question: whoever answers questions must handle each of them."""
