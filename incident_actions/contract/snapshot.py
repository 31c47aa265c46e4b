"""Everything that a decision may look at, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from incident_actions.contract.issue import Change, Comment, Issue
from incident_actions.contract.questions import AnyQuestion
from incident_actions.model.alerts.alert import AlertDelivery
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.person import Person
from incident_actions.text.seal import ALERT_PLACE, ITEM_PLACE, Seal


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a creation: its number and what else it is known by, or why nothing came of it.

    `assigned` are those whom the server assigned to an issue. `unheard` are the audiences that a notification may not
    have reached, each with what kept it from them.
    `repository` is where it was made, and empty for that of the incident.
    """

    number: int = 0
    name: str = ""
    assigned: tuple[str, ...] = ()
    problem: str = ""
    unheard: tuple[tuple[str, str], ...] = ()
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
    changes: tuple[Change, ...] = ()
    event_comment: Comment | None = None
    answers: Mapping[AnyQuestion, object] = field(default_factory=dict)
    made: Mapping[str, Made] = field(default_factory=dict)
    key: bytes = field(default=b"", repr=False)
    sweeping: bool = False
    delivery: AlertDelivery | None = None
    notifies: bool = False

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

    def knowing(self, answers: Mapping[AnyQuestion, object]) -> Snapshot:
        """Give the snapshot with more questions answered."""
        return replace(self, answers={**self.answers, **answers})

    def with_made(self, made: Mapping[str, Made]) -> Snapshot:
        """Give the snapshot with more things made."""
        return replace(self, made={**self.made, **made})
