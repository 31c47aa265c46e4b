"""The environment variables that commands read, including secrets that the process environment does not hold."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

import click

from incident_actions.gateway.local.runner import HOW_TO_SET, clean_token

NO_TOKEN = HOW_TO_SET["GITHUB_TOKEN"]


def environment() -> dict[str, str]:
    """Return the variables of this process, with the run's secrets if it was passed any."""
    context = click.get_current_context(silent=True)
    secrets = context.find_root().obj if context else None
    return {**os.environ, **(secrets or {})}


def own_token(environment: Mapping[str, str], api_url: str) -> str:
    """Return the token of the person who runs the command, or an empty text; raises UserError if it cannot be one.

    GITHUB_TOKEN wins. Without it, this is the variable from which the GitHub CLI takes its token for such a server, so
    that no other server ever gets a token of github.com: https://cli.github.com/manual/gh_help_environment
    """
    host = urlsplit(api_url).hostname or ""
    own = "GH_TOKEN" if host == "api.github.com" or host.endswith(".ghe.com") else "GH_ENTERPRISE_TOKEN"
    name = next((each for each in ("GITHUB_TOKEN", own) if environment.get(each, "").strip()), "")
    return clean_token(environment[name], name) if name else ""
