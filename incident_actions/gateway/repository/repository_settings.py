"""A repository's settings: its visibility, its default branch, and the runner that its variables name."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from incident_actions.contract.repository_facts import RUNNER_VARIABLE
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal, require_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

log = logging.getLogger("incident_actions")


def default_branch(connection: Connection) -> str:
    """Return the repository's default branch. Raises GithubError."""
    return str(connection.get("")["default_branch"])


def find_repository(connection: Connection, name: str) -> Mapping[str, Any] | None:
    """Return a repository as this token sees it; None if the token cannot see it. Raises GithubError."""
    try:
        return dict(connection.get(f"/repos/{quote(name)}"))
    except GithubError as error:
        if is_refusal(error, 404):
            return None
        raise


def visibility(repository: Mapping[str, Any]) -> str:
    """Return who can see a repository: `public`, `internal` or `private`."""
    return str(repository.get("visibility") or ("private" if repository.get("private") else "public"))


def runner_label(connection: Connection) -> str:
    """Return the variable INCIDENT_RUNNER of the repository or its organization; empty if neither has it.

    Raises GithubError if this token may not read variables.
    https://docs.github.com/en/rest/actions/variables#get-a-repository-variable
    """
    try:
        return str(connection.get(f"actions/variables/{RUNNER_VARIABLE}")["value"])
    except GithubError as error:
        if not is_refusal(error, 404):
            raise
    pages: Iterator[Any] = connection.pages("actions/organization-variables")
    shared = (each for page in pages for each in require_list(page["variables"]))
    return next((str(each["value"]) for each in shared if each["name"] == RUNNER_VARIABLE), "")


def runner_label_or_none(connection: Connection) -> str | None:
    """Return the variable INCIDENT_RUNNER; None if this token may not read variables."""
    try:
        return runner_label(connection)
    except GithubError as error:
        log.debug("GitHub did not return the runner: %s", error)
        return None
