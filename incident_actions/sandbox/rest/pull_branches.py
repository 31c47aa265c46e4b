"""The route that brings the branch of a pull request up to date."""

from incident_actions.sandbox.changes import pulls
from incident_actions.sandbox.rest.call import PULLS, RESOURCE_NOT_ACCESSIBLE, ApiResponse, Call, Route
from incident_actions.sandbox.rest.problem import forbidden, invalid
from incident_actions.sandbox.rest.pulls import find_pull, head_repository
from incident_actions.sandbox.shapes import issue as shapes
from incident_actions.sandbox.shapes.pull import is_behind, pull_of
from incident_actions.sandbox.state.role import RepositoryRole

OTHER_HEAD = "expected head sha didn't match current head ref."
UP_TO_DATE = "There are no new commits on the base branch."
CONFLICT = "merge conflict between base and head"


def update_branch(call: Call) -> ApiResponse:
    """Merge the base into the head. GitHub does so a moment later.

    https://docs.github.com/en/rest/pulls/pulls#update-a-pull-request-branch
    """
    issue = find_pull(call)
    pull = pull_of(issue)
    place = head_repository(call, pull)
    if issue.state == "closed" or place is None:
        raise invalid()
    if call.role_in(place) < RepositoryRole.WRITE:
        raise forbidden(RESOURCE_NOT_ACCESSIBLE if call.is_bot else "Must have push access to the head repository.")
    if call.body.get("expected_head_sha", pull.head_sha) != pull.head_sha:
        raise invalid(OTHER_HEAD)
    if not is_behind(call.host.git(call.repository), issue):
        raise invalid(UP_TO_DATE)
    if pulls.update_branch(call.acting, issue) is None:
        raise invalid(CONFLICT)
    url = shapes.html_url(call.host, call.repository, issue)
    return ApiResponse(202, {"message": "Updating pull request branch.", "url": url})


ROUTES = (Route("PUT", "/repos/{owner}/{repo}/pulls/{pull_number}/update-branch", update_branch, permissions=PULLS),)
