"""The versions of the REST API that a server supports, and the route that lists them.

https://docs.github.com/en/rest/about-the-rest-api/api-versions
"""

from incident_actions.sandbox.host import Host
from incident_actions.sandbox.rest.call import ApiResponse, Call, Route
from incident_actions.sandbox.rest.problem import Problem

ASKED, SELECTED = "X-GitHub-Api-Version", "X-GitHub-Api-Version-Selected"
OLDEST, NEWEST = "2022-11-28", "2026-03-10"


def supported_versions(host: Host) -> tuple[str, ...]:
    """Return the supported versions, newest first; an older server has only the first one."""
    return (OLDEST,) if host.enterprise else (NEWEST, OLDEST)


def choose_version(host: Host, asked: str) -> str:
    """Return the version for a request: the requested one, else the oldest. Raises Problem.

    GitHub's words: https://github.com/expipiplus1/update-nix-fetchgit/issues/79
    """
    known = supported_versions(host)
    if asked and asked not in known:
        named = ", ".join(f'"{each}"{" (most recent)" * (each == known[0])}' for each in known)
        raise Problem(
            400,
            f'The version you specified in the "X-GitHub-API-Version" request header, "{asked}", is not a supported'
            f" version. The following versions are currently supported: {named}.",
        )
    return asked or OLDEST


def list_versions(call: Call) -> ApiResponse:
    """List the versions."""
    return ApiResponse(json=list(supported_versions(call.host)))


ROUTES = (Route("GET", "/versions", list_versions),)
