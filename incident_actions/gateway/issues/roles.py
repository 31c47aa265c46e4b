"""The role that somebody has in a repository."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from incident_actions.contract.questions import COULD_NOT_CHECK
from incident_actions.gateway.client.api_errors import NotGitHubApi
from incident_actions.gateway.client.connection import Connection
from incident_actions.model.process.permission import ROLES

ROLE_BY_FLAG = {"admin": "admin", "maintain": "maintain", "push": "write", "triage": "triage", "pull": "read"}
"""The role for each flag that GitHub sets on a collaborator, the greatest first."""

LEGACY_ROLES = {"maintain": "write", "triage": "read"}
"""The older role that `permission` gives for roles which are newer than it."""


def get_permission(connection: Connection, login: str) -> dict[str, Any]:
    """Ask for somebody's permission; empty if the answer is no JSON object. Raises GithubError if GitHub refuses.

    https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
    """
    try:
        return _object(connection.get(f"collaborators/{quote(login, safe='')}/permission"))
    except (OSError, ValueError, NotGitHubApi):
        return {}


def account_in(permission: dict[str, Any]) -> tuple[int, str] | None:
    """Return the id and the login of the account that a permission is about."""
    user = _object(permission.get("user"))
    account, login = user.get("id"), user.get("login")
    return (account, str(login or "")) if isinstance(account, int) else None


def role_in(permission: dict[str, Any]) -> str:
    """Return the role that a permission names; a custom role counts as the one that it extends.

    `permission` knows four older names only. The flags beside it distinguish triage from read and maintain from write.
    Some servers put a flag's name there.
    """
    name, old = permission.get("role_name"), permission.get("permission")
    old = ROLE_BY_FLAG.get(old, old) if isinstance(old, str) else old
    if name in ROLES and old in (None, LEGACY_ROLES.get(name, name)):
        return str(name)
    user = permission.get("user")
    flags = user.get("permissions") if isinstance(user, dict) else None
    granted = {flag for flag, given in flags.items() if given is True} if isinstance(flags, dict) else set()
    flagged = (role for flag, role in ROLE_BY_FLAG.items() if flag in granted and LEGACY_ROLES.get(role, role) == old)
    return next(flagged, str(old) if old in ROLES else COULD_NOT_CHECK)


def _object(given: Any) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}
