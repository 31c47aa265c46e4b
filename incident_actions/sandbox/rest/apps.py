"""Routes of a GitHub App, which signs its requests with its key: its installation, and a token for that."""

from datetime import timedelta

import jwt

from incident_actions.sandbox.host import App, Host
from incident_actions.sandbox.rest.call import ApiResponse, Call, Route
from incident_actions.sandbox.rest.problem import Problem, not_found
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.shapes.formats import stamp
from incident_actions.sandbox.shapes.people import user
from incident_actions.sandbox.state.grant import covers
from incident_actions.sandbox.state.records import Repository, StoredAccount

LONGEST = 600 + 60
"""Seconds that GitHub accepts a signature, and seconds that it may begin earlier, since clocks differ.

https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
"""
HOURS = 1


def bad_signature() -> Problem:
    """Return GitHub's error for a request that no App has signed."""
    return Problem(401, "A JSON web token could not be decoded")


def signer(host: Host, token: str) -> App | None:
    """Return the App that signed a JSON web token, checked against real time; None for other tokens."""
    if token.count(".") != 2:
        return None
    try:
        claimed = jwt.decode(token, options={"verify_signature": False})
        app = host.apps[str(claimed["iss"])]
        claims = jwt.decode(token, app.public_key, ["RS256"])
    except (jwt.PyJWTError, KeyError) as wrong:
        raise bad_signature() from wrong
    if claims["exp"] - claims["iat"] > LONGEST:
        raise bad_signature()
    return app


def get_installation(call: Call) -> ApiResponse:
    """Return the App's installation on a repository: there is one if the App's account has a role."""
    if call.login not in call.repository.roles:
        raise not_found()
    account = call.host.world.accounts[call.login]
    owner = call.host.account(call.repository.owner, "Organization")
    number = _number(account, owner)
    at, api = stamp(account.created_at), f"{call.host.api_url}/app/installations/{number}"
    return ApiResponse(
        json={
            "id": number,
            "account": user(call.host, owner.login),
            "repository_selection": "selected",
            "access_tokens_url": f"{api}/access_tokens",
            "repositories_url": f"{call.host.api_url}/installation/repositories",
            "html_url": f"{call.host.url}/organizations/{owner.login}/settings/installations/{number}",
            "app_id": account.id,
            "app_slug": _app(call).slug,
            "target_id": owner.id,
            "target_type": "Organization",
            "permissions": _app(call).permissions,
            "events": [],
            "created_at": at,
            "updated_at": at,
            "single_file_name": None,
            "suspended_by": None,
            "suspended_at": None,
        }
    )


def create_access_token(call: Call) -> ApiResponse:
    """Create an installation token, with the requested ones of the App's permissions; all by default.

    https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app
    """
    app, places = _app(call), _installed(call)
    has = app.permissions
    asked = call.body.get("permissions") or has
    if not all(covers(has.get(name, "none"), level) for name, level in asked.items()):
        raise Problem(422, "The permissions requested are not granted to this installation.")
    reached = _named(call, places) if call.body.get("repositories") else places
    granted = {**asked, "metadata": "read"}
    until = call.host.clock.now() + timedelta(hours=HOURS)
    token = call.host.installation_token(app.login, granted, [each.full_name for each in reached])
    return ApiResponse(
        201,
        {
            "token": token,
            "expires_at": stamp(until),
            "permissions": granted,
            "repository_selection": "selected",
            "repositories": [repository.full(call.host, each, app.login) for each in reached],
        },
    )


def _app(call: Call) -> App:
    """Return the App that signed the request."""
    return next(each for each in call.host.apps.values() if each.login == call.login)


def _number(account: StoredAccount, owner: StoredAccount) -> int:
    """Return the number of an App's installation at an owner."""
    return account.id * 1_000_000 + owner.id


def _installed(call: Call) -> list[Repository]:
    """Return the repositories of the installation in the path."""
    world, login = call.host.world, call.login or ""
    places = [
        each
        for each in world.repositories.values()
        if login in each.roles
        and str(_number(world.accounts[login], world.accounts[each.owner])) == call.parts["installation_id"]
    ]
    if not places:
        raise not_found()
    return places


def _named(call: Call, places: list[Repository]) -> list[Repository]:
    """Return the repositories in the body, without their owner.

    The wording is GitHub's: https://github.com/tibdex/github-app-token/issues/105
    """
    by_name = {each.name.lower(): each for each in places}
    names = [name.lower() for name in call.names("repositories")]
    if not by_name.keys() >= set(names):
        raise Problem(
            422,
            "There is at least one repository that does not exist or is not accessible to the parent installation.",
        )
    return [by_name[name] for name in dict.fromkeys(names)]


ROUTES = (
    Route("GET", "/repos/{owner}/{repo}/installation", get_installation),
    Route("POST", "/app/installations/{installation_id}/access_tokens", create_access_token),
)
TEMPLATES = frozenset(route.template for route in ROUTES)
