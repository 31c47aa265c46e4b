"""Routes that change and delete a repository."""

from incident_actions.sandbox.changes import repository_moves
from incident_actions.sandbox.changes.repository_removal import remove_repository
from incident_actions.sandbox.rest.call import NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.problem import forbidden, wrong
from incident_actions.sandbox.rest.repositories import MAY_NOT_CREATE, may_create, read_name
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.state.records import Repository
from incident_actions.sandbox.state.role import RepositoryRole

VISIBILITIES = ("public", "private")


def update_repository(call: Call) -> ApiResponse:
    """Change the name, the description, the visibility, the default branch and the features of a repository."""
    place, body = call.repository, call.body
    name = read_name(call) if "name" in body else place.name
    require_free_name(call, place, f"{place.owner}/{name}")
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
    if name != place.name:
        repository_moves.rename(call.acting, name)
    return ApiResponse(json=repository.full(call.host, place, call.login))


def transfer_repository(call: Call) -> ApiResponse:
    """Give a repository to another account, which accepts at once. The answer shows it as it was.

    https://docs.github.com/en/rest/repos/repos#transfer-a-repository
    """
    place, owner = call.repository, call.host.world.login(call.text("new_owner", "Repository"))
    account = call.host.world.accounts.get(owner)
    if account is None or account.type == "Bot":
        raise wrong("Repository", "new_owner")
    if account.type == "Organization" and not may_create(call, owner, call.acting.login):
        raise forbidden(MAY_NOT_CREATE)
    name = read_name(call, "new_name") if call.body.get("new_name") else place.name
    require_free_name(call, place, f"{owner}/{name}")
    before = repository.short(call.host, place)
    repository_moves.transfer(call.acting, owner, name)
    return ApiResponse(202, before)


def require_free_name(call: Call, place: Repository, full_name: str) -> None:
    """Refuse the name of another repository; raises Problem."""
    if call.host.world.repositories.get(full_name.lower(), place) is not place:
        raise wrong("Repository", "name", "custom", message="name already exists on this account")


def delete_repository(call: Call) -> ApiResponse:
    """Delete a repository with everything in it."""
    remove_repository(call.host, call.repository)
    return NO_CONTENT


def _visibility(private: bool) -> str:  # noqa: FBT001  the repository's own flag
    return VISIBILITIES[private]


_ADMINISTRATION = ("administration",)
_REPOSITORY = "/repos/{owner}/{repo}"
ROUTES = (
    Route("PATCH", _REPOSITORY, update_repository, RepositoryRole.ADMIN, permissions=_ADMINISTRATION),
    Route("POST", f"{_REPOSITORY}/transfer", transfer_repository, RepositoryRole.ADMIN, permissions=_ADMINISTRATION),
    Route("DELETE", _REPOSITORY, delete_repository, RepositoryRole.ADMIN, permissions=_ADMINISTRATION),
)
