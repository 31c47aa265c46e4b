"""Change comments: pin, edit, delete and minimize them, react to them, and post a page of a record."""

from __future__ import annotations

import logging

from incident_actions.contract import events
from incident_actions.contract.effects import Effect, MinimizeComments, PinComment, PostRecordPage, WriteCard
from incident_actions.contract.issue import Comment
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import is_refusal
from incident_actions.gateway.issues.write_session import WriteSession

log = logging.getLogger(__name__)

REACTIONS, MINIMIZING = "reactions", "minimized comments"


def write_card(session: WriteSession, card: WriteCard) -> tuple[Effect, ...]:
    """Post or edit the card, and return what follows: a new one is pinned."""
    if not card.comment:
        return (PinComment(session.post_comment(card.issue, card.body)),)
    edited = session.connection.send("PATCH", f"issues/comments/{card.comment}", body={"body": card.body})
    session.write_cache.add_comment(card.issue, events.read_comment(edited))
    return ()


def pin_comment(session: WriteSession, comment: int) -> None:
    """Pin a comment to the top of its issue.

    https://docs.github.com/en/rest/issues/comments#pin-an-issue-comment
    """
    session.try_optional(lambda: session.connection.send("PUT", f"issues/comments/{comment}/pin"), "pins")
    session.write_cache.pinned.add(comment)


def react_to_comment(session: WriteSession, comment: int, content: str) -> None:
    """Add a reaction, which is decoration: a failure is logged, and a refusal holds for the whole run."""
    path, body = f"issues/comments/{comment}/reactions", {"content": content}
    try:
        session.try_optional(lambda: session.connection.send("POST", path, body=body, once=False), REACTIONS)
        session.write_cache.reactions[comment] = content
    except (GithubError, OSError) as error:
        log.warning("Could not react to comment %d: %s", comment, type(error).__name__)


def delete_comment(session: WriteSession, comment: int) -> None:
    """Delete a comment, unless another run has deleted it."""
    try:
        session.connection.send("DELETE", f"issues/comments/{comment}")
    except GithubError as error:
        if not is_refusal(error, 404, 410):
            raise
    session.write_cache.removed.add(comment)


def minimize_comments(session: WriteSession, wanted: MinimizeComments) -> None:
    """Minimize comments in one request, which is decoration: any failure is logged, and holds for the whole run.

    https://docs.github.com/en/graphql/reference/mutations#minimizecomment
    """
    if MINIMIZING in session.connection.missing_features:
        return
    inputs = {f"c{place}": {"subjectId": node, "classifier": wanted.reason} for place, node in enumerate(wanted.nodes)}
    declared = ", ".join(f"${name}: MinimizeCommentInput!" for name in inputs)
    fields = " ".join(f"{name}: minimizeComment(input: ${name}) {{ clientMutationId }}" for name in inputs)
    try:
        session.connection.mutate(f"mutation Minimize({declared}) {{ {fields} }}", inputs)
    except (GithubError, OSError) as error:
        session.connection.missing_features.add(MINIMIZING)
        log.info("Continued without %s: %s", MINIMIZING, type(error).__name__)


def post_page(session: WriteSession, page: PostRecordPage) -> CreationResult:
    """Post a page of a record unless it is there, and return its comment."""
    path = f"issues/{page.issue}/comments"

    def find() -> Comment | None:
        return session.newest_own_comment(path, page.body.__eq__)

    def post() -> Comment:
        return events.read_comment(session.connection.send("POST", path, body={"body": page.body}))

    posted = find() or session.create_once(post, find)
    session.check_author(posted.author)
    session.write_cache.add_comment(page.issue, posted)
    return CreationResult(posted.id)
