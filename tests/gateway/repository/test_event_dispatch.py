"""An event reaches the repository's own workflows, or the refusal is known."""

import json

from incident_actions.contract.effects import DispatchEvent
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.repository.event_dispatch import dispatch_event
from incident_actions.sandbox import Sandbox

EVENT = DispatchEvent("k", "incident.resolved", json.dumps({"event": "incident.resolved"}))


def test_an_event_is_dispatched(sandbox: Sandbox, connection: Connection) -> None:
    assert dispatch_event(connection, EVENT) == CreationResult()
    assert [(each.method, each.status) for each in sandbox.requests][-1] == ("POST", 204)


def test_an_event_that_the_token_may_not_send_is_refused(sandbox: Sandbox) -> None:
    reader = Connection(sandbox.token("linus"), "acme/shop", sandbox.api_url)

    assert dispatch_event(reader, EVENT) == CreationResult(problem="refused")
    reader.close()
