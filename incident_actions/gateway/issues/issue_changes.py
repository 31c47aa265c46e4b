"""Change issues: their words, state, labels, people and type, their pin, and the look of a label."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from incident_actions.contract.effects import PaintLabel, PinIssue, SetIssue
from incident_actions.contract.events import read_issue
from incident_actions.contract.issue import Label
from incident_actions.contract.labels import undescribed_labels
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import error_text, is_refusal
from incident_actions.gateway.client.graphql_reads import error_cause
from incident_actions.gateway.issues.duplicate_closing import close_as_duplicate
from incident_actions.gateway.issues.write_session import WriteSession

log = logging.getLogger(__name__)


def issue_type(name: str) -> str:
    """Return the feature that is missing where the organization doesn't have an issue type."""
    return f"the issue type {name}"


def set_issue(session: WriteSession, change: SetIssue) -> None:
    """Change an issue, without what GitHub refuses of people and types."""
    wanted = {
        "title": change.title,
        "body": change.body,
        "state": None if change.open is None else ("open" if change.open else "closed"),
        "state_reason": change.state_reason,
        "labels": change.labels,
        "assignees": change.assignees,
        "type": None if issue_type(change.type or "") in session.connection.missing_features else change.type,
    }
    path, body = f"issues/{change.number}", {name: value for name, value in wanted.items() if value is not None}

    def send(body: dict[str, Any]) -> Any:
        return send_with_extras(session, lambda body: session.connection.send("PATCH", path, body=body), body)

    original = change.duplicate_of
    answer = close_as_duplicate(session.connection, send, body, original) if original else send(body)
    shown = read_issue(answer)
    session.write_cache.issues[change.number] = shown
    if change.labels is not None:
        session.new_labels |= set(undescribed_labels(shown))


def pin_issue(session: WriteSession, wanted: PinIssue) -> None:
    """Pin an issue, which is optional: any failure is logged.

    GitHub refuses a fourth pin, and one by a token that may not pin. REST can't pin an issue.
    https://docs.github.com/en/graphql/reference/mutations#pinissue
    """
    pin = "mutation Pin($input: PinIssueInput!) { pinIssue(input: $input) { clientMutationId } }"
    try:
        session.connection.mutate(pin, {"input": {"issueId": wanted.node}})
    except (GithubError, OSError) as error:
        log.info("Could not pin #%d: %s", wanted.number, error_cause(error))


def paint_label(session: WriteSession, label: PaintLabel) -> None:
    """Give a label its colour and its description, if the token may."""
    session.new_labels.discard(label.name)
    path, body = f"labels/{quote(label.name, safe='')}", {"color": label.colour, "description": label.description}
    session.try_optional(lambda: session.connection.send("PATCH", path, body=body), "labels")
    session.write_cache.painted[label.name] = Label(label.name, label.colour, label.description)


def send_with_extras(session: WriteSession, send: Callable[[dict[str, Any]], Any], body: dict[str, Any]) -> Any:
    """Send a change with its issue type, and again without it if GitHub refuses: the organization may lack it.

    The refusal of a type holds for the whole run.
    https://docs.github.com/en/rest/issues/issues#create-an-issue
    """
    try:
        return _send_with_assignees(send, body)
    except GithubError as error:
        if not ("type" in body and is_refusal(error, 422) and "type" in error_text(error)):
            raise
        session.connection.missing_features.add(issue_type(body["type"]))
        log.info("Continued without the issue type %s: status %s", body["type"], error.status)
        return _send_with_assignees(send, {name: each for name, each in body.items() if name != "type"})


def _send_with_assignees(send: Callable[[dict[str, Any]], Any], body: dict[str, Any]) -> Any:
    """Send a change with assignees, and again without them if GitHub refuses: one invalid login fails the request.

    https://github.com/harvester/harvester/issues/10448
    """
    try:
        return send(body)
    except GithubError as error:
        if not (is_refusal(error, 422) and "assignee" in error_text(error)):
            raise
        return send({name: value for name, value in body.items() if name != "assignees"})
