"""Everything that a decision can use, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property

from incident_actions.contract.issue import Comment, CommentDeletion, Issue, LinkablePull, ManualChange, MergedPull
from incident_actions.contract.link_news import PublishedRelease
from incident_actions.contract.listed_item import ListedItem
from incident_actions.contract.questions import AnyQuestion
from incident_actions.model.alerts.alert import AlertDelivery
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.person import Person
from incident_actions.text.seal import ALERT_PLACE, ITEM_PLACE, OVERVIEW_PLACE, WEEK_PLACE, Seal


@dataclass(frozen=True)
class CreationResult:
    """The result of a creation: the number and name of what was created, or why nothing was."""

    number: int = 0
    name: str = ""
    assignees: tuple[str, ...] = ()
    """The people whom the server assigned to an issue."""
    problem: str = ""
    in_the_way: tuple[str, ...] = ()
    """The files because of which nothing was created."""
    undelivered: tuple[tuple[str, str], ...] = ()
    """The audiences that a notification may not have reached, each with the reason."""
    repository: str = ""
    """Where it was created. Empty for the incident's own repository."""
    existed: bool = False
    """Whether a branch of an earlier attempt was found, with whatever its files contain."""
    updated: tuple[str, ...] = ()
    """The titles of the parts of a file that were updated."""
    edited: tuple[str, ...] = ()
    """The titles of the parts that people had edited, so that they were not updated."""
    commit: str = field(default="", compare=False)
    """The commit that proposes files, if this attempt made it."""
    text: str = field(default="", compare=False)
    """A file that was updated, as it is at that commit."""


@dataclass(frozen=True)
class Reminders:
    """Where the reminder of an action item goes, as far as its own issue does not tell."""

    in_digests: frozenset[str] = frozenset()
    """The reminders that a digest has told of already, by `reminder_key`."""
    wait: bool = False
    """Whether a reminder that is due waits for a later sweep, which knows what else is due for the same person."""
    away: tuple[Person, ...] = ()
    """The people who snoozed all their reminders."""


HERE = Reminders()
"""The reminder is a comment on the item itself."""


@dataclass(frozen=True)
class WeekItems:
    """The action items that a sweep has listed: open ones, and those that closed lately."""

    listed: tuple[ListedItem, ...]
    due: tuple[ListedItem, ...]
    """Those with a reminder that is due."""


@dataclass(frozen=True)
class Snapshot:
    """The issue, its comments, the answers to questions, and what was created already."""

    repository: str
    bot: Person
    issue: Issue
    comments: tuple[Comment, ...]
    default_branch: str = "main"
    server: str = "https://github.com"
    changes: tuple[ManualChange, ...] = ()
    event_comment: Comment | None = None
    """The comment of this run's event, with the text that was authorised. It takes precedence over a later reading."""
    deletion: CommentDeletion | None = None
    """The comment whose deletion started this run."""
    answers: Mapping[AnyQuestion, object] = field(default_factory=dict)
    created: Mapping[str, CreationResult] = field(default_factory=dict)
    key: bytes = field(default=b"", repr=False)
    is_sweep: bool = False
    """Whether no event started this run, so that it checks everything and nobody waits for it."""
    release: PublishedRelease | None = None
    """The release whose publication started this run, or that a sweep found."""
    delivery: AlertDelivery | None = None
    """The alert of this run's event."""
    postmortem_path: str = ""
    """Where the checkout of a sweep has the post-mortem of this incident or action item."""
    postmortem_text: str = ""
    """That file on the default branch."""
    postmortem_row: int = -1
    """Which of the file's rows is that of this action item, if the row has no number; -1 if that is not known."""
    awaited_postmortem: tuple[str, str] = ("", "")
    """Where the checkout of a sweep has a file that names this incident, which awaits its post-mortem, and its text."""
    opened_for_rows: frozenset[int] = frozenset()
    """The issues that a sweep has opened lately for rows that were added to that file."""
    merged_pulls: tuple[MergedPull, ...] = ()
    """The pull requests that a sweep found merged lately, and that mention this issue or revert another one."""
    linkable_pulls: tuple[LinkablePull, ...] = ()
    """The pull requests that a sweep found updated lately, and that mention this incident or revert another one."""
    can_notify: bool = False
    """Whether the team has configured addresses for notifications."""
    week_items: WeekItems | None = None
    """The action items that a sweep has listed, where it looks at the issue of the week."""
    reminders: Reminders = HERE
    """What the run knows about the reminders of an action item."""

    @cached_property
    def own_comments(self) -> tuple[Comment, ...]:
        """The comments that the bot wrote. Of a long incident, most comments are people's."""
        return tuple(each for each in self.comments if each.author.is_same_as(self.bot))

    @property
    def seal(self) -> Seal:
        """Return the seal of this issue's record."""
        return Seal(self.key, f"issue {self.issue.id}")

    @property
    def item_seal(self) -> Seal:
        """Return the seal of an action item's record."""
        return Seal(self.key, ITEM_PLACE)

    @property
    def week_seal(self) -> Seal:
        """Return the seal of the record of a week's action items."""
        return Seal(self.key, WEEK_PLACE)

    @property
    def overview_seal(self) -> Seal:
        """Return the seal of the record of the overview."""
        return Seal(self.key, OVERVIEW_PLACE)

    @property
    def alert_seal(self) -> Seal:
        """Return the seal of an alert in the body of the issue that it opened."""
        return Seal(self.key, ALERT_PLACE)

    def with_answers(self, answers: Mapping[AnyQuestion, object]) -> Snapshot:
        """Return the snapshot with more questions answered."""
        return replace(self, answers={**self.answers, **answers})

    def with_created(self, made: Mapping[str, CreationResult]) -> Snapshot:
        """Return the snapshot with more things created."""
        return replace(self, created={**self.created, **made})
