"""The token of a GitHub App's installation, created with the App's key at the start of a run."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from importlib.util import find_spec
from typing import Any

from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, error_text, is_refusal
from incident_actions.gateway.local.runner import RunEnvironment, UserError, mask_secret
from incident_actions.model.fast_dataclass import replace

log = logging.getLogger("incident_actions")

REQUIRED_PERMISSIONS = {"contents": "write", "issues": "write", "pull_requests": "write"}
"""Permissions that every run uses."""

OPTIONAL_PERMISSIONS = {"actions": "read", "deployments": "read", "statuses": "write", "workflows": "write"}
"""Permissions that some runs use if the App has them: `/selftest` reads workflows, the check of a post-mortem sets a
commit status, and a hotfix can start from a commit with other workflow files.
"""

PERMISSION_LEVELS = ("read", "write", "admin")
PERMISSION_NAMES = {"contents": "Contents", "issues": "Issues", "pull_requests": "Pull requests"}
"""The permissions as GitHub's pages name them."""

KEY_VARIABLES = "INCIDENT_APP_CLIENT_ID and INCIDENT_APP_PRIVATE_KEY"


def with_app_token(here: RunEnvironment, home: Connection, services: Collection[str] = ()) -> RunEnvironment:
    """Return the environment with a token of the App's installation, for this repository and those of the services.

    `home` reaches the repository with the workflow's own token. The token lasts an hour. Takes two requests; raises
    UserError.
    https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation
    """
    connection = home.connect_to(_app_signature(here), here.repository)
    try:
        installation = connection.get("installation")
        token = _create_token(connection, installation, _permissions(installation), services)
    except GithubError as error:
        raise _explain(error, here) from error
    finally:
        home.version = connection.version
        connection.close()
    mask_secret(here, token)
    return replace(here, token=token, app_slug=str(installation["app_slug"]), app_key="")


def _app_signature(here: RunEnvironment) -> Callable[[], str]:
    """Return what signs as the App itself, for a few minutes each time.

    Raises UserError if the key is not a private key, or if the library that signs with it is not installed.
    """
    if find_spec("cryptography") is None:
        raise UserError(
            "Acting as a GitHub App needs the package cryptography. Run `pip install 'incident-actions[encryption]'`."
        )
    from github import Auth  # noqa: PLC0415  takes as long to load as a run without an App, which needs none of it

    app = Auth.AppAuth(here.app_id, here.app_key)
    try:
        app.create_jwt()
    except Exception as wrong:  # noqa: BLE001  the library passes on any error of its cryptography
        raise UserError(
            f"INCIDENT_APP_PRIVATE_KEY is not a private key. Use the whole .pem file. ({type(wrong).__name__})"
        ) from None
    return app.create_jwt


def _permissions(installation: Any) -> dict[str, str]:
    """Return the permissions to ask for, since GitHub refuses those that the installation lacks. Raises UserError."""
    has: Mapping[str, str] = installation["permissions"]
    missing = [
        PERMISSION_NAMES[name]
        for name, level in REQUIRED_PERMISSIONS.items()
        if not _includes(has.get(name, ""), level)
    ]
    if missing:
        raise UserError(
            f"The App is missing the permission to write: {', '.join(missing)}. Add it in the App's settings, then"
            f" accept it at {installation['html_url']}."
        )
    return REQUIRED_PERMISSIONS | {
        name: level for name, level in OPTIONAL_PERMISSIONS.items() if _includes(has.get(name, ""), level)
    }


def _includes(has: str, level: str) -> bool:
    return has in PERMISSION_LEVELS and PERMISSION_LEVELS.index(has) >= PERMISSION_LEVELS.index(level)


def _create_token(
    connection: Connection, installation: Any, permissions: dict[str, str], services: Collection[str]
) -> str:
    """Create a token for this repository and, if the installation has them, for the services' repositories.

    https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app
    """
    path = f"/app/installations/{int(installation['id'])}/access_tokens"

    def create(*repositories: str) -> str:
        body = {"permissions": permissions, "repositories": [name.partition("/")[2] for name in repositories]}
        return str(connection.send("POST", path, body=body, once=False)["token"])

    owned = (name for name in services if name.partition("/")[0].casefold() == connection.owner.casefold())
    beside = sorted(name for name in owned if name.casefold() != connection.name.casefold())
    try:
        return create(connection.name, *beside)
    except GithubError as error:
        if not (beside and is_refusal(error, 422)):
            raise
        log.warning(
            "The App is not installed on each of %s, so this run can't write to any of them. Install it there: %s",
            ", ".join(beside),
            installation["html_url"],
        )
        return create(connection.name)


def _explain(error: GithubError, here: RunEnvironment) -> Exception:
    if is_refusal(error, 401):
        return UserError(
            f"GitHub rejected the App's key. Check that {KEY_VARIABLES} belong to one App, and that the key is valid."
        )
    if is_refusal(error, 404):
        return UserError(f"The App is not installed on {here.repository}. Install it there, or remove {KEY_VARIABLES}.")
    if is_refusal(error, 403, 422):
        return UserError(f"GitHub gave the App no token for {here.repository}: {error_text(error)}")
    return error
