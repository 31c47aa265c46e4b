"""Everything that a decision may look at, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from incident_actions.contract.issue import Comment, Issue, ManualChange
from incident_actions.contract.questions import AnyQuestion
from incident_actions.model.alerts.alert import AlertDelivery
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.person import Person
from incident_actions.text.seal import ALERT_PLACE, ITEM_PLACE, Seal


@dataclass(frozen=True, slots=True)
class CreationResult:
    """What came of a creation: its number and what else it is known by, or why nothing came of it.

    `assigned` are those whom the server assigned to an issue. `unheard` are the audiences that a notification may not
    have reached, each with what kept it from them.
    `repository` is where it was made, and empty for that of the incident.
    """

    number: int = 0
    name: str = ""
    assignees: tuple[str, ...] = ()
    problem: str = ""
    undelivered: tuple[tuple[str, str], ...] = ()
    repository: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a decision may look at: the issue, its comments, answers to questions, what was already made.

    `event_comment` is the comment of this run's event, with the text that was authorised; it wins over a later reading.
    `sweeping`: no event led here, so the look is at everything, and nobody waits.
    `delivery` is the alert of this run's event. `notifies`: the team has addresses to which notifications go.
    """

    repository: str
    bot: Person
    issue: Issue
    comments: tuple[Comment, ...]
    default_branch: str = "main"
    server: str = "https://github.com"
    changes: tuple[ManualChange, ...] = ()
    event_comment: Comment | None = None
    answers: Mapping[AnyQuestion, object] = field(default_factory=dict)
    created: Mapping[str, CreationResult] = field(default_factory=dict)
    key: bytes = field(default=b"", repr=False)
    is_sweep: bool = False
    delivery: AlertDelivery | None = None
    can_notify: bool = False

    @property
    def seal(self) -> Seal:
        """What the record of this issue is sealed with."""
        return Seal(self.key, f"issue {self.issue.id}")

    @property
    def item_seal(self) -> Seal:
        """What the record of an action item is sealed with."""
        return Seal(self.key, ITEM_PLACE)

    @property
    def alert_seal(self) -> Seal:
        """What an alert left in the issue that it opened is sealed with."""
        return Seal(self.key, ALERT_PLACE)

    def with_answers(self, answers: Mapping[AnyQuestion, object]) -> Snapshot:
        """Give the snapshot with more questions answered."""
        return replace(self, answers={**self.answers, **answers})

    def with_created(self, made: Mapping[str, CreationResult]) -> Snapshot:
        """Give the snapshot with more things made."""
        return replace(self, created={**self.created, **made})
