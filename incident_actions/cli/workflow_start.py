"""How workflows start commands: which ones, and the variables that stand for options."""

from __future__ import annotations

from datetime import UTC, datetime

WORKFLOW_COMMANDS = ("run", "sweep", "clock", "freeze", "events")

NOW, DRY_RUN = "INCIDENT_ACTIONS_NOW", "INCIDENT_ACTIONS_DRY_RUN"
"""The variables for `--now` and `--dry-run`. An empty one is as good as none."""


def read_time(text: str) -> datetime:
    """Return an ISO time in UTC; without a zone it is UTC. Raises ValueError."""
    read = datetime.fromisoformat(text)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
