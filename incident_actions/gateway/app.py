"""A GitHub App's own token: asked for with the App's key at the start of a run, for an hour and for what a run does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from github import Auth, GithubException

from incident_actions.gateway.connection import Connection, refused, said
from incident_actions.gateway.runner import Surroundings, Unusable, mask

RIGHTS = {"contents": "write", "issues": "write", "pull_requests": "write"}
"""What a run does with it; an App that was given more does not hand it on."""

KEY = "INCIDENT_APP_CLIENT_ID and INCIDENT_APP_PRIVATE_KEY"


def as_app(here: Surroundings) -> Surroundings:
    """The surroundings with the token of the App's installation, where its key is given; raises Unusable.

    Two requests. https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation
    """
    if not here.app_key:
        return here
    connection = Connection(_signed(here), here.repository, here.api_url)
    try:
        installation = connection.get("installation")
        token = str(_granted(connection, int(installation["id"]))["token"])
    except GithubException as error:
        raise _in_words(error, here) from error
    finally:
        connection.close()
    mask(here, token)
    return replace(here, token=token, app_slug=str(installation["app_slug"]), app_key="")


def _signed(here: Surroundings) -> Auth.Auth:
    """The App itself; whether the key is one shows at the first signature."""
    app = Auth.AppAuth(here.app_id, here.app_key)
    try:
        app.create_jwt()
    except Exception as wrong:  # noqa: BLE001  the library lets through whatever its cryptography raises
        raise Unusable(
            f"INCIDENT_APP_PRIVATE_KEY is no private key: give the whole .pem file. ({type(wrong).__name__})"
        ) from None
    return app


def _granted(connection: Connection, installation: int) -> Any:
    """A token for an hour. https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app."""
    path = f"/app/installations/{installation}/access_tokens"
    return connection.send("POST", path, body={"permissions": RIGHTS}, once=False)


def _in_words(error: GithubException, here: Surroundings) -> Exception:
    if refused(error, 401):
        return Unusable(f"GitHub does not take the App's key: are {KEY} of one App, and is the key not revoked?")
    if refused(error, 404):
        return Unusable(f"the App is not installed on {here.repository}: install it there, or take {KEY} away.")
    if refused(error, 403, 422):
        return Unusable(
            "the App may not do what a run does: give it Contents, Issues and Pull requests, read and write, and accept"
            f" that where it is installed. ({said(error)})"
        )
    return error
