"""Respond to the event of a workflow run.

Events that concern no incident end here, so this module loads nothing that an answer needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from incident_actions.contract import events
from incident_actions.gateway.local import runner
from incident_actions.runs.routing import find_target, report_nothing_to_do


def respond(environment: Mapping[str, str], now: datetime, *, dry_run: bool = False) -> int:
    """Respond to the event of this run, and return the exit code.

    Raises Unusable, InvalidPayload and whatever the gateway raises.
    """
    here = runner.read_environment(environment)
    event = events.read_event(here.event, here.payload)
    if isinstance(event, events.SweepDue):
        from incident_actions.runs.sweep import run_sweep  # noqa: PLC0415  an ignored event must not pay for it

        return run_sweep(environment, now, dry_run=dry_run)
    aim = event.delivery if isinstance(event, events.AlertReceived) else find_target(event)
    if isinstance(aim, str):
        return report_nothing_to_do(here, aim)
    from incident_actions.runs.first_reads import connect  # noqa: PLC0415  as above

    connection = connect(here, aim)
    from incident_actions.runs.answer_event import answer_event  # noqa: PLC0415  GitHub answers while this is loaded

    return answer_event(here, now, aim, connection, dry_run=dry_run)
