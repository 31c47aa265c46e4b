"""Scheduled maintenance as the page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from incident_actions.contract.issue import Issue
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.person import Person
from incident_actions.model.process.process import Process
from incident_actions.status_page.public_incident import shown_services
from incident_actions.status_page.public_text import title_of, words_below_title
from incident_actions.text.maintenance_marker import window_in

SCHEDULED, IN_PROGRESS, COMPLETED = "scheduled", "in_progress", "completed"


@dataclass(frozen=True)
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


def read_maintenance(issues: Iterable[Issue], bot: Person, process: Process) -> Iterator[PublicMaintenance]:
    """Yield the maintenance that the tool's own issues schedule, without what was cancelled.

    An issue that was closed as not planned, or before the start, cancels it; one that was closed meanwhile ends it.
    """
    names, seen = shown_services(process), dict[str, int]()
    for issue in sorted(issues, key=lambda each: each.number):
        window = window_in(issue.body) if issue.author.is_same_as(bot) else None
        if window is None or not window.text:
            continue
        closed = None if issue.open else issue.updated
        if closed and (issue.state_reason == "not_planned" or closed <= window.start):
            continue
        name = f"{window.start:%Y-%m-%d-%H%M}"
        seen[name] = seen.get(name, 0) + 1
        shown = (names[each.casefold()] for each in window.services if each.casefold() in names)
        yield PublicMaintenance(
            id=f"{name}-{seen[name]}" if seen[name] > 1 else name,
            title=title_of(window.text),
            text=words_below_title(window.text),
            start=window.start,
            end=min(window.end, closed) if closed else window.end,
            services=tuple(dict.fromkeys(shown)),
            announced=issue.created,
        )
