"""Prepare the repository for a trial, and clean up after it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from incident_actions.conformance.api_server import ApiServer
from incident_actions.conformance.trial_repository import LOOKS, MARK, TrialRepository, UnexpectedStatus
from incident_actions.gateway.client.api_address import GRAPHQL
from incident_actions.gateway.local.runner import UserError

DESCRIPTION = "A throw-away repository in which incident-actions checks what it assumes about this server"
NOT_CREATED = (
    "The server refused to create a repository ({}). The token needs the right to create and to delete repositories."
    " Or create an empty one, and name it with --repository."
)
NOT_READABLE = "The server returned {} for {}. Check --api, the token and --repository."


@contextmanager
def open_trial(server: ApiServer, repository: str = "", looks: int = LOOKS) -> Iterator[TrialRepository]:
    """Yield a trial in a repository, or in a new one that is deleted afterwards. Raises UserError.

    What the trial has created in a repository of somebody's is deleted afterwards. Issues and pull requests can't be
    deleted, so they are closed.
    """
    server.agree_on_version()
    login = _login(server)
    prefix = secrets.token_hex(4)
    name = repository or _create_repository(server, f"{MARK}-{prefix}")
    trial = TrialRepository(server, name, login, prefix, looks)
    try:
        _read_start(trial)
        yield trial
    finally:
        if repository:
            _clean(trial)
        else:
            server.send("DELETE", f"/repos/{name}")


def is_deleted(server: ApiServer, trial: TrialRepository) -> bool:
    """Check that the server has deleted the repository of a trial."""
    return server.send("GET", f"/repos/{trial.name}").status == 404


def _login(server: ApiServer) -> str:
    """Return the account of the token. A workflow's own token has no account on REST, but in GraphQL it has."""
    answer = server.send("GET", "/user")
    login = _viewer(server) if answer.status == 403 else ""
    if login:
        return login
    if answer.status != 200:
        raise UserError(NOT_READABLE.format(f"{answer.status} ({answer.message})", "the account of the token"))
    try:
        return str(answer.json["login"])
    except (ValueError, LookupError, TypeError):
        raise UserError(f"The server at {server.api_url} is not GitHub's API. Check --api.") from None


def _viewer(server: ApiServer) -> str:
    """Return the account of the token by GraphQL; empty if the server names none."""
    answer = server.send("POST", GRAPHQL, {"query": "query { viewer { login } }"})
    try:
        return str(answer.json["data"]["viewer"]["login"])
    except (ValueError, LookupError, TypeError):
        return ""


def _create_repository(server: ApiServer, name: str) -> str:
    body = {"name": name, "private": True, "auto_init": True, "description": DESCRIPTION}
    answer = server.send("POST", "/user/repos", body)
    if answer.status != 201:
        raise UserError(NOT_CREATED.format(f"{answer.status}: {answer.message}"))
    return str(answer.json["full_name"])


def _read_start(trial: TrialRepository) -> None:
    """Read the default branch and its commit, on which the trial's own branches start. Raises UserError."""
    try:
        trial.default_branch = trial.get("")["default_branch"]
        where = f"git/ref/heads/{trial.default_branch}"
        answer = trial.wait_for(lambda: trial.send("GET", where), lambda found: found.status == 200)
        if answer.status != 200:
            raise UserError(f"{trial.name} has no commit. Create a file in it, and try again.")
        trial.base_commit = answer.json["object"]["sha"]
    except UnexpectedStatus as error:
        raise UserError(NOT_READABLE.format(error, trial.name)) from error


def _clean(trial: TrialRepository) -> None:
    """Close the trial's issues and pull requests, and delete its branches and labels."""
    for each in _listed(trial, "issues", state="open"):
        if each["title"].startswith(trial.name_start):
            trial.send("PATCH", f"issues/{each['number']}", {"state": "closed", "state_reason": "not_planned"})
    for each in _listed(trial, f"git/matching-refs/heads/{trial.name_start}"):
        trial.send("DELETE", f"git/{each['ref']}")
    for each in _listed(trial, "labels"):
        if each["name"].casefold().startswith(trial.name_start):
            trial.send("DELETE", f"labels/{quote(each['name'], safe='')}")


def _listed(trial: TrialRepository, path: str, **parameters: str) -> list[Any]:
    """Return all pages of a list, or nothing if the server doesn't show it."""
    found: list[Any] = []
    for page in range(1, 100):
        answer = trial.send("GET", path, parameters={"per_page": 100, "page": page, **parameters})
        items = answer.json if answer.status == 200 else []
        found += items
        if len(items) < 100:
            break
    return found
