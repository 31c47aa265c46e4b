"""When merges are frozen without a command, and until when."""

from __future__ import annotations

from typing import Literal

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import ConfigurationPart, field
from incident_actions.model.process.value_types import Word


@dataclass(frozen=True, kw_only=True)
class FreezeRules(ConfigurationPart):
    """When an incident freezes merges by itself; `/freeze` works with any of these."""

    severities: tuple[Word, ...] = field(
        default=(), description="the severities that freeze merges by themselves; without any, only `/freeze` does"
    )
    until: Literal["mitigated", "resolved"] = field(
        default="mitigated", description="when such a freeze ends; one by `/freeze` lasts until `/unfreeze`"
    )
