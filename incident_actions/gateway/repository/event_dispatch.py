"""Tell the repository's own workflows what happened to an incident."""

from __future__ import annotations

import json
import logging

from incident_actions.contract.effects import DispatchEvent
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal

log = logging.getLogger(__name__)


def dispatch_event(connection: Connection, wanted: DispatchEvent) -> CreationResult:
    """Send a `repository_dispatch`. It starts workflows although this token sends it, as few events do.

    https://docs.github.com/en/rest/repos/repos#create-a-repository-dispatch-event
    https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/trigger-a-workflow
    """
    body = {"event_type": wanted.name, "client_payload": json.loads(wanted.event)}
    try:
        connection.send("POST", "dispatches", body=body, once=False)
    except GithubError as error:
        if not is_refusal(error, 403, 404, 413, 422):
            raise
        log.warning("GitHub refused the event %s: status %s", wanted.name, error.status)
        return CreationResult(problem="refused")
    return CreationResult()
