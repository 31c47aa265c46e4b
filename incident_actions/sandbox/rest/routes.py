"""All routes of the sandbox, the most specific paths first."""

from incident_actions.sandbox.rest import (
    actions,
    apps,
    check_runs,
    comments,
    commits,
    contents,
    deployments,
    dispatches,
    forks,
    git_data,
    graphql,
    issues,
    labels,
    locks,
    meta,
    people,
    protections,
    pulls,
    readme,
    releases,
    repositories,
    repository_changes,
    rules,
    search,
    statuses,
    timeline,
    versions,
)
from incident_actions.sandbox.rest.call import Route

_FAMILIES = (
    actions,
    apps,
    search,
    readme,
    protections,
    check_runs,
    meta,
    comments,
    commits,
    contents,
    deployments,
    dispatches,
    forks,
    git_data,
    graphql,
    issues,
    labels,
    locks,
    people,
    pulls,
    releases,
    repositories,
    repository_changes,
    rules,
    statuses,
    timeline,
    versions,
)
_WIDER = {
    "{ref}": "{ref:.+}",
    "{basehead}": "{basehead:.+}",
    "{branch}": "{branch:.+}",
    "/{path}": "{path:(?:/.*)?}",
}
"""Parts of a path that may contain slashes, and one that may be missing."""


def _rank(route: Route) -> tuple[int, str]:
    return -route.template.count("/"), route.template.replace("{", "~")


ROUTES: tuple[Route, ...] = tuple(sorted((route for family in _FAMILIES for route in family.ROUTES), key=_rank))


def pattern(route: Route) -> str:
    """Return the route's path in the web server's syntax."""
    path = route.template
    for part, wider in _WIDER.items():
        path = path.replace(part, wider)
    return path
