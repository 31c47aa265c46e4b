"""Routes of comments on the code of pull requests."""

from incident_actions.sandbox.changes import pulls, review_comments
from incident_actions.sandbox.changes.review_comments import CodePlace
from incident_actions.sandbox.git.patch_lines import LEFT, RIGHT, find_line
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import NO_CONTENT, PULLS, ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import forbidden, not_found, wrong
from incident_actions.sandbox.shapes.pull import files, pull_of
from incident_actions.sandbox.shapes.review_comment import review_comment
from incident_actions.sandbox.state.records import ReviewComment, StoredIssue
from incident_actions.sandbox.state.role import RepositoryRole

RESOURCE = "PullRequestReviewComment"


def list_comments(call: Call) -> ApiResponse:
    """List the comments on the code of a pull request, oldest first."""
    issue = _pull(call)
    return _page(call, [(issue, each) for each in pull_of(issue).comments])


def list_repository_comments(call: Call) -> ApiResponse:
    """List the comments on the code of all pull requests, oldest first."""
    return _page(call, sorted(_all(call), key=lambda pair: pair[1].id))


def list_review_comments(call: Call) -> ApiResponse:
    """List the comments of one review."""
    issue, review = _pull(call), call.number("review_id")
    if all(each.id != review for each in pull_of(issue).reviews):
        raise not_found()
    return _page(call, [(issue, each) for each in pull_of(issue).comments if each.review == review])


def create_comment(call: Call) -> ApiResponse:
    """Comment on a line or a file, or reply with `in_reply_to`. GitHub makes a review of each such comment."""
    issue, body = _pull(call), call.text("body", RESOURCE)
    if call.body.get("in_reply_to") is not None:
        return _reply(call, issue, call.body["in_reply_to"], body)
    at = place_in_code(call, issue, call.body)
    review = pulls.review(call.acting, issue, "COMMENTED", "")
    return _shown(call, issue, review_comments.write(call.acting, issue, review.id, at, body), 201)


def reply(call: Call) -> ApiResponse:
    """Reply to a comment on the code."""
    return _reply(call, _pull(call), call.number("comment_id"), call.text("body", RESOURCE))


def get_comment(call: Call) -> ApiResponse:
    """Return one comment on the code."""
    return _shown(call, *_comment(call))


def edit_comment(call: Call) -> ApiResponse:
    """Change the text of a comment on the code."""
    issue, value = _own(call)
    review_comments.edit(call.acting, issue, value, call.text("body", RESOURCE))
    return _shown(call, issue, value)


def delete_comment(call: Call) -> ApiResponse:
    """Delete a comment on the code."""
    review_comments.delete(call.acting, *_own(call))
    return NO_CONTENT


def place_in_code(call: Call, issue: StoredIssue, given: Json) -> CodePlace:
    """Return the place that a comment names, which the pull request must change; raises Problem."""
    path, side, line = given.get("path"), given.get("side") or RIGHT, given.get("line")
    change = next((each for each in files(call.host.git(call.repository), pull_of(issue)) if each.path == path), None)
    if change is None:
        raise wrong(RESOURCE, "pull_request_review_thread.path", "invalid")
    if side not in (LEFT, RIGHT):
        raise wrong(RESOURCE, "pull_request_review_thread.side", "invalid")
    if given.get("subject_type") == "file":
        return CodePlace(change.path, side)
    if not isinstance(line, int):
        raise wrong(RESOURCE, "pull_request_review_thread.line", "missing_field")
    found, start = find_line(change.patch or "", side, line), given.get("start_line")
    if found is None:
        raise wrong(RESOURCE, "pull_request_review_thread.line", "custom", message="line must be part of the diff")
    if start is not None and (not isinstance(start, int) or start >= line):
        raise wrong(RESOURCE, "pull_request_review_thread.start_line", "custom", message="must precede the end line")
    return CodePlace(change.path, side, line, start, found.position, found.hunk)


def _reply(call: Call, issue: StoredIssue, to: object, body: str) -> ApiResponse:
    first = next((each for each in pull_of(issue).comments if each.id == to), None)
    if first is None:
        raise not_found()
    review = pulls.review(call.acting, issue, "COMMENTED", "")
    return _shown(call, issue, review_comments.reply(call.acting, issue, review.id, first, body), 201)


def _pull(call: Call) -> StoredIssue:
    if call.issue.pull is None:
        raise not_found()
    return call.issue


def _all(call: Call) -> list[tuple[StoredIssue, ReviewComment]]:
    return [(issue, each) for issue in call.repository.issues.values() if issue.pull for each in issue.pull.comments]


def _comment(call: Call) -> tuple[StoredIssue, ReviewComment]:
    number = call.number("comment_id")
    found = next((pair for pair in _all(call) if pair[1].id == number), None)
    if found is None:
        raise not_found()
    return found


def _own(call: Call) -> tuple[StoredIssue, ReviewComment]:
    """Return a comment that the caller may change: writers every one, everybody else their own."""
    issue, value = _comment(call)
    if value.author != call.login and call.role < RepositoryRole.WRITE:
        raise forbidden()
    return issue, value


def _page(call: Call, found: list[tuple[StoredIssue, ReviewComment]]) -> ApiResponse:
    return page(call, found, lambda pair: review_comment(call.host, call.repository, *pair))


def _shown(call: Call, issue: StoredIssue, value: ReviewComment, status: int = 200) -> ApiResponse:
    return ApiResponse(status, review_comment(call.host, call.repository, issue, value))


_PULLS = "/repos/{owner}/{repo}/pulls"
_ALL = f"{_PULLS}/{{pull_number}}/comments"
_ONE = f"{_PULLS}/comments/{{comment_id}}"
ROUTES = (
    Route("GET", _ALL, list_comments, permissions=PULLS),
    Route("POST", _ALL, create_comment, permissions=PULLS),
    Route("POST", f"{_ALL}/{{comment_id}}/replies", reply, permissions=PULLS),
    Route("GET", f"{_PULLS}/comments", list_repository_comments, permissions=PULLS),
    Route("GET", _ONE, get_comment, permissions=PULLS),
    Route("PATCH", _ONE, edit_comment, permissions=PULLS),
    Route("DELETE", _ONE, delete_comment, permissions=PULLS),
    Route("GET", f"{_PULLS}/{{pull_number}}/reviews/{{review_id}}/comments", list_review_comments, permissions=PULLS),
)
