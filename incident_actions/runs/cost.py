"""What a run cost: the requests that it sent, what GitHub still allows, and what a sweep left to the next one."""

from __future__ import annotations

import logging

from incident_actions.gateway.client.quota import GRAPHQL, REST
from incident_actions.gateway.local import runner
from incident_actions.gateway.repository.check_report import summarize_missing_permissions
from incident_actions.runs.context import RunContext

log = logging.getLogger("incident_actions")

UNITS = {REST: "requests", GRAPHQL: "GraphQL points"}


def report_cost(run: RunContext) -> None:
    """Add the cost and missing permissions to the run's summary, and log what the run left undone."""
    left = [f"{run.left} issue{'s' if run.left != 1 else ''}"] * bool(run.left) + ["the action items"] * run.left_items
    if left:
        words = f"This sweep left {' and '.join(left)} to the next one, so that requests remain for responders."
        log.warning("%s", words)
        runner.write_summary(run.here, f"\n{words}")
    runner.write_summary(run.here, f"\n{describe_cost(run)}")
    summarize_missing_permissions(run.here, run.connection)


def describe_cost(run: RunContext) -> str:
    """Return how many requests the run sent, and how many of which kind GitHub still allows until when."""
    sent = "1 request" if run.request_count == 1 else f"{run.request_count} requests"
    left = (
        f"{each.left:,} of {each.limit:,} {UNITS[resource]} are left until {each.until:%H:%M} UTC."
        for resource, each in sorted(run.connection.quota.limits.items())
        if resource in UNITS
    )
    return " ".join([f"This run sent {sent}.", *left])
