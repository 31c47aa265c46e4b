"""When the reminders of a long incident become a digest."""

from __future__ import annotations

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import ConfigurationPart, field
from incident_actions.model.process.value_types import Minutes


@dataclass(frozen=True, kw_only=True)
class LongIncidentRules(ConfigurationPart):
    """After which time the reminders of an incident come together, and how often."""

    after: Minutes = field(default=120, description="the minutes after which reminders come as a digest")
    every: Minutes = field(default=60, description="the minutes between two digests")
