"""Action items that were opened twice, because a lagging list hid the first issue from a second run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from incident_actions.action_items import item as items
from incident_actions.contract.effects import SetIssue
from incident_actions.contract.issue import Issue
from incident_actions.contract.labels import item_labels
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.person import Person
from incident_actions.model.process.process import Process


@dataclass(frozen=True)
class DuplicateItems:
    """The open issues of one action item, the oldest first; more than one."""

    key: str
    incident: int
    issues: tuple[Issue, ...]

    def close_extras(self, entries: Iterable[e.Entry], process: Process) -> tuple[SetIssue, ...]:
        """Close all but the recorded issue, or the oldest; without its label an issue gets no reminders."""
        named = {each.issue for each in entries if isinstance(each, e.ActionOpened) and each.key == self.key}
        kept = next((each for each in self.issues if each.number in named), self.issues[0])
        ours = item_labels(process)
        return tuple(
            SetIssue(each.number, labels=tuple(sorted(each.label_names - ours)), open=False, state_reason="not_planned")
            for each in self.issues
            if each is not kept
        )


def find_duplicates(issues: Iterable[Issue], bot: Person) -> Iterator[DuplicateItems]:
    """Return the action items that have more than one open issue."""
    found: dict[tuple[str, int], list[Issue]] = {}
    for issue in sorted(issues, key=lambda each: each.number):
        item = items.read_item(issue, bot)
        if item is not None:
            found.setdefault((item.key, item.incident), []).append(issue)
    for (key, incident), same in found.items():
        if len(same) > 1:
            yield DuplicateItems(key, incident, tuple(same))
