"""Write, edit and delete comments on the code of a pull request."""

from dataclasses import dataclass

from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.shapes import pull, review_comment
from incident_actions.sandbox.shapes.pull import pull_of
from incident_actions.sandbox.state.records import ReviewComment, StoredIssue


@dataclass(frozen=True, slots=True)
class CodePlace:
    """The line of a file that a comment is about; without a line, it is about the whole file."""

    path: str
    side: str = "RIGHT"
    line: int | None = None
    start_line: int | None = None
    position: int | None = None
    hunk: str = ""


def write(acting: ActingAccount, issue: StoredIssue, review: int, at: CodePlace, body: str) -> ReviewComment:
    """Comment on a line, as a part of a review."""
    made = ReviewComment(
        acting.next_id(), review, acting.login, body, at.path, pull_of(issue).head_sha, acting.now, acting.now
    )
    made.side, made.line, made.start_line, made.position, made.hunk = (
        at.side,
        at.line,
        at.start_line,
        at.position,
        at.hunk,
    )
    return _add(acting, issue, made)


def reply(acting: ActingAccount, issue: StoredIssue, review: int, to: ReviewComment, body: str) -> ReviewComment:
    """Reply to a comment. GitHub hangs every reply on the first comment of its thread."""
    made = ReviewComment(acting.next_id(), review, acting.login, body, to.path, to.commit_id, acting.now, acting.now)
    made.side, made.line, made.start_line, made.position, made.hunk = (
        to.side,
        to.line,
        to.start_line,
        to.position,
        to.hunk,
    )
    made.in_reply_to = to.in_reply_to or to.id
    return _add(acting, issue, made)


def edit(acting: ActingAccount, issue: StoredIssue, value: ReviewComment, body: str) -> None:
    """Change the text of a comment."""
    before, value.body, value.updated_at = value.body, body, acting.now
    _announce(acting, issue, "edited", value, {"changes": {"body": {"from": before}}})


def delete(acting: ActingAccount, issue: StoredIssue, value: ReviewComment) -> None:
    """Delete a comment."""
    _announce(acting, issue, "deleted", value)
    pull_of(issue).comments.remove(value)


def _add(acting: ActingAccount, issue: StoredIssue, made: ReviewComment) -> ReviewComment:
    pull_of(issue).comments.append(made)
    issue.updated_at = acting.now
    _announce(acting, issue, "created", made)
    return made


def _announce(
    acting: ActingAccount, issue: StoredIssue, action: str, value: ReviewComment, extra: Json | None = None
) -> None:
    payload = {
        "action": action,
        "comment": review_comment.review_comment(acting.host, acting.repository, issue, value),
        "pull_request": pull.simple(acting.host, acting.repository, issue),
    }
    acting.announce("pull_request_review_comment", payload | (extra or {}))
