"""The routes of comments, their pins, and reactions."""

from collections.abc import Callable, Iterable

from incident_actions.sandbox.changes import comments
from incident_actions.sandbox.rest.call import EITHER, ISSUES, LONGEST, NO_CONTENT, Answer, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import forbidden, invalid, not_found, wrong
from incident_actions.sandbox.shapes import issue as shapes
from incident_actions.sandbox.shapes import labels
from incident_actions.sandbox.state.role import Role
from incident_actions.sandbox.state.world import Comment, Issue

_TOO_LONG = f"Body is too long (maximum is {LONGEST['body']} characters)"
"""Worded unlike an edit that is too long: https://github.com/easybuilders/easybuild-easyconfigs/pull/24647."""
_PINS_ARE_FOR_ISSUES = "Comment pinning is not supported on Pull Requests."
"""https://github.com/orgs/community/discussions/211864"""


def on_issue(call: Call) -> Answer:
    """An issue's comments, oldest first."""
    return _page(call, (call.repository.comments[each] for each in call.issue.comments))


def everywhere(call: Call) -> Answer:
    """The comments of the whole repository."""
    by = call.choice("sort", ("created", "updated"))
    down = call.choice("direction", ("asc", "desc")) == "desc"
    moments = {"created": lambda each: each.created_at, "updated": lambda each: each.updated_at}
    found = sorted(call.repository.comments.values(), key=lambda each: (moments[by](each), each.id), reverse=down)
    return _page(call, found)


def written(call: Call) -> Answer:
    """Comment on an issue."""
    if len(str(call.body.get("body"))) > LONGEST["body"]:
        raise wrong("IssueComment", "data", "unprocessable", message=_TOO_LONG)
    comment = comments.write(call.acting, call.issue, call.text("body", "IssueComment"))
    return _shown(call, comment, 201)


def one(call: Call) -> Answer:
    """One comment."""
    return _shown(call, _comment(call))


def edited(call: Call) -> Answer:
    """Change a comment: its author may, and writers."""
    comment = _own(call)
    comments.edit(call.acting, comment, call.text("body", "IssueComment"))
    return _shown(call, comment)


def deleted(call: Call) -> Answer:
    """Remove a comment: its author may, and writers."""
    comments.delete(call.acting, _own(call))
    return NO_CONTENT


def pinned(call: Call) -> Answer:
    """Pin a comment to the top of its issue."""
    comment = _comment(call)
    if call.repository.issues[comment.number].pull:
        raise invalid(_PINS_ARE_FOR_ISSUES)
    comments.pin(call.acting, comment)
    return _shown(call, comment)


def unpinned(call: Call) -> Answer:
    """Take a comment from the top of its issue."""
    comments.unpin(call.acting, _comment(call))
    return NO_CONTENT


def reactions(subject: Callable[[Call], Comment | Issue]) -> Callable[[Call], Answer]:
    """How to list the reactions to something."""

    def answer(call: Call) -> Answer:
        wanted = call.query.get("content")
        found = [each for each in subject(call).reactions if wanted in (None, each.content)]
        return page(call, found, lambda each: labels.reaction(call.host, each))

    return answer


def reacted(subject: Callable[[Call], Comment | Issue]) -> Callable[[Call], Answer]:
    """How to react: 201 the first time, 200 when the same account repeats itself."""

    def answer(call: Call) -> Answer:
        content = call.text("content", "Reaction")
        if content not in labels.CONTENTS:
            raise wrong("Reaction", "content")
        reaction, new = comments.react(call.acting, subject(call), content)
        return Answer(201 if new else 200, labels.reaction(call.host, reaction))

    return answer


def unreacted(subject: Callable[[Call], Comment | Issue]) -> Callable[[Call], Answer]:
    """How to take one's own reaction back."""

    def answer(call: Call) -> Answer:
        what, number = subject(call), call.number("reaction_id")
        mine = [each for each in what.reactions if each.id == number and each.by == call.acting.login]
        if not mine:
            raise not_found()
        what.reactions.remove(mine[0])
        return NO_CONTENT

    return answer


def _issue(call: Call) -> Issue:
    return call.issue


def _comment(call: Call) -> Comment:
    comment = call.repository.comments.get(call.number("comment_id"))
    if comment is None:
        raise not_found()
    return comment


def _own(call: Call) -> Comment:
    comment = _comment(call)
    if call.acting.login != comment.author and call.role < Role.WRITE:
        raise forbidden()
    return comment


def _page(call: Call, found: Iterable[Comment]) -> Answer:
    since = call.since()
    kept = [each for each in found if since is None or each.updated_at >= since]
    return page(call, kept, lambda each: shapes.comment(call.host, call.repository, each))


def _shown(call: Call, comment: Comment, status: int = 200) -> Answer:
    return Answer(status, shapes.comment(call.host, call.repository, comment))


_ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}"
_ALL = "/repos/{owner}/{repo}/issues/comments"
_ONE = "/repos/{owner}/{repo}/issues/comments/{comment_id}"
ROUTES = (
    Route("GET", f"{_ISSUE}/comments", on_issue, permissions=EITHER),
    Route("POST", f"{_ISSUE}/comments", written, permissions=EITHER),
    Route("GET", _ALL, everywhere, feature="repository_comments", permissions=EITHER),
    Route("GET", _ONE, one, permissions=EITHER),
    Route("PATCH", _ONE, edited, permissions=EITHER),
    Route("DELETE", _ONE, deleted, permissions=EITHER),
    Route("PUT", f"{_ONE}/pin", pinned, Role.WRITE, feature="pins", permissions=ISSUES),
    Route("DELETE", f"{_ONE}/pin", unpinned, Role.WRITE, feature="pins", permissions=ISSUES),
    Route("GET", f"{_ISSUE}/reactions", reactions(_issue), feature="reactions", permissions=ISSUES),
    Route("POST", f"{_ISSUE}/reactions", reacted(_issue), feature="reactions", permissions=ISSUES),
    Route("DELETE", f"{_ISSUE}/reactions/{{reaction_id}}", unreacted(_issue), feature="reactions", permissions=ISSUES),
    Route("GET", f"{_ONE}/reactions", reactions(_comment), feature="reactions", permissions=ISSUES),
    Route("POST", f"{_ONE}/reactions", reacted(_comment), feature="reactions", permissions=ISSUES),
    Route("DELETE", f"{_ONE}/reactions/{{reaction_id}}", unreacted(_comment), feature="reactions", permissions=ISSUES),
)
