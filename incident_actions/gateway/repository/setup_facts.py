"""What GitHub tells of a repository before `init` writes to it: who may write, what it may call, what its runner is."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from github import GithubException

from incident_actions.contract.repository_facts import RUNNER_VARIABLE
from incident_actions.gateway.client.connection import Connection, refused, rows
from incident_actions.gateway.local.runner import Unusable
from incident_actions.setup.access import may_use

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

log = logging.getLogger("incident_actions")
CLOSED = (
    "{here} is {seen}, and GitHub lets no workflow of a {seen} repository use anything of the {kept} {tool}. Make that"
    " one public, or name a public copy of it with --source; or run incidents in a repository that is {kept} too."
)
ABSENT = (
    "this token sees no repository {tool}, from which the workflows would take the tool. Push the tool there, or name"
    " another copy of it with --source OWNER/NAME@COMMIT."
)


def refuse_reader(repository: Mapping[str, Any]) -> None:
    """Raise Unusable where the account of a token may not write; what a token is restricted to GitHub does not tell.

    https://docs.github.com/en/rest/repos/repos#get-a-repository
    """
    permissions = repository.get("permissions")
    if isinstance(permissions, dict) and not permissions.get("push"):
        name = repository["full_name"]
        raise Unusable(f"the account of this token may not write to {name}: take the token of somebody who may")


def refuse_stale(connection: Connection, repository: Mapping[str, Any], head: str) -> None:
    """Raise Unusable where a commit is not the newest of the default branch."""
    base = str(repository["default_branch"])
    if connection.get(f"commits/{quote(base)}")["sha"] != head:
        raise Unusable(f"this checkout is not at the newest commit of {base}: pull first, then run this again")


def refuse_closed_tool(connection: Connection, repository: Mapping[str, Any], tool: str) -> None:
    """Raise Unusable where the workflows of a repository may not use the tool's.

    On a server of one's own the tool may come from github.com, so there its absence tells nothing.
    """
    name, seen = str(repository["full_name"]), visibility(repository)
    theirs = repository if tool.casefold() == name.casefold() else shown(connection, tool)
    if theirs is None:
        if urlsplit(connection.api_url).hostname == "api.github.com" and seen == "public":
            raise Unusable(ABSENT.format(tool=tool))
    elif not may_use(seen, kept := visibility(theirs)):
        raise Unusable(CLOSED.format(here=name, seen=seen, kept=kept, tool=tool))


def shown(connection: Connection, name: str) -> Mapping[str, Any] | None:
    """A repository as this token sees it; None for one that it does not see. Raises GithubException."""
    try:
        return dict(connection.get(f"/repos/{quote(name)}"))
    except GithubException as error:
        if refused(error, 404):
            return None
        raise


def visibility(repository: Mapping[str, Any]) -> str:
    """Who sees a repository: `public`, `internal` or `private`."""
    return str(repository.get("visibility") or ("private" if repository.get("private") else "public"))


def runner(connection: Connection) -> str:
    """What the variable INCIDENT_RUNNER says, the organization's where the repository has none; empty for none.

    Raises GithubException where this token may not ask.
    https://docs.github.com/en/rest/actions/variables#get-a-repository-variable
    """
    try:
        return str(connection.get(f"actions/variables/{RUNNER_VARIABLE}")["value"])
    except GithubException as error:
        if not refused(error, 404):
            raise
    pages: Iterator[Any] = connection.pages("actions/organization-variables")
    shared = (each for page in pages for each in rows(page["variables"]))
    return next((str(each["value"]) for each in shared if each["name"] == RUNNER_VARIABLE), "")


def runner_if_told(connection: Connection) -> str | None:
    """What the variable INCIDENT_RUNNER says; None where GitHub does not tell this token."""
    try:
        return runner(connection)
    except GithubException as error:
        log.debug("the runner is not told: %s", error)
        return None
