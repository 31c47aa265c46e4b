"""Routes that create repositories, and list those of an account or an organization."""

import re

from incident_actions.sandbox.changes.new_repository import NewRepository, create_repository
from incident_actions.sandbox.rest.call import ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import forbidden, invalid, not_found, wrong
from incident_actions.sandbox.rest.signed_in import require_person
from incident_actions.sandbox.shapes import people, repository
from incident_actions.sandbox.state.records import Repository
from incident_actions.sandbox.state.role import RepositoryRole

LONGEST_NAME = 100
MAY_NOT_CREATE = "You need admin access to the organization before adding a repository to it."
_REPLACED = re.compile(r"[^\w.-]+", re.ASCII)
_RESERVED = frozenset({"", ".", ".."})


def create_own_repository(call: Call) -> ApiResponse:
    """Create a repository for the caller."""
    return _create(call, require_person(call))


def create_organization_repository(call: Call) -> ApiResponse:
    """Create a repository in an organization, for its owners and the administrators of its repositories."""
    owner, login = require_organization(call), require_person(call)
    if not may_create(call, owner, login):
        raise forbidden(MAY_NOT_CREATE)
    return _create(call, owner)


def list_own_repositories(call: Call) -> ApiResponse:
    """List the repositories in which the caller has a role."""
    login = require_person(call)
    return _page(call, [each for each in _visible(call) if login in each.roles])


def list_organization_repositories(call: Call) -> ApiResponse:
    """List an organization's repositories."""
    owner = require_organization(call)
    return _page(call, [each for each in _visible(call) if each.owner == owner])


def list_account_repositories(call: Call) -> ApiResponse:
    """List an account's public repositories."""
    owner = call.login_at("username")
    if owner not in call.host.world.accounts:
        raise not_found()
    return _page(call, [each for each in _visible(call) if each.owner == owner and not each.private])


def get_organization(call: Call) -> ApiResponse:
    """Return an organization."""
    account = call.host.world.accounts[require_organization(call)]
    return ApiResponse(json=people.organization(call.host, account))


def _create(call: Call, owner: str) -> ApiResponse:
    """Create a repository, which the owners of its organization administer, too."""
    host, login = call.host, require_person(call)
    name = read_name(call)
    full_name = f"{owner}/{name}"
    if full_name.lower() in host.world.repositories:
        error = {"resource": "Repository", "code": "custom", "field": "name"}
        raise invalid("Repository creation failed.", error | {"message": "name already exists on this account"})
    host.clock.tick()
    files = {"README.md": f"# {name}\n"} if call.body.get("auto_init") else None
    private = bool(call.body.get("private")) or call.body.get("visibility") == "private"
    admins = dict.fromkeys((login, *host.world.owners.get(owner, ())), "admin")
    made = create_repository(host, NewRepository(full_name, files, admins, private=private))
    made.description = call.body.get("description") or None
    made.settings.issues = bool(call.body.get("has_issues", True))
    return ApiResponse(201, repository.full(host, made, login), {"Location": repository.api_url(host, made)})


def read_name(call: Call, key: str = "name") -> str:
    """Return the name in the body as GitHub changes it: characters that it does not accept become hyphens."""
    given = call.body.get(key)
    name = _REPLACED.sub("-", given) if isinstance(given, str) else ""
    if name in _RESERVED:
        raise wrong("Repository", "name", "missing_field")
    if len(name) > LONGEST_NAME:
        message = f"name is too long (maximum is {LONGEST_NAME} characters)"
        raise wrong("Repository", "name", "custom", message=message)
    return name.removesuffix(".git")


def require_organization(call: Call) -> str:
    """Return the login of the organization in the path; raises Problem."""
    name = call.login_at("org")
    account = call.host.world.accounts.get(name)
    if account is None or account.type != "Organization":
        raise not_found()
    return name


def may_create(call: Call, owner: str, login: str) -> bool:
    """Check that somebody may create repositories in an organization."""
    places = (each for each in call.host.world.repositories.values() if each.owner == owner)
    return login in call.host.world.owners.get(owner, ()) or any(
        each.role(login) == RepositoryRole.ADMIN for each in places
    )


def _visible(call: Call) -> list[Repository]:
    return [each for each in call.host.world.repositories.values() if call.role_in(each) >= RepositoryRole.READ]


def _page(call: Call, found: list[Repository]) -> ApiResponse:
    return page(call, found, lambda each: repository.list_item(call.host, each, call.login))


ROUTES = (
    Route("POST", "/user/repos", create_own_repository),
    Route("GET", "/user/repos", list_own_repositories),
    Route("GET", "/orgs/{org}", get_organization),
    Route("POST", "/orgs/{org}/repos", create_organization_repository),
    Route("GET", "/orgs/{org}/repos", list_organization_repositories),
    Route("GET", "/users/{username}/repos", list_account_repositories),
)
