"""The token that the GitHub CLI keeps for a server, if it is installed and logged in there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from urllib.parse import urlsplit

from incident_actions.gateway.local.git_remote import CLOUD_SUFFIX, GITHUB

SECONDS = 10
"""A keyring that asks for a password must not hold up a command for ever."""


def server_name(api_url: str) -> str:
    """Return the host by which the GitHub CLI knows the server of an API; empty if that isn't reached over TLS.

    The token of one server never goes to another, and never over a line that others can read.
    """
    address = urlsplit(api_url)
    host = address.hostname or ""
    if address.scheme != "https":
        return ""
    without_api = host.removeprefix("api.")
    return without_api if without_api == GITHUB or without_api.endswith(CLOUD_SUFFIX) else host


def kept_token(environment: Mapping[str, str], api_url: str) -> str:
    """Return what `gh auth token` prints for the server of an API; empty without `gh` or without a login there.

    https://cli.github.com/manual/gh_auth_token
    """
    program = shutil.which("gh", path=environment.get("PATH", ""))
    host = server_name(api_url)
    if not program or not host:
        return ""
    try:
        ended = subprocess.run(  # noqa: S603  a host name, which can't be an option
            [program, "auth", "token", f"--hostname={host}"],
            capture_output=True,
            text=True,
            check=True,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            timeout=SECONDS,
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return ended.stdout.strip()
