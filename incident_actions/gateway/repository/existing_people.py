"""Look up which logins are accounts of people."""

from __future__ import annotations

from urllib.parse import quote

from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal

MOST_PEOPLE = 50
"""How many logins one run looks up."""


def existing_people(connection: Connection, logins: tuple[str, ...]) -> dict[str, bool | None]:
    """Return which logins are accounts of people; None if GitHub does not answer.

    https://docs.github.com/en/rest/users/users#get-a-user
    """
    return {login: _is_person(connection, login) if asked < MOST_PEOPLE else None for asked, login in enumerate(logins)}


def _is_person(connection: Connection, login: str) -> bool | None:
    try:
        return bool(connection.get(f"/users/{quote(login, safe='')}")["type"] == "User")
    except GithubError as error:
        return False if is_refusal(error, 404) else None
    except OSError:
        return None
