"""Report a check on its pull request, from the run that the pull request started."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.local.runner import RunEnvironment
from incident_actions.gateway.repository.check_report import report_check, summarize_missing_permissions
from incident_actions.gateway.repository.proposed_files import pull_in_event
from incident_actions.model.fast_dataclass import replace
from incident_actions.postmortem.check_summary import CheckedFile, summarize_check, withdraw_check
from incident_actions.postmortem.links import FileLinks
from incident_actions.text.wording import Wording

log = logging.getLogger("incident_actions")


def report_on_pull(
    connection: Connection, here: RunEnvironment, files: Sequence[CheckedFile], wording: Wording
) -> None:
    """Report what was found, unless the pull request is from a fork, whose runs have a token that only reads.

    Without files, it withdraws the report of an earlier check, if there is one. The check is complete without, so a
    failure of GitHub is only logged.
    """
    if _is_from_fork(here.payload, here.repository):
        log.info("The pull request is from a fork, so the check reports by annotations and its result alone.")
        return
    number, commit = pull_in_event(here.payload)
    report = (
        summarize_check(files, number, commit, FileLinks(here.server, here.repository), wording)
        if files
        else withdraw_check(number, commit, wording)
    )
    try:
        newest = str(connection.get(f"pulls/{number}")["head"]["sha"])
        report_check(connection, replace(report, is_newest=newest == commit))
    except (GithubError, OSError) as error:
        log.warning("Could not report the check on #%d: %s", number, type(error).__name__)
    summarize_missing_permissions(here, connection)


def _is_from_fork(payload: Mapping[str, Any], repository: str) -> bool:
    """Whether the proposed commits are in another repository, or in one that was deleted."""
    head = payload["pull_request"].get("head") or {}
    return str((head.get("repo") or {}).get("full_name", "")).casefold() != repository.casefold()
