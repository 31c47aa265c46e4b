"""What this run wrote, as GitHub answered, because lists may lag behind."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field

from incident_actions.contract.issue import Comment, Issue, Label
from incident_actions.model.fast_dataclass import dataclass, replace


@dataclass
class WriteCache:
    """What this run wrote."""

    comments: dict[int, dict[int, Comment]] = field(default_factory=lambda: defaultdict(dict))
    """Comments by issue and by id."""

    issues: dict[int, Issue] = field(default_factory=dict)
    """Issues that were changed, by number."""

    removed: set[int] = field(default_factory=set)
    """Ids of comments that were deleted."""

    reactions: dict[int, str] = field(default_factory=dict)
    """The reaction that was added to each comment. GitHub doesn't count that as a change of the comment."""

    pinned: set[int] = field(default_factory=set)
    """Ids of comments that were pinned, which is no change of them either."""

    painted: dict[str, Label] = field(default_factory=dict)
    """Labels whose color or description was changed, by name."""

    def add_comment(self, issue: int, comment: Comment) -> None:
        """Keep a comment as it was written."""
        self.comments[issue][comment.id] = comment

    def with_painted_labels(self, issue: Issue) -> Issue:
        """Return an issue with its labels as this run painted them, which the list of issues may not show yet."""
        return replace(issue, labels=tuple(self.painted.get(label.name, label) for label in issue.labels))

    def overlay(self, issue: int, listed: tuple[Comment, ...]) -> dict[int, Comment]:
        """Return the listed comments by id, replaced by this run's own where the list is older."""
        found = {comment.id: comment for comment in listed if comment.id not in self.removed}
        for comment in self.comments[issue].values():
            shown = found.get(comment.id)
            if comment.id not in self.removed and (shown is None or comment.updated > shown.updated):
                found[comment.id] = comment
        return {number: self._with_marks(comment) for number, comment in found.items()}

    def _with_marks(self, comment: Comment) -> Comment:
        """Return a comment with the reaction and the pin that this run gave it."""
        sign = self.reactions.get(comment.id)
        if sign and comment.reactions is not None and sign not in comment.reactions:
            comment = replace(comment, reactions=comment.reactions | {sign})
        return replace(comment, pinned=True) if comment.id in self.pinned and comment.pinned is False else comment
