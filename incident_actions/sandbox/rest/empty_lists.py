"""Routes of what the sandbox does not have: each returns an empty list, or says that there is nothing."""

from collections.abc import Callable

from incident_actions.sandbox.rest.call import ACTIONS, ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import not_found
from incident_actions.sandbox.rest.signed_in import require_person
from incident_actions.sandbox.state.role import RepositoryRole


def list_nothing_of_own(call: Call) -> ApiResponse:
    """List what the caller does not have."""
    require_person(call)
    return page(call, [], lambda each: each)


def list_nothing_of_account(call: Call) -> ApiResponse:
    """List what an account does not have."""
    if call.login_at("username") not in call.host.world.accounts:
        raise not_found()
    return page(call, [], lambda each: each)


def list_nothing_of_repository(call: Call) -> ApiResponse:
    """List what a repository does not have, if the caller may see the repository."""
    nothing = call.repository.releases[:0]
    return page(call, nothing, lambda each: each)


def list_nothing_for_admins(call: Call) -> ApiResponse:
    """List what a repository does not have, for its administrators."""
    call.require(RepositoryRole.ADMIN)
    return page(call, [], lambda each: each)


def count_nothing(key: str) -> Callable[[Call], ApiResponse]:
    """Return the handler of a list that has its items in a key, beside their count."""

    def answer(call: Call) -> ApiResponse:
        return ApiResponse(json={"total_count": 0, key: list_nothing_of_repository(call).json})

    return answer


def get_cache_usage(call: Call) -> ApiResponse:
    """Return how much the caches of Actions take: nothing."""
    counts = {"active_caches_size_in_bytes": 0, "active_caches_count": 0}
    return ApiResponse(json={"full_name": call.repository.full_name, **counts})


_REPOSITORY = "/repos/{owner}/{repo}"
_ADMINISTRATION = ("administration",)
ROUTES = (
    *(
        Route("GET", path, list_nothing_of_own)
        for path in ("/gists", "/notifications", "/user/followers", "/user/following", "/user/keys")
    ),
    *(
        Route("GET", f"/users/{{username}}/{what}", list_nothing_of_account)
        for what in ("gists", "followers", "following", "keys", "events")
    ),
    Route("GET", f"{_REPOSITORY}/notifications", list_nothing_of_repository),
    Route("GET", f"{_REPOSITORY}/events", list_nothing_of_repository),
    Route("GET", f"{_REPOSITORY}/teams", list_nothing_for_admins, permissions=_ADMINISTRATION, guarded=True),
    Route("GET", f"{_REPOSITORY}/keys", list_nothing_for_admins, permissions=_ADMINISTRATION, guarded=True),
    Route("GET", f"{_REPOSITORY}/actions/caches", count_nothing("actions_caches"), permissions=ACTIONS),
    Route("GET", f"{_REPOSITORY}/actions/cache/usage", get_cache_usage, permissions=ACTIONS),
    Route("GET", f"{_REPOSITORY}/actions/artifacts", count_nothing("artifacts"), permissions=ACTIONS),
    Route("GET", f"{_REPOSITORY}/actions/runs/{{run_id}}/artifacts", count_nothing("artifacts"), permissions=ACTIONS),
)
