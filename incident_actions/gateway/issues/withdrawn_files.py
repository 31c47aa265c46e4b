"""Withdraw proposed files: close their pull request with a comment, and delete their branch."""

from __future__ import annotations

import logging
from urllib.parse import quote

from incident_actions.contract.effects import WithdrawFiles
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import is_refusal
from incident_actions.gateway.issues.write_session import WriteSession

log = logging.getLogger(__name__)


def withdraw_files(session: WriteSession, wanted: WithdrawFiles) -> CreationResult:
    """Comment on a pull request, close it, and delete its branch, from which GitHub can restore it.

    That of a private incident never keeps the incident from moving.
    https://docs.github.com/en/rest/git/refs#delete-a-reference
    """
    try:
        _close_pull(session, wanted)
    except GithubError as error:
        if not (wanted.title and is_refusal(error, 403, 404, 410, 422)):
            raise
        log.warning("Could not close #%d: status %s", wanted.pull, error.status)
    try:
        session.connection.send("DELETE", f"git/refs/heads/{quote(wanted.branch)}")
    except GithubError as error:
        if not is_refusal(error, 403, 404, 409, 422):
            raise
        log.info("Could not delete the branch %s: status %s", wanted.branch, error.status)
    return CreationResult(name=wanted.branch)


def _close_pull(session: WriteSession, wanted: WithdrawFiles) -> None:
    """Comment on a pull request and close it, with its new words if it has any."""
    if wanted.pull:
        path, first = f"issues/{wanted.pull}/comments", wanted.body.partition("\n")[0]
        if not session.newest_own_comment(path, lambda body: body.partition("\n")[0] == first):
            session.post_comment(wanted.pull, wanted.body)
        new_words = {"title": wanted.title, "body": ""} if wanted.title else {}
        session.connection.send("PATCH", f"pulls/{wanted.pull}", body={"state": "closed", **new_words})
