"""Routes that change and delete a repository."""

from incident_actions.sandbox.changes.repository_removal import remove_repository
from incident_actions.sandbox.rest.call import NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.problem import invalid, wrong
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.state.role import RepositoryRole

NOT_RENAMED = "The sandbox does not rename repositories."
VISIBILITIES = ("public", "private")


def update_repository(call: Call) -> ApiResponse:
    """Change the description, the visibility, the default branch and the features of a repository."""
    place, body = call.repository, call.body
    if body.get("name", place.name) != place.name:
        raise invalid(NOT_RENAMED)
    branch = body.get("default_branch", place.default_branch)
    if branch != place.default_branch and call.host.git(place).branch(branch) is None:
        raise wrong("Repository", "default_branch")
    if body.get("visibility", VISIBILITIES[0]) not in VISIBILITIES:
        raise wrong("Repository", "visibility")
    place.description = call.text_or_none("description", "Repository", place.description)
    place.private = bool(body.get("private", body.get("visibility", _visibility(place.private)) == "private"))
    place.settings.issues = bool(body.get("has_issues", place.settings.issues))
    place.settings.archived = bool(body.get("archived", place.settings.archived))
    if branch != place.default_branch:
        place.default_branch = branch
        call.host.git(place).point_head_at(branch)
    return ApiResponse(json=repository.full(call.host, place, call.login))


def delete_repository(call: Call) -> ApiResponse:
    """Delete a repository with everything in it."""
    remove_repository(call.host, call.repository)
    return NO_CONTENT


def _visibility(private: bool) -> str:  # noqa: FBT001  the repository's own flag
    return VISIBILITIES[private]


_REPOSITORY = "/repos/{owner}/{repo}"
ROUTES = (
    Route("PATCH", _REPOSITORY, update_repository, RepositoryRole.ADMIN, permissions=("administration",)),
    Route("DELETE", _REPOSITORY, delete_repository, RepositoryRole.ADMIN, permissions=("administration",)),
)
