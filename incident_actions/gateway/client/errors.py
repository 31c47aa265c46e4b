"""What GitHub's errors mean for the person who set the tool up."""

from __future__ import annotations

import logging

from github import BadCredentialsException, GithubException
from requests.exceptions import ConnectionError as Unreachable
from requests.exceptions import Timeout

from incident_actions.gateway.client.connection import NotGitHubApi
from incident_actions.gateway.client.identity import ForeignRecord
from incident_actions.gateway.client.retry import TRANSIENT_STATUSES, is_certificate_error, is_rate_limited
from incident_actions.text.safe_markdown import plain_line

log = logging.getLogger("incident_actions")

FAILED, MISCONFIGURED = 1, 2


class IssueNotFound(Exception):
    """The issue does not exist (any more), or the token may not see it."""


def explain_error(error: Exception) -> tuple[int, str] | None:
    """Return an exit code and a sentence for an error that people can fix; None for any other."""
    match error:
        case ForeignRecord(by=by, bot=bot):
            return MISCONFIGURED, (
                f"The record is by {by.login}, and this run writes as {bot.login}. If both are this tool, list the"
                " former one under `former_bots` in .github/incidents.yml."
            )
        case NotGitHubApi():
            return MISCONFIGURED, (
                f"What answers at {error} is not GitHub's API: is GITHUB_API_URL right?"
                " On Enterprise Server it ends in /api/v3."
            )
        case OSError() if is_certificate_error(error):
            return MISCONFIGURED, (
                "This machine does not trust GitHub's certificate. Where a CA of your own has signed it, set"
                " REQUESTS_CA_BUNDLE or SSL_CERT_FILE to the path of a file that holds that CA."
            )
        case IssueNotFound():
            return MISCONFIGURED, f"{error}: is GITHUB_REPOSITORY right, and may this token see it?"
        case BadCredentialsException():
            return MISCONFIGURED, "GitHub does not accept this token (GITHUB_TOKEN)."
        case GithubException() if is_rate_limited(error):
            return (
                FAILED,
                "GitHub's rate limit is used up. Nothing is lost: the next run goes on where this one stopped.",
            )
        case GithubException(status=403):
            return (
                MISCONFIGURED,
                f"GitHub does not allow this: {_github_message(error)} Do the workflow's `permissions:` grant it?",
            )
        case GithubException(status=404):
            return (
                MISCONFIGURED,
                "GitHub finds no such repository: is GITHUB_REPOSITORY right, and may this token see it?",
            )
        case GithubException(status=status) if status in TRANSIENT_STATUSES:
            return (
                FAILED,
                "GitHub answers with errors only. Nothing is lost: the next run goes on where this one stopped.",
            )
        case GithubException(status=410):
            return MISCONFIGURED, f"GitHub says that this is gone: {_github_message(error)}"
        case GithubException(status=status):
            return FAILED, f"GitHub refuses this with {status}: {_github_message(error)} The next run tries again."
        case Timeout() | Unreachable():
            return FAILED, "GitHub could not be reached. Nothing is lost: the next run goes on where this one stopped."
    return None


def log_failure(what: str, error: Exception) -> None:
    """Log what failed while the run continues, with a traceback if only the tool's developers can fix it."""
    known = explain_error(error)
    tell = log.warning if known else log.exception
    tell("%s: %s", what, known[1] if known else type(error).__name__)


def is_unreachable(error: Exception) -> bool:
    """Return whether no answer arrived, or only a server error."""
    return isinstance(error, Timeout | Unreachable) or (
        isinstance(error, GithubException) and error.status in TRANSIENT_STATUSES
    )


def is_reportable(error: Exception) -> bool:
    """Return whether an error can be reported on the issue: not if the issue is gone or nothing can be written."""
    lost = isinstance(error, GithubException) and error.status in (404, 410)
    return not (
        lost or isinstance(error, IssueNotFound | BadCredentialsException | NotGitHubApi) or is_certificate_error(error)
    )


def _github_message(error: GithubException) -> str:
    """Return GitHub's own message in one line."""
    sentence = plain_line(str(error.data.get("message", "") if isinstance(error.data, dict) else error.data)).strip()
    return f"{sentence.removesuffix('.')}."
