"""What this run wrote, as GitHub answered it: a list that lags behind may not show it yet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from incident_actions.contract.issue import Comment, Issue, Label


@dataclass(slots=True)
class WriteCache:
    """The comments by their issue and id, the issues that were changed, comments taken away, and labels painted."""

    comments: dict[int, dict[int, Comment]] = field(default_factory=lambda: defaultdict(dict))
    issues: dict[int, Issue] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    painted: dict[str, Label] = field(default_factory=dict)

    def add_comment(self, issue: int, comment: Comment) -> None:
        """Keep a comment as it was written."""
        self.comments[issue][comment.id] = comment

    def with_painted_labels(self, issue: Issue) -> Issue:
        """An issue with our labels as we painted them: on this one, or on another since this one was listed."""
        return replace(issue, labels=tuple(self.painted.get(label.name, label) for label in issue.labels))

    def overlay(self, issue: int, listed: tuple[Comment, ...]) -> dict[int, Comment]:
        """The comments that a list shows, with ours as we wrote them where it is older."""
        found = {comment.id: comment for comment in listed if comment.id not in self.removed}
        for comment in self.comments[issue].values():
            shown = found.get(comment.id)
            if comment.id not in self.removed and (shown is None or comment.updated > shown.updated):
                found[comment.id] = comment
        return found
