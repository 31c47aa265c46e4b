"""What `init` requires of a repository before it writes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.repository.repository_settings import find_repository, visibility
from incident_actions.setup.access import may_use

if TYPE_CHECKING:
    from collections.abc import Mapping

TOOL_NOT_ACCESSIBLE = (
    "{here} is {seen}, but {tool} is {kept}. GitHub does not let the workflows of a {seen} repository use it."
    " Make {tool} public, name a public copy with --source, or run incidents in a repository that is {kept}, too."
)
TOOL_NOT_FOUND = (
    "This token cannot see the repository {tool}, from which the workflows would use the tool. Push the tool there, or"
    " name another copy with --source OWNER/NAME@COMMIT."
)


def require_write_access(repository: Mapping[str, Any]) -> None:
    """Raise UserError if the token's account may not write. GitHub does not show what the token itself is limited to.

    https://docs.github.com/en/rest/repos/repos#get-a-repository
    """
    permissions = repository.get("permissions")
    if isinstance(permissions, dict) and not permissions.get("push"):
        name = repository["full_name"]
        raise UserError(f"The account of this token cannot write to {name}. Use the token of somebody who can.")


def require_newest_commit(connection: Connection, repository: Mapping[str, Any], head: str) -> None:
    """Raise UserError if a commit is not the newest of the default branch."""
    base = str(repository["default_branch"])
    if connection.get(f"commits/{quote(base)}")["sha"] != head:
        raise UserError(f"This checkout is not at the newest commit of {base}. Run `git pull`, then try again.")


def require_tool_access(connection: Connection, repository: Mapping[str, Any], tool: str) -> None:
    """Raise UserError if the repository's workflows may not use the tool's.

    On an Enterprise Server the tool may come from github.com, so its absence there proves nothing.
    """
    name, ours = str(repository["full_name"]), visibility(repository)
    theirs = repository if tool.casefold() == name.casefold() else find_repository(connection, tool)
    if theirs is None:
        if urlsplit(connection.api_url).hostname == "api.github.com" and ours == "public":
            raise UserError(TOOL_NOT_FOUND.format(tool=tool))
    elif not may_use(ours, tools := visibility(theirs)):
        raise UserError(TOOL_NOT_ACCESSIBLE.format(here=name, seen=ours, kept=tools, tool=tool))
