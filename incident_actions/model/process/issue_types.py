"""The issue types of the organization that the tool gives to incidents and action items."""

from __future__ import annotations

from pydantic import Field

from incident_actions.model.process.strict_model import StrictModel, Word


class IssueTypes(StrictModel):
    """The issue types that the tool sets, where the organization has them. A type that somebody chose stays."""

    incident: Word | None = Field(default=None, description="the type of incidents, such as `Bug`")
    action_item: Word | None = Field(default=None, description="the type of action items, such as `Task`")
    by_item_type: dict[Word, Word] = Field(
        default={},
        description="the issue types of action items whose own type has another one, such as `{ mitigate: Bug }`; "
        "the names on the left are those of `actions.types`",
    )

    def of_item(self, item_type: str) -> str:
        """Return the issue type of an action item that has a type of its own; empty for none."""
        return self.by_item_type.get(item_type) or self.action_item or ""
