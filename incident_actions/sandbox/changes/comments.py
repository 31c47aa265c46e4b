"""Write, edit, delete and pin comments, and react to comments and issues."""

from datetime import timedelta

from incident_actions.sandbox.changes import references
from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.shapes import issue as shapes
from incident_actions.sandbox.state.records import Pin, Reaction, StoredComment, StoredIssue


def write(acting: ActingAccount, issue: StoredIssue, body: str) -> StoredComment:
    """Comment on an issue or a pull request."""
    number = acting.next_id()
    comment = StoredComment(number, issue.number, acting.login, body, acting.now, acting.now + _lag(number))
    acting.repository.comments[comment.id] = comment
    issue.comments.append(comment.id)
    issue.updated_at = acting.now
    acting.add_timeline_event(issue, "commented", comment=comment.id)
    references.record_mentions(acting, issue, body)
    _tell(acting, "created", comment)
    return comment


def _lag(number: int) -> timedelta:
    """Return how much later than its creation an unchanged comment was updated: now and then a second.

    https://github.com/palantir/policy-bot/issues/459
    """
    return timedelta(seconds=number % 3 == 0)


def hide(acting: ActingAccount, comment: StoredComment, reason: str) -> None:
    """Hide a comment. GitHub then updates its time and sends `edited`, though nobody edited it.

    https://github.com/zulip/zulip/pull/32882
    """
    comment.hidden, comment.hidden_as, comment.updated_at = True, reason, acting.now
    _tell(acting, "edited", comment, {"changes": {}})


def edit(acting: ActingAccount, comment: StoredComment, body: str) -> None:
    """Change a comment's text."""
    before, comment.body, comment.updated_at = comment.body, body, acting.now
    comment.editor = acting.login
    _tell(acting, "edited", comment, {"changes": {"body": {"from": before}}})


def delete(acting: ActingAccount, comment: StoredComment) -> None:
    """Delete a comment, and its event on the timeline."""
    issue = acting.repository.issues[comment.number]
    _tell(acting, "deleted", comment)
    issue.comments.remove(comment.id)
    issue.timeline = [each for each in issue.timeline if each.detail.get("comment") != comment.id]
    issue.updated_at = acting.now
    del acting.repository.comments[comment.id]


def pin(acting: ActingAccount, comment: StoredComment) -> None:
    """Pin a comment to the top of its issue, in place of the one that was pinned before."""
    issue = acting.repository.issues[comment.number]
    for each in issue.comments:
        acting.repository.comments[each].pin = None
    comment.pin = Pin(acting.login, acting.now)
    _tell(acting, "pinned", comment)


def unpin(acting: ActingAccount, comment: StoredComment) -> None:
    """Unpin a comment."""
    comment.pin = None
    _tell(acting, "unpinned", comment)


def react(acting: ActingAccount, subject: StoredComment | StoredIssue, content: str) -> tuple[Reaction, bool]:
    """Return the account's reaction of that content, and whether it is new. GitHub sends no webhook for it."""
    for reaction in subject.reactions:
        if reaction.by == acting.login and reaction.content == content:
            return reaction, False
    reaction = Reaction(acting.next_id(), content, acting.login, acting.now)
    subject.reactions.append(reaction)
    return reaction, True


def _tell(acting: ActingAccount, action: str, comment: StoredComment, extra: Json | None = None) -> None:
    issue = acting.repository.issues[comment.number]
    payload = {
        "action": action,
        "issue": shapes.issue(acting.host, acting.repository, issue),
        "comment": shapes.comment(acting.host, acting.repository, comment),
    }
    acting.announce("issue_comment", payload | (extra or {}))
