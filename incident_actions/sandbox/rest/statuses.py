"""Routes of commit statuses."""

from incident_actions.sandbox.changes import statuses
from incident_actions.sandbox.rest.call import STATUSES, ApiResponse, Call, Route
from incident_actions.sandbox.rest.commits import git_store, resolve_commit
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import invalid, wrong
from incident_actions.sandbox.shapes import status as shapes
from incident_actions.sandbox.state.records import CommitStatus
from incident_actions.sandbox.state.role import RepositoryRole

STATES = ("error", "failure", "pending", "success")
LONGEST = 140


def create_status(call: Call) -> ApiResponse:
    """Create a commit status."""
    sha, state, description = call.parts["sha"], call.text("state", "Status"), call.body.get("description")
    if not git_store(call).has(sha):
        raise invalid(f"No commit found for SHA: {sha}")
    if state not in STATES:
        raise wrong("Status", "state")
    if description is not None and len(description) > LONGEST:
        message = f"description is too long (maximum is {LONGEST} characters)"
        raise wrong("Status", "description", "custom", message=message)
    context, target, acting = call.body.get("context", "default"), call.body.get("target_url"), call.acting
    status = CommitStatus(acting.next_id(), sha, state, context, description, target, acting.login, acting.now)
    statuses.record_status(acting, status)
    return ApiResponse(201, shapes.status(call.host, call.repository, status))


def list_statuses(call: Call) -> ApiResponse:
    """List all statuses of a commit, newest first."""
    return page(call, _newest_first(call), lambda each: shapes.status(call.host, call.repository, each))


def get_combined_status(call: Call) -> ApiResponse:
    """Return the combined status: the latest one of each context."""
    latest = {each.context: each for each in reversed(_newest_first(call))}
    sha = resolve_commit(call, call.parts["ref"])
    return ApiResponse(json=shapes.combined_status(call.host, call.repository, sha, list(latest.values())))


def _newest_first(call: Call) -> list[CommitStatus]:
    sha = resolve_commit(call, call.parts["ref"])
    return [each for each in reversed(call.repository.statuses) if each.sha == sha]


_COMMIT = "/repos/{owner}/{repo}/commits/{ref}"
ROUTES = (
    Route(
        "POST",
        "/repos/{owner}/{repo}/statuses/{sha}",
        create_status,
        RepositoryRole.WRITE,
        feature="statuses",
        permissions=STATUSES,
    ),
    Route("GET", f"{_COMMIT}/statuses", list_statuses, feature="statuses", permissions=STATUSES),
    Route(
        "GET", "/repos/{owner}/{repo}/statuses/{ref}", list_statuses, feature="statuses", permissions=STATUSES
    ),  # the older name, which lives on
    Route("GET", f"{_COMMIT}/status", get_combined_status, feature="statuses", permissions=STATUSES),
)
