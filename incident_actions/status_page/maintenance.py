"""Scheduled maintenance as the page shows it."""

from __future__ import annotations

from datetime import datetime

from incident_actions.model.fast_dataclass import dataclass

SCHEDULED, IN_PROGRESS, COMPLETED = "scheduled", "in_progress", "completed"


@dataclass(frozen=True, slots=True)
class PublicMaintenance:
    """A time in which services may not work, announced before."""

    id: str
    title: str
    text: str
    start: datetime
    end: datetime
    services: tuple[str, ...] = ()
    announced: datetime | None = None

    def progress(self, now: datetime) -> str:
        """Return how far it has come, in the words that status pages share."""
        return SCHEDULED if now < self.start else IN_PROGRESS if now < self.end else COMPLETED
