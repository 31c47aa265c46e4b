"""Routes of comments, their pins, and reactions."""

from collections.abc import Callable, Iterable

from incident_actions.sandbox.changes import comments
from incident_actions.sandbox.rest.call import EITHER, ISSUES, LONGEST, NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import forbidden, invalid, not_found, wrong
from incident_actions.sandbox.shapes import issue as shapes
from incident_actions.sandbox.shapes import labels
from incident_actions.sandbox.state.records import StoredComment, StoredIssue
from incident_actions.sandbox.state.role import RepositoryRole

LOCKED = "Unable to create comment because issue is locked."
_TOO_LONG = f"Body is too long (maximum is {LONGEST['body']} characters)"
"""Worded unlike an edit that is too long: https://github.com/easybuilders/easybuild-easyconfigs/pull/24647."""
_PINS_ARE_FOR_ISSUES = "Comment pinning is not supported on Pull Requests."
"""https://github.com/orgs/community/discussions/211864"""


def list_issue_comments(call: Call) -> ApiResponse:
    """List an issue's comments, oldest first."""
    return _page(call, (call.repository.comments[each] for each in call.issue.comments))


def list_repository_comments(call: Call) -> ApiResponse:
    """List the comments of the whole repository."""
    by = call.choice("sort", ("created", "updated"))
    down = call.choice("direction", ("asc", "desc")) == "desc"
    moments = {"created": lambda each: each.created_at, "updated": lambda each: each.updated_at}
    found = sorted(call.repository.comments.values(), key=lambda each: (moments[by](each), each.id), reverse=down)
    return _page(call, found)


def create_comment(call: Call) -> ApiResponse:
    """Create a comment on an issue; on a locked one, for writers only."""
    if call.issue.locked and call.role < RepositoryRole.WRITE:
        raise forbidden(LOCKED)
    if len(str(call.body.get("body"))) > LONGEST["body"]:
        raise wrong("IssueComment", "data", "unprocessable", message=_TOO_LONG)
    comment = comments.write(call.acting, call.issue, call.text("body", "IssueComment"))
    return _shown(call, comment, 201)


def get_comment(call: Call) -> ApiResponse:
    """Return one comment."""
    return _shown(call, _comment(call))


def edit_comment(call: Call) -> ApiResponse:
    """Edit a comment, for its author or writers."""
    comment = _own(call)
    comments.edit(call.acting, comment, call.text("body", "IssueComment"))
    return _shown(call, comment)


def delete_comment(call: Call) -> ApiResponse:
    """Delete a comment, for its author or writers."""
    comments.delete(call.acting, _own(call))
    return NO_CONTENT


def pin_comment(call: Call) -> ApiResponse:
    """Pin a comment to the top of its issue."""
    comment = _comment(call)
    if call.repository.issues[comment.number].pull:
        raise invalid(_PINS_ARE_FOR_ISSUES)
    comments.pin(call.acting, comment)
    return _shown(call, comment)


def unpin_comment(call: Call) -> ApiResponse:
    """Unpin a comment."""
    comments.unpin(call.acting, _comment(call))
    return NO_CONTENT


def list_reactions(subject: Callable[[Call], StoredComment | StoredIssue]) -> Callable[[Call], ApiResponse]:
    """Return the handler that lists the reactions to something."""

    def answer(call: Call) -> ApiResponse:
        wanted = call.query.get("content")
        found = [each for each in subject(call).reactions if wanted in (None, each.content)]
        return page(call, found, lambda each: labels.reaction(call.host, each))

    return answer


def create_reaction(subject: Callable[[Call], StoredComment | StoredIssue]) -> Callable[[Call], ApiResponse]:
    """Return the handler that adds a reaction: 201 the first time, 200 for a repeated one."""

    def answer(call: Call) -> ApiResponse:
        content = call.text("content", "Reaction")
        if content not in labels.CONTENTS:
            raise wrong("Reaction", "content")
        reaction, new = comments.react(call.acting, subject(call), content)
        return ApiResponse(201 if new else 200, labels.reaction(call.host, reaction))

    return answer


def delete_reaction(subject: Callable[[Call], StoredComment | StoredIssue]) -> Callable[[Call], ApiResponse]:
    """Return the handler that deletes one's own reaction."""

    def answer(call: Call) -> ApiResponse:
        what, number = subject(call), call.number("reaction_id")
        mine = [each for each in what.reactions if each.id == number and each.by == call.acting.login]
        if not mine:
            raise not_found()
        what.reactions.remove(mine[0])
        return NO_CONTENT

    return answer


def _issue(call: Call) -> StoredIssue:
    return call.issue


def _comment(call: Call) -> StoredComment:
    comment = call.repository.comments.get(call.number("comment_id"))
    if comment is None:
        raise not_found()
    return comment


def _own(call: Call) -> StoredComment:
    comment = _comment(call)
    if call.acting.login != comment.author and call.role < RepositoryRole.WRITE:
        raise forbidden()
    return comment


def _page(call: Call, found: Iterable[StoredComment]) -> ApiResponse:
    since = call.since()
    matching = [each for each in found if since is None or each.updated_at >= since]
    return page(call, matching, lambda each: shapes.comment(call.host, call.repository, each))


def _shown(call: Call, comment: StoredComment, status: int = 200) -> ApiResponse:
    return ApiResponse(status, shapes.comment(call.host, call.repository, comment))


_ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}"
_ALL = "/repos/{owner}/{repo}/issues/comments"
_ONE = "/repos/{owner}/{repo}/issues/comments/{comment_id}"
ROUTES = (
    Route("GET", f"{_ISSUE}/comments", list_issue_comments, permissions=EITHER),
    Route("POST", f"{_ISSUE}/comments", create_comment, permissions=EITHER),
    Route("GET", _ALL, list_repository_comments, feature="repository_comments", permissions=EITHER),
    Route("GET", _ONE, get_comment, permissions=EITHER),
    Route("PATCH", _ONE, edit_comment, permissions=EITHER),
    Route("DELETE", _ONE, delete_comment, permissions=EITHER),
    Route("PUT", f"{_ONE}/pin", pin_comment, RepositoryRole.WRITE, feature="pins", permissions=ISSUES),
    Route("DELETE", f"{_ONE}/pin", unpin_comment, RepositoryRole.WRITE, feature="pins", permissions=ISSUES),
    Route("GET", f"{_ISSUE}/reactions", list_reactions(_issue), feature="reactions", permissions=ISSUES),
    Route("POST", f"{_ISSUE}/reactions", create_reaction(_issue), feature="reactions", permissions=ISSUES),
    Route(
        "DELETE",
        f"{_ISSUE}/reactions/{{reaction_id}}",
        delete_reaction(_issue),
        feature="reactions",
        permissions=ISSUES,
    ),
    Route("GET", f"{_ONE}/reactions", list_reactions(_comment), feature="reactions", permissions=ISSUES),
    Route("POST", f"{_ONE}/reactions", create_reaction(_comment), feature="reactions", permissions=ISSUES),
    Route(
        "DELETE",
        f"{_ONE}/reactions/{{reaction_id}}",
        delete_reaction(_comment),
        feature="reactions",
        permissions=ISSUES,
    ),
)
