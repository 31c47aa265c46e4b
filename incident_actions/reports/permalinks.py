"""The addresses of incidents, and of the events at the ends of their durations."""

from __future__ import annotations

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.reports.incident_facts import Moment


@dataclass(frozen=True)
class Permalinks:
    """The addresses in a repository, whose own address is `url`."""

    url: str

    def issue(self, number: int) -> str:
        """Return the address of an issue."""
        return f"{self.url}/issues/{number}"

    def event(self, number: int, moment: Moment) -> str:
        """Return the address of the comment that reported an event, or of the issue where none did."""
        return f"{self.issue(number)}#issuecomment-{moment.comment}" if moment.comment else self.issue(number)
