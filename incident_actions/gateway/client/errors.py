"""What GitHub's errors mean for the person who set the tool up."""

from __future__ import annotations

import logging

from incident_actions.gateway.client.api_errors import GithubError, NotGitHubApi, Unreachable, UntrustedCertificate
from incident_actions.gateway.client.identity import ForeignRecord
from incident_actions.gateway.client.retry import TRANSIENT_STATUSES, is_rate_limited
from incident_actions.text.safe_markdown import plain_line

log = logging.getLogger("incident_actions")

FAILED, MISCONFIGURED = 1, 2
CONTINUED = "Nothing is lost. The next run continues where this one stopped."


class IssueNotFound(Exception):
    """The issue does not exist (any more), or the token may not see it."""


def explain_error(error: Exception) -> tuple[int, str] | None:
    """Return an exit code and a sentence for an error that people can fix; None for any other."""
    match error:
        case ForeignRecord(by=by, bot=bot):
            return MISCONFIGURED, (
                f"{by.login} wrote the record, but this run writes as {bot.login}. If both are this tool, list"
                f" {by.login} under `former_bots` in .github/incidents.yml."
            )
        case NotGitHubApi():
            return MISCONFIGURED, (
                f"The server at {error} is not GitHub's API. Check GITHUB_API_URL."
                " On Enterprise Server it ends in /api/v3."
            )
        case UntrustedCertificate():
            return MISCONFIGURED, (
                "This machine does not trust GitHub's certificate. If it was signed by a CA of your own, set"
                " REQUESTS_CA_BUNDLE or SSL_CERT_FILE to the path of that CA's certificate."
            )
        case IssueNotFound():
            return MISCONFIGURED, f"{error}, or this token cannot see it. Check GITHUB_REPOSITORY."
        case GithubError(is_bad_token=True):
            return MISCONFIGURED, "GitHub rejected the token (GITHUB_TOKEN). It may have expired or been revoked."
        case GithubError() if is_rate_limited(error):
            return FAILED, f"GitHub's rate limit is used up. {CONTINUED}"
        case GithubError(status=403):
            return (
                MISCONFIGURED,
                f"GitHub does not allow this: {_github_message(error)} Check the workflow's `permissions:`.",
            )
        case GithubError(status=404):
            return (
                MISCONFIGURED,
                "The repository does not exist, or this token cannot see it. Check GITHUB_REPOSITORY.",
            )
        case GithubError(status=status) if status in TRANSIENT_STATUSES:
            return FAILED, f"GitHub returns only errors. {CONTINUED}"
        case GithubError(status=410):
            return MISCONFIGURED, f"GitHub has deleted this: {_github_message(error)}"
        case GithubError(status=status):
            return (
                FAILED,
                f"GitHub refused this with status {status}: {_github_message(error)} The next run tries again.",
            )
        case Unreachable():
            return FAILED, f"GitHub cannot be reached. {CONTINUED}"
    return None


def log_failure(what: str, error: Exception) -> None:
    """Log what failed while the run continues, with a traceback if only the tool's developers can fix it."""
    known = explain_error(error)
    report = log.warning if known else log.exception
    report("%s: %s", what, known[1] if known else type(error).__name__)


def is_unreachable(error: Exception) -> bool:
    """Return whether no answer arrived, or only a server error."""
    return isinstance(error, Unreachable) or (isinstance(error, GithubError) and error.status in TRANSIENT_STATUSES)


def is_reportable(error: Exception) -> bool:
    """Return whether an error can be reported on the issue: not if the issue is gone or nothing can be written."""
    lost = isinstance(error, GithubError) and (error.status in (404, 410) or error.is_bad_token)
    return not (lost or isinstance(error, IssueNotFound | NotGitHubApi | UntrustedCertificate))


def _github_message(error: GithubError) -> str:
    """Return GitHub's own message in one line."""
    sentence = plain_line(str(error.data.get("message", "") if isinstance(error.data, dict) else error.data)).strip()
    return f"{sentence.removesuffix('.')}."
