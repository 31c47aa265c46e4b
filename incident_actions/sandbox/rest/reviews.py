"""Routes of one review of a pull request."""

from incident_actions.sandbox.changes import pulls
from incident_actions.sandbox.rest.call import PULLS, ApiResponse, Call, Route
from incident_actions.sandbox.rest.problem import forbidden, invalid, not_found
from incident_actions.sandbox.rest.pulls import find_pull
from incident_actions.sandbox.shapes import pull as shapes
from incident_actions.sandbox.shapes.pull import pull_of
from incident_actions.sandbox.state.records import Review
from incident_actions.sandbox.state.role import RepositoryRole

_DECISIONS = ("APPROVED", "CHANGES_REQUESTED")


def get_review(call: Call) -> ApiResponse:
    """Return one review."""
    return _shown(call, _review(call))


def edit_review(call: Call) -> ApiResponse:
    """Change the text of one's own review."""
    submitted = _review(call)
    if submitted.author != call.login:
        raise forbidden()
    pulls.edit_review(call.acting, find_pull(call), submitted, call.text("body", "PullRequestReview"))
    return _shown(call, submitted)


def dismiss_review(call: Call) -> ApiResponse:
    """Dismiss a review that approves or requests changes: https://github.com/defenseunicorns/lula/issues/207."""
    submitted, message = _review(call), call.text("message", "PullRequestReview")
    if submitted.state not in _DECISIONS:
        raise invalid("Validation Failed", f"Can not dismiss a {submitted.state.lower()} pull request review")
    pulls.dismiss_review(call.acting, find_pull(call), submitted, message)
    return _shown(call, submitted)


def _review(call: Call) -> Review:
    number = call.number("review_id")
    found = next((each for each in pull_of(find_pull(call)).reviews if each.id == number), None)
    if found is None:
        raise not_found()
    return found


def _shown(call: Call, submitted: Review) -> ApiResponse:
    return ApiResponse(json=shapes.review(call.host, call.repository, find_pull(call), submitted))


_ONE = "/repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}"
ROUTES = (
    Route("GET", _ONE, get_review, permissions=PULLS),
    Route("PUT", _ONE, edit_review, permissions=PULLS),
    Route("PUT", f"{_ONE}/dismissals", dismiss_review, RepositoryRole.WRITE, permissions=PULLS),
)
