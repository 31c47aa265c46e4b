"""All routes of the sandbox, the most specific paths first."""

from incident_actions.sandbox.rest import (
    actions,
    apps,
    check_run_changes,
    check_runs,
    collaborators,
    comments,
    commit_comments,
    commits,
    contents,
    deployments,
    dispatches,
    empty_lists,
    forks,
    git_data,
    git_tags,
    graphql,
    hook_deliveries,
    hooks,
    issues,
    issues_across,
    labels,
    locks,
    meta,
    milestones,
    organizations,
    people,
    protections,
    pull_branches,
    pulls,
    readme,
    release_changes,
    releases,
    repositories,
    repository_changes,
    repository_facts,
    review_comments,
    reviews,
    rules,
    run_changes,
    run_jobs,
    search,
    search_others,
    secrets,
    stars,
    statuses,
    texts,
    timeline,
    versions,
)
from incident_actions.sandbox.rest.call import Route

_FAMILIES = (
    actions,
    apps,
    check_run_changes,
    check_runs,
    collaborators,
    comments,
    commit_comments,
    commits,
    contents,
    deployments,
    dispatches,
    empty_lists,
    forks,
    git_data,
    git_tags,
    graphql,
    hook_deliveries,
    hooks,
    issues,
    issues_across,
    labels,
    locks,
    meta,
    milestones,
    organizations,
    people,
    protections,
    pull_branches,
    pulls,
    readme,
    release_changes,
    releases,
    repositories,
    repository_changes,
    repository_facts,
    review_comments,
    reviews,
    rules,
    run_changes,
    run_jobs,
    search,
    search_others,
    secrets,
    stars,
    statuses,
    texts,
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
