"""The issue types of the organization that the tool gives to incidents and action items."""

from __future__ import annotations

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import ConfigurationPart, field
from incident_actions.model.process.value_types import Word


@dataclass(frozen=True, kw_only=True)
class IssueTypes(ConfigurationPart):
    """The issue types that the tool sets, where the organization has them. A type that somebody chose stays."""

    incident: Word | None = field(default=None, description="the type of incidents, such as `Bug`")
    action_item: Word | None = field(default=None, description="the type of action items, such as `Task`")
    by_item_type: dict[Word, Word] = field(
        default_factory=dict,
        description="the issue types of action items whose own type has another one, such as `{ mitigate: Bug }`; "
        "the names on the left are those of `actions.types`",
    )

    def of_item(self, item_type: str) -> str:
        """Return the issue type of an action item that has a type of its own; empty for none."""
        return self.by_item_type.get(item_type) or self.action_item or ""
