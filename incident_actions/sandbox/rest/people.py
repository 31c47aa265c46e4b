"""Routes of accounts, repositories, collaborators and teams."""

from incident_actions.sandbox.rest.call import NO_CONTENT, RESOURCE_NOT_ACCESSIBLE, ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import Problem, forbidden, not_found
from incident_actions.sandbox.rest.signed_in import require_person
from incident_actions.sandbox.shapes import git, people, repository
from incident_actions.sandbox.state.role import RepositoryRole

COLLABORATORS = "Must have push access to view repository collaborators."
PERMISSION = "Must have push access to view collaborator permission."


def get_repository(call: Call) -> ApiResponse:
    """Return one repository."""
    return ApiResponse(json=repository.full(call.host, call.repository, call.login))


def get_own_account(call: Call) -> ApiResponse:
    """Return the account of the token; an installation token has none on this route."""
    account = call.host.world.accounts[require_person(call)]
    return ApiResponse(json=people.profile(call.host, account, private=True))


def list_own_addresses(call: Call) -> ApiResponse:
    """List the mail addresses of the caller: the one that commits over the API have."""
    address = git.email(call.host, require_person(call))
    return page(call, [address], lambda each: {"email": each, "primary": True, "verified": True, "visibility": None})


def list_accounts(call: Call) -> ApiResponse:
    """List all accounts, by id."""
    since = int(call.query["since"]) if call.query.get("since", "").isdecimal() else 0
    found = sorted((each.id, each.login) for each in call.host.world.accounts.values() if each.id > since)
    return page(call, found, lambda pair: people.user(call.host, pair[1]))


def get_account(call: Call) -> ApiResponse:
    """Return an account."""
    account = call.host.world.accounts.get(call.login_at("username"))
    if account is None:
        raise not_found()
    return ApiResponse(json=people.profile(call.host, account, private=False))


def get_account_by_id(call: Call) -> ApiResponse:
    """Return the account of an id, whatever its login is now."""
    accounts = call.host.world.accounts.values()
    account = next((each for each in accounts if str(each.id) == call.parts["account_id"]), None)
    if account is None:
        raise not_found()
    return ApiResponse(json=people.profile(call.host, account, private=False))


def list_collaborators(call: Call) -> ApiResponse:
    """List the collaborators."""
    call.require(RepositoryRole.WRITE, COLLABORATORS)
    found = [login for login, role in call.repository.roles.items() if role != "none"]
    return page(call, found, lambda login: people.collaborator(call.host, call.repository, login))


def is_collaborator(call: Call) -> ApiResponse:
    """Respond with 204 for a collaborator, else with 404."""
    call.require(RepositoryRole.WRITE, COLLABORATORS)
    if call.repository.roles.get(call.login_at("username"), "none") == "none":
        raise not_found()
    return NO_CONTENT


def get_permission(call: Call) -> ApiResponse:
    """Return what a user may do, strangers too; a person who asks must be able to push.

    https://github.com/yegor256/rultor/issues/1407
    """
    if not call.is_bot:
        call.require(RepositoryRole.WRITE, PERMISSION)
    login = call.login_at("username")
    account = call.host.world.accounts.get(login)
    if account is None or account.type != "User":
        raise Problem(404, f"{login} is not a user")
    return ApiResponse(json=people.permission(call.host, call.repository, login))


def list_teams(call: Call) -> ApiResponse:
    """List an organization's teams, for those who work in it."""
    organization = _organization(call)
    found = [name for name in call.host.world.teams if name.partition("/")[0] == organization]
    return page(call, found, lambda name: people.team(call.host, name))


def get_team(call: Call) -> ApiResponse:
    """Return one team."""
    name = f"{_organization(call)}/{call.parts['team_slug']}"
    if name not in call.host.world.teams:
        raise not_found()
    return ApiResponse(json=people.whole_team(call.host, name))


def _organization(call: Call) -> str:
    """Return the organization in the path, for those who work in one of its repositories, but no workflow's token."""
    name = call.parts["org"].lower()
    if call.is_bot:
        raise forbidden(RESOURCE_NOT_ACCESSIBLE)
    places = (each for each in call.host.world.repositories.values() if each.owner.lower() == name)
    if not any(each.roles.get(call.login or "", "none") != "none" for each in places):
        raise not_found()
    return name


_REPOSITORY = "/repos/{owner}/{repo}"
ROUTES = (
    Route("GET", _REPOSITORY, get_repository),
    Route("GET", "/user", get_own_account),
    Route("GET", "/user/emails", list_own_addresses),
    Route("GET", "/users", list_accounts),
    Route("GET", "/user/{account_id}", get_account_by_id),
    Route("GET", "/users/{username}", get_account),
    Route("GET", "/orgs/{org}/teams", list_teams),
    Route("GET", "/orgs/{org}/teams/{team_slug}", get_team),
    Route("GET", f"{_REPOSITORY}/collaborators", list_collaborators, guarded=True),
    Route("GET", f"{_REPOSITORY}/collaborators/{{username}}", is_collaborator, guarded=True),
    Route("GET", f"{_REPOSITORY}/collaborators/{{username}}/permission", get_permission, guarded=True),
)
