"""The score of a response: what the process asked for, by when, and what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.timers.promises import PromisedUpdate


class Measure(StrEnum):
    """What a process can ask of a response, in the order in which it is shown."""

    ACKNOWLEDGE = "acknowledge"
    ASSESS = "assess"
    ROLES = "roles"
    ROOM = "room"
    FIRST_UPDATE = "first-update"
    PUBLIC_UPDATE = "public-update"
    UPDATES = "updates"
    MITIGATE = "mitigate"
    WATCH = "watch"
    POSTMORTEM = "post-mortem"


class Verdict(StrEnum):
    """What became of it."""

    MET = "met"
    LATE = "late"
    MISSED = "missed"
    """It was due, and nobody has done it."""
    EARLY = "too early"
    """The incident was resolved before the fix had been watched for long enough."""
    PENDING = "not yet"
    NOT_ASKED = "not asked"
    """The process does not ask for it, or the incident was over before it was due."""


FAILED = (Verdict.MISSED, Verdict.EARLY, Verdict.LATE)
"""The verdicts of what was asked for and not met, the worst first."""


@dataclass(frozen=True)
class Judgement:
    """What became of one measure."""

    what: Measure
    verdict: Verdict
    due: datetime | None = None
    """When it was due; None where that is not known yet, or never will be."""
    at: datetime | None = None
    """When it happened; None where it did not, or had happened before the severity asked for it."""
    comment: int = 0
    """The comment that did it, or 0."""
    pull: int = 0
    """The pull request that did it, or 0."""

    @property
    def distance(self) -> timedelta:
        """Return how late it was, or how much too early; nothing for any other verdict."""
        if self.due and self.at and self.verdict in (Verdict.LATE, Verdict.EARLY):
            return abs(self.at - self.due)
        return timedelta()


@dataclass(frozen=True)
class ResponseScore:
    """How the response to one incident did against the targets of its process."""

    number: int
    title: str
    severity: str
    phase: str
    made: datetime
    judgements: tuple[Judgement, ...]
    """One for each measure, in their order."""
    updates: tuple[PromisedUpdate, ...]
    """Each update that was promised, in order, the first one included."""

    @property
    def target_count(self) -> int:
        """Return how many measures were asked for and are decided."""
        return sum(each.verdict in (Verdict.MET, *FAILED) for each in self.judgements)

    @property
    def met_count(self) -> int:
        """Return how many of them were met."""
        return sum(each.verdict is Verdict.MET for each in self.judgements)

    @property
    def is_final(self) -> bool:
        """Return whether nothing is left to decide."""
        return all(each.verdict is not Verdict.PENDING for each in self.judgements)
