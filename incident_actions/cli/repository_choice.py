"""Which repository a person's command is about: the one that was named, or that of the clone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from incident_actions.cli.personal_token import LOGIN_NEEDED, own_token
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.local import git_remote
from incident_actions.gateway.local.runner import UserError

NO_REPOSITORY = (
    "Which repository? Use `--repository OWNER/NAME`, or run this in a clone whose remote `origin` is on GitHub."
)


def connect_to_repository(environment: Mapping[str, str], repository: str) -> Connection:
    """Return a connection to the repository that was named, or to the clone's; raises UserError."""
    named = repository or environment.get("GITHUB_REPOSITORY", "")
    clone = None if named and environment.get("GITHUB_API_URL") else git_remote.find_remote(Path())
    name = named or (clone.repository if clone else "")
    if not name:
        raise UserError(NO_REPOSITORY)
    same = clone is not None and clone.repository.casefold() == name.casefold()
    api_url = environment.get("GITHUB_API_URL") or (clone.api_url if clone and same else "https://api.github.com")
    token = own_token(environment, api_url)
    if not token:
        raise UserError(LOGIN_NEEDED)
    return Connection(token, name, api_url)
