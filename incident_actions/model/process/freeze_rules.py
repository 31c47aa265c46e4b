"""When merges are frozen without a command, and until when."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from incident_actions.model.process.strict_model import StrictModel, Word


class FreezeRules(StrictModel):
    """When an incident freezes merges by itself; `/freeze` works with any of these."""

    severities: tuple[Word, ...] = Field(
        default=(), description="the severities that freeze merges by themselves; without any, only `/freeze` does"
    )
    until: Literal["mitigated", "resolved"] = Field(
        default="mitigated", description="when such a freeze ends; one by `/freeze` lasts until `/unfreeze`"
    )
