"""Routes of forks."""

from incident_actions.sandbox.changes import forks
from incident_actions.sandbox.rest.call import ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import forbidden
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.state.role import RepositoryRole


def create_fork(call: Call) -> ApiResponse:
    """Fork a repository into the caller's account. GitHub takes a while, and the sandbox does it at once."""
    if call.acting.repository.owner == call.login:
        raise forbidden("You cannot fork your own repository.")
    return ApiResponse(202, repository.full(call.host, forks.create_fork(call.acting), call.login))


def list_forks(call: Call) -> ApiResponse:
    """List the forks of a repository, the newest first."""
    wanted = call.repository.full_name.lower()
    found = [each for each in call.host.world.repositories.values() if each.parent.lower() == wanted]
    return page(call, found[::-1], lambda each: repository.short(call.host, each))


_ALL = "/repos/{owner}/{repo}/forks"
ROUTES = (
    Route("GET", _ALL, list_forks),
    Route("POST", _ALL, create_fork, RepositoryRole.READ, permissions=("administration",)),
)
