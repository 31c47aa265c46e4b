"""What an issue's page shows below its first comment: comments and events in their order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from incident_actions.sandbox.shapes.pull import pull_of
from incident_actions.sandbox.state.records import (
    Reaction,
    Repository,
    Review,
    ReviewComment,
    StoredComment,
    StoredIssue,
    TimelineEvent,
)

_LABELS = ("labeled", "unlabeled")
_SILENT = ("subscribed", "mentioned", "commented")


@dataclass(frozen=True, slots=True)
class Item:
    """A comment, a review, or events that one person caused at about the same time."""

    kind: str
    id: int
    actor: str
    at: datetime
    events: tuple[TimelineEvent, ...] = ()
    comment: StoredComment | None = None
    review: Review | None = None
    on_code: tuple[ReviewComment, ...] = ()
    """The comments of a review on the code."""


def items_of(place: Repository, issue: StoredIssue) -> list[Item]:
    """Return the conversation of an issue; labels that were set together are one item."""
    return [item for _, each in groupby(issue.timeline, _together) for item in _items(place, issue, list(each))]


def tally(reactions: Iterable[Reaction]) -> dict[str, list[str]]:
    """Return who reacted with what."""
    found: dict[str, list[str]] = {}
    for each in reactions:
        found.setdefault(each.content, []).append(each.by)
    return found


def _together(event: TimelineEvent) -> tuple[object, ...]:
    if event.event in _LABELS:
        return ("labels", event.actor, event.at.replace(second=0))
    return (event.id,)


def _items(place: Repository, issue: StoredIssue, events: list[TimelineEvent]) -> list[Item]:
    first = events[0]
    if first.event == "commented":
        comment = place.comments.get(first.detail["comment"])
        return [Item("comment", comment.id, comment.author, comment.created_at, comment=comment)] if comment else []
    if first.event == "reviewed":
        found = next(each for each in pull_of(issue).reviews if each.id == first.detail["review"])
        on_code = tuple(each for each in pull_of(issue).comments if each.review == found.id)
        return [Item("review", first.id, found.author, found.at, review=found, on_code=on_code)]
    if first.event in _SILENT:
        return []
    kind = "labels" if first.event in _LABELS else first.event
    return [Item(kind, first.id, first.actor, first.at, tuple(events))]
