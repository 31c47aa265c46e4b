"""Withdraw an action item whose incident is private now: take its words out of its issue, and close it."""

from __future__ import annotations

import logging

from incident_actions.contract import events
from incident_actions.contract.effects import WithdrawItem
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import is_refusal
from incident_actions.gateway.issues.comment_changes import delete_comment
from incident_actions.gateway.issues.write_session import WriteSession

log = logging.getLogger(__name__)


def withdraw_item(session: WriteSession, wanted: WithdrawItem) -> CreationResult:
    """Leave neutral words in the issue, and delete the tool's comments there. What is done already is left.

    The problem is `not ours` for an issue that people opened, which stays as it is, and `not permitted` where GitHub
    refuses. Neither keeps an incident from moving.
    """
    try:
        return _withdraw(session, wanted)
    except GithubError as error:
        if is_refusal(error, 404, 410):
            return CreationResult(wanted.issue)
        if not is_refusal(error, 403, 422):
            raise
        log.warning("Could not withdraw #%d: status %s", wanted.issue, error.status)
        return CreationResult(wanted.issue, problem="not permitted")


def _withdraw(session: WriteSession, wanted: WithdrawItem) -> CreationResult:
    path = f"issues/{wanted.issue}"
    issue = session.connection.get(path)
    if not events.read_person(issue["user"]).is_same_as(session.bot):
        return CreationResult(wanted.issue, problem="not ours")
    words = {"title": wanted.title, "body": wanted.body, "labels": [], "assignees": []}
    closing = {"state": "closed", "state_reason": "not_planned"} if issue["state"] == "open" else {}
    session.connection.send("PATCH", path, body=words | closing)
    comments = [events.read_comment(each) for page in session.connection.pages(f"{path}/comments") for each in page]
    for comment in comments:
        if comment.author.is_same_as(session.bot):
            delete_comment(session, comment.id)
    return CreationResult(wanted.issue)
