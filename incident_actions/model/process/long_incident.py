"""When the reminders of a long incident become a digest."""

from __future__ import annotations

from pydantic import Field

from incident_actions.model.process.strict_model import Minutes, StrictModel


class LongIncidentRules(StrictModel):
    """After which time the reminders of an incident come together, and how often."""

    after: Minutes = Field(default=120, description="the minutes after which reminders come as a digest")
    every: Minutes = Field(default=60, description="the minutes between two digests")
