"""Routes of the caller's issues in all repositories."""

from collections.abc import Callable

from incident_actions.sandbox.rest.call import ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.repositories import require_organization
from incident_actions.sandbox.rest.signed_in import require_person
from incident_actions.sandbox.shapes import issue as shapes
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.state.records import StoredIssue
from incident_actions.sandbox.state.role import RepositoryRole


def list_own_issues(call: Call) -> ApiResponse:
    """List the open issues of all repositories that concern the caller, the newest first; `filter` says how."""
    return _listed(call, owner="")


def list_organization_issues(call: Call) -> ApiResponse:
    """List the same of an organization's repositories."""
    return _listed(call, require_organization(call))


def _listed(call: Call, owner: str) -> ApiResponse:
    login = require_person(call)
    how, state = call.choice("filter", tuple(_CONCERNS)), call.choice("state", ("open", "closed", "all"))
    found = [
        (place, issue)
        for place in call.host.world.repositories.values()
        if owner in ("", place.owner) and call.role_in(place) >= RepositoryRole.READ
        for issue in place.issues.values()
        if state in (issue.state, "all") and _CONCERNS[how](issue, login)
    ]
    found.sort(key=lambda pair: pair[1].created_at, reverse=True)
    return page(
        call,
        found,
        lambda pair: shapes.issue(call.host, *pair) | {"repository": repository.list_item(call.host, pair[0], login)},
    )


_CONCERNS: dict[str, Callable[[StoredIssue, str], bool]] = {
    "assigned": lambda issue, login: login in issue.assignees,
    "created": lambda issue, login: issue.author == login,
    "mentioned": lambda issue, login: f"@{login}".casefold() in (issue.body or "").casefold(),
    "subscribed": lambda issue, login: login in (issue.author, *issue.assignees),
    "repos": lambda *_: True,
    "all": lambda *_: True,
}
ROUTES = (
    Route("GET", "/issues", list_own_issues),
    Route("GET", "/user/issues", list_own_issues),
    Route("GET", "/orgs/{org}/issues", list_organization_issues),
)
