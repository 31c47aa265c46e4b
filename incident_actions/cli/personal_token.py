"""The token of the person who runs a command: from a variable, or from the GitHub CLI."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from incident_actions.gateway.local.github_cli import kept_token
from incident_actions.gateway.local.runner import clean_token

LOGIN_NEEDED = (
    "GITHUB_TOKEN is not set. On your own machine, log in with the GitHub CLI: `gh auth login`."
    " A workflow sets it from `${{ github.token }}`."
)


def own_token(environment: Mapping[str, str], api_url: str) -> str:
    """Return the token of the person who runs the command, or an empty text; raises UserError if it cannot be one.

    GITHUB_TOKEN wins. Without it, this is the variable from which the GitHub CLI takes its token for such a server, so
    that no other server ever gets a token of github.com: https://cli.github.com/manual/gh_help_environment
    Without either, it is the one that the GitHub CLI keeps for the server. A workflow run uses what it was given only.
    """
    host = urlsplit(api_url).hostname or ""
    own = "GH_TOKEN" if host == "api.github.com" or host.endswith(".ghe.com") else "GH_ENTERPRISE_TOKEN"
    name = next((each for each in ("GITHUB_TOKEN", own) if environment.get(each, "").strip()), "")
    if name:
        return clean_token(environment[name], name)
    if environment.get("GITHUB_ACTIONS") == "true":
        return ""
    kept = kept_token(environment, api_url)
    return clean_token(kept, "The answer of `gh auth token`") if kept else ""
