"""Routes of organizations: who belongs to them, and to which ones somebody belongs."""

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import not_found
from incident_actions.sandbox.rest.repositories import require_organization
from incident_actions.sandbox.rest.signed_in import require_person
from incident_actions.sandbox.shapes import people


def list_members(call: Call) -> ApiResponse:
    """List the owners of an organization: the sandbox knows no other members."""
    owners = call.host.world.owners.get(require_organization(call), [])
    return page(call, people.users(call.host, owners), lambda each: each)


def is_member(call: Call) -> ApiResponse:
    """Respond with 204 for a member, else with 404."""
    if call.login_at("username") not in call.host.world.owners.get(require_organization(call), []):
        raise not_found()
    return NO_CONTENT


def get_membership(call: Call) -> ApiResponse:
    """Return somebody's membership, for members."""
    name, login = require_organization(call), call.login_at("username")
    owners = call.host.world.owners.get(name, [])
    if login not in owners or require_person(call) not in owners:
        raise not_found()
    return ApiResponse(json=_membership(call, name, login))


def list_own_memberships(call: Call) -> ApiResponse:
    """List the caller's memberships."""
    login = require_person(call)
    return page(call, _owned_by(call, login), lambda name: _membership(call, name, login))


def list_own_organizations(call: Call) -> ApiResponse:
    """List the organizations of the caller."""
    return page(call, _owned_by(call, require_person(call)), lambda name: _short(call, name))


def list_organizations_of_account(call: Call) -> ApiResponse:
    """List the organizations in which an account shows its membership: none, as nobody shows it unless asked to."""
    if call.login_at("username") not in call.host.world.accounts:
        raise not_found()
    return page(call, [], lambda each: each)


def _owned_by(call: Call, login: str) -> list[str]:
    return [name for name, owners in call.host.world.owners.items() if login in owners]


def _short(call: Call, name: str) -> Json:
    return people.short_organization(call.host, call.host.world.accounts[name])


def _membership(call: Call, name: str, login: str) -> Json:
    url = f"{call.host.api_url}/orgs/{name}"
    return {
        "url": f"{url}/memberships/{login}",
        "state": "active",
        "role": "admin",
        "organization_url": url,
        "organization": _short(call, name),
        "user": people.user(call.host, login),
    }


ROUTES = (
    Route("GET", "/orgs/{org}/members", list_members),
    Route("GET", "/orgs/{org}/members/{username}", is_member),
    Route("GET", "/orgs/{org}/memberships/{username}", get_membership),
    Route("GET", "/user/memberships/orgs", list_own_memberships),
    Route("GET", "/user/orgs", list_own_organizations),
    Route("GET", "/users/{username}/orgs", list_organizations_of_account),
)
