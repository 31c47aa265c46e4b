"""The routes of a GitHub App: where it is installed, and a token for that; it signs its requests with its key."""

from datetime import timedelta

import jwt

from incident_actions.sandbox.host import App, Host
from incident_actions.sandbox.rest.call import Answer, Call, Route
from incident_actions.sandbox.rest.problem import Problem, not_found
from incident_actions.sandbox.shapes.people import user
from incident_actions.sandbox.shapes.spelling import stamp

LONGEST = 600 + 60
"""Seconds: what GitHub lets a signature live, and what it may begin earlier for clocks that are apart.

https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
"""
HOURS = 1


def undecoded() -> Problem:
    """What GitHub says to whoever is no App, or signs with another key."""
    return Problem(401, "A JSON web token could not be decoded")


def signer(host: Host, token: str) -> App | None:
    """The App that signed a JSON web token; None for a token of another kind. Its times are those of the real world."""
    if token.count(".") != 2:
        return None
    try:
        claimed = jwt.decode(token, options={"verify_signature": False})
        app = host.apps[str(claimed["iss"])]
        claims = jwt.decode(token, app.public_key, ["RS256"])
    except (jwt.PyJWTError, KeyError) as wrong:
        raise undecoded() from wrong
    if claims["exp"] - claims["iat"] > LONGEST:
        raise undecoded()
    return app


def installation(call: Call) -> Answer:
    """Where the App is installed: on each repository in which its account has a role."""
    number = _installed(call)
    account = call.host.world.accounts[call.login or ""]
    owner = call.host.account(call.repository.owner, "Organization")
    at, api = stamp(account.created_at), f"{call.host.api_url}/app/installations/{number}"
    return Answer(
        json={
            "id": number,
            "account": user(call.host, owner.login),
            "repository_selection": "selected",
            "access_tokens_url": f"{api}/access_tokens",
            "repositories_url": f"{call.host.api_url}/installation/repositories",
            "html_url": f"{call.host.url}/organizations/{owner.login}/settings/installations/{number}",
            "app_id": account.id,
            "app_slug": (call.login or "").removesuffix("[bot]"),
            "target_id": owner.id,
            "target_type": "Organization",
            "permissions": _RIGHTS,
            "events": [],
            "created_at": at,
            "updated_at": at,
            "single_file_name": None,
            "suspended_by": None,
            "suspended_at": None,
        }
    )


_RIGHTS = {"contents": "write", "issues": "write", "metadata": "read", "pull_requests": "write"}


def access_token(call: Call) -> Answer:
    """A token of the installation, for at most what the App was given."""
    account = call.host.world.accounts[call.login or ""]
    if call.parts["installation_id"] != str(account.id):
        raise not_found()
    asked = call.body.get("permissions") or _RIGHTS
    if not set(asked) <= set(_RIGHTS):
        raise Problem(422, "The permissions requested are not granted to this installation.")
    until = call.host.clock.now() + timedelta(hours=HOURS)
    token = {"token": call.host.token(account.login), "expires_at": stamp(until)}
    return Answer(201, {**token, "permissions": asked, "repository_selection": "selected"})


def _installed(call: Call) -> int:
    if call.login not in call.repository.roles:
        raise not_found()
    return call.host.world.accounts[call.login].id


ROUTES = (
    Route("GET", "/repos/{owner}/{repo}/installation", installation),
    Route("POST", "/app/installations/{installation_id}/access_tokens", access_token),
)
TEMPLATES = frozenset(route.template for route in ROUTES)
