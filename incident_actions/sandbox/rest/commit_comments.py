"""Routes of comments on commits."""

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import CONTENTS, NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.commits import require_commit
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import forbidden, not_found
from incident_actions.sandbox.shapes import people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.community import StoredCommitComment
from incident_actions.sandbox.state.role import RepositoryRole


def list_comments(call: Call) -> ApiResponse:
    """List the comments on all commits, oldest first."""
    return page(call, call.repository.commit_comments, lambda each: _shape(call, each))


def list_comments_on_commit(call: Call) -> ApiResponse:
    """List the comments on a commit, oldest first."""
    sha = require_commit(call, "commit_sha")
    found = [each for each in call.repository.commit_comments if each.sha == sha]
    return page(call, found, lambda each: _shape(call, each))


def create_comment(call: Call) -> ApiResponse:
    """Comment on a commit, or on a file in it."""
    sha, body, acting = require_commit(call, "commit_sha"), call.text("body", "CommitComment"), call.acting
    path, position = call.body.get("path"), call.body.get("position")
    made = StoredCommitComment(acting.next_id(), sha, acting.login, body, path, position, acting.now, acting.now)
    call.repository.commit_comments.append(made)
    shown = _shape(call, made)
    acting.announce("commit_comment", {"action": "created", "comment": shown})
    return ApiResponse(201, shown)


def get_comment(call: Call) -> ApiResponse:
    """Return one comment on a commit."""
    return ApiResponse(json=_shape(call, _comment(call)))


def edit_comment(call: Call) -> ApiResponse:
    """Edit a comment, for its author or writers."""
    value = _own(call)
    value.body, value.updated_at = call.text("body", "CommitComment"), call.acting.now
    return ApiResponse(json=_shape(call, value))


def delete_comment(call: Call) -> ApiResponse:
    """Delete a comment, for its author or writers."""
    call.repository.commit_comments.remove(_own(call))
    return NO_CONTENT


def _comment(call: Call) -> StoredCommitComment:
    number = call.number("comment_id")
    found = next((each for each in call.repository.commit_comments if each.id == number), None)
    if found is None:
        raise not_found()
    return found


def _own(call: Call) -> StoredCommitComment:
    value = _comment(call)
    if call.acting.login != value.author and call.role < RepositoryRole.WRITE:
        raise forbidden()
    return value


def _shape(call: Call, value: StoredCommitComment) -> Json:
    api, html = repository.api_url(call.host, call.repository), repository.html_url(call.host, call.repository)
    return {
        "html_url": f"{html}/commit/{value.sha}#commitcomment-{value.id}",
        "url": f"{api}/comments/{value.id}",
        "id": value.id,
        "node_id": node_id("CC", value.id),
        "body": value.body,
        "path": value.path,
        "position": value.position,
        "line": None,
        "commit_id": value.sha,
        "user": people.user(call.host, value.author),
        "created_at": stamp(value.created_at),
        "updated_at": stamp(value.updated_at),
        "author_association": people.association(call.repository, value.author),
    }


_REPOSITORY = "/repos/{owner}/{repo}"
_ONE = f"{_REPOSITORY}/comments/{{comment_id}}"
_ON = f"{_REPOSITORY}/commits/{{commit_sha}}/comments"
ROUTES = (
    Route("GET", f"{_REPOSITORY}/comments", list_comments, permissions=CONTENTS),
    Route("GET", _ON, list_comments_on_commit, permissions=CONTENTS),
    Route("POST", _ON, create_comment, permissions=CONTENTS),
    Route("GET", _ONE, get_comment, permissions=CONTENTS),
    Route("PATCH", _ONE, edit_comment, permissions=CONTENTS),
    Route("DELETE", _ONE, delete_comment, permissions=CONTENTS),
)
