"""The issue types of the organization that the tool gives to incidents and action items."""

from __future__ import annotations

from pydantic import Field

from incident_actions.model.process.strict_model import StrictModel, Word


class IssueTypes(StrictModel):
    """The issue types that the tool sets, where the organization has them. A type that somebody chose stays."""

    incident: Word | None = Field(default=None, description="the type of incidents, such as `Bug`")
    action_item: Word | None = Field(default=None, description="the type of action items, such as `Task`")
