"""Report a check on its pull request: a commit status, and one comment that is kept up to date."""

from __future__ import annotations

import logging
from typing import Any

from incident_actions.contract.effects import ReportCheck
from incident_actions.gateway.client.api_errors import GithubError, Unreachable
from incident_actions.gateway.client.connection import Connection, is_refusal, require_list
from incident_actions.gateway.client.paging import PER_PAGE
from incident_actions.gateway.client.retry import may_have_taken_effect
from incident_actions.gateway.local.runner import RunEnvironment, write_summary
from incident_actions.gateway.repository.templates import load_template
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.text.wording import Wording

log = logging.getLogger("incident_actions")

CONTEXT = "incident-actions/post-mortem"
"""The name of the commit status."""

STATUSES, CHECK_COMMENTS = "commit statuses", "comments on pull requests"
"""What a token may not write, as the run's summary names it."""


@dataclass(frozen=True)
class NeededPermission:
    """What a token is refused without a permission, and the permission as workflows and as Apps name it."""

    feature: str
    workflow: str
    app: str


NEEDED_PERMISSIONS = (
    NeededPermission(STATUSES, "statuses: write", "Commit statuses"),
    NeededPermission(CHECK_COMMENTS, "pull-requests: write", "Pull requests"),
)

REFUSALS = (403, 404, 410)


def report_check(connection: Connection, wanted: ReportCheck) -> None:
    """Keep the comment and set the status that leads to it, as far as the token may. What is shown already stays."""
    if wanted.is_withdrawal and _shown_comment(connection, wanted) is None:
        return
    # The status comes last: a sweep takes it for a sign that the comment exists, also after a run that died in between.
    comment = _keep_comment(connection, wanted) if wanted.is_newest else _shown_comment(connection, wanted)
    link = str((comment or {}).get("html_url") or "")
    _set_status(connection, wanted, link)


def has_status(connection: Connection, commit: str) -> bool:
    """Return whether a commit has the status; also true if GitHub does not let this token know.

    https://docs.github.com/en/rest/commits/statuses#list-commit-statuses-for-a-reference
    """
    try:
        return _shown_status(connection, commit) is not None
    except GithubError as error:
        if not is_refusal(error, *REFUSALS):
            raise
        return True


def summarize_missing_permissions(here: RunEnvironment, connection: Connection) -> None:
    """Say once in the run's summary which permissions the token lacks, as far as this run has noticed."""
    if missing := [each for each in NEEDED_PERMISSIONS if each.feature in connection.missing_features]:
        values = {"missing": missing, "workflow": here.workflow, "app": here.app_slug}
        write_summary(here, Wording(load_template).render("summaries/missing_permissions.md", values))


def _keep_comment(connection: Connection, wanted: ReportCheck) -> Any:
    """Post the comment, or edit the one of an earlier check; None if the token may not. Return it."""
    if CHECK_COMMENTS in connection.missing_features:
        return None
    try:
        shown = None if wanted.is_first else _shown_comment(connection, wanted)
        if shown is None:
            return _post_comment(connection, wanted)
        if str(shown["body"]).replace("\r\n", "\n") == wanted.body:
            return shown
        return connection.send("PATCH", f"issues/comments/{shown['id']}", body={"body": wanted.body})
    except GithubError as error:
        if not is_refusal(error, *REFUSALS):
            raise
        _remember(connection, CHECK_COMMENTS, error)
        return None


def _post_comment(connection: Connection, wanted: ReportCheck) -> Any:
    """Post the comment; if it may have been posted in spite of an error, look for it before a second attempt."""

    def post() -> Any:
        return connection.send("POST", f"issues/{wanted.pull}/comments", body={"body": wanted.body})

    try:
        return post()
    except (GithubError, Unreachable) as error:
        if not (may_have_taken_effect(error) and connection.retry_policy.wait_for_lists()):
            raise
    return _shown_comment(connection, wanted) or post()


def _shown_comment(connection: Connection, wanted: ReportCheck) -> Any:
    """Return the comment of an earlier check, which any of the team's bots may have posted; None for none.

    The tool acts as an App in some runs, and as the workflow's own account in the check.
    """
    first = wanted.body.partition("\n")[0]
    listed = (each for page in connection.pages(f"issues/{wanted.pull}/comments") for each in page)
    ours = (each for each in listed if (each.get("user") or {}).get("type") == "Bot")
    return min(
        (each for each in ours if str(each["body"]).partition("\n")[0].strip() == first),
        key=lambda each: int(each["id"]),
        default=None,
    )


def _set_status(connection: Connection, wanted: ReportCheck, link: str) -> None:
    """Set the status, unless it is shown already.

    https://docs.github.com/en/rest/commits/statuses#create-a-commit-status
    """
    if STATUSES in connection.missing_features:
        return
    body = {"context": CONTEXT, "state": "success" if wanted.passed else "failure", "description": wanted.description}
    body |= {"target_url": link} if link else {}
    try:
        shown = None if wanted.is_first else _shown_status(connection, wanted.commit)
        if shown is None or any(shown.get(key) != value for key, value in body.items()):
            connection.send("POST", f"statuses/{wanted.commit}", body=body, once=False)
    except GithubError as error:
        if not is_refusal(error, *REFUSALS, 422):
            raise
        _remember(connection, STATUSES, error)


def _shown_status(connection: Connection, commit: str) -> Any:
    """Return the newest status of ours that a commit has; None for none."""
    listed = require_list(connection.get(f"commits/{commit}/statuses", per_page=PER_PAGE))
    return next((each for each in listed if each["context"] == CONTEXT), None)


def _remember(connection: Connection, feature: str, error: GithubError) -> None:
    """Remember for this run what the token may not write. A 422 concerns this one commit, such as one that is gone."""
    log.info("Continued without %s: status %s", feature, error.status)
    if not is_refusal(error, 422):
        connection.missing_features.add(feature)
