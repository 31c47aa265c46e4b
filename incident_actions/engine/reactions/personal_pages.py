"""Find the people who were paged and whom the tool still has to reach at their own addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from incident_actions.contract.decision import Context
from incident_actions.engine.reactions.notifications_due import NewsItem, is_recent, last_rebuild, may_have_been_sent
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import RUNNING
from incident_actions.model.process.process import Process
from incident_actions.timers.pages import people_paged_by

TEMPLATE = "personal_page"


@dataclass(frozen=True, slots=True)
class PersonalPage:
    """Somebody whom an entry paged and who has addresses of their own."""

    login: str
    tags: tuple[str, ...]
    entry: e.Entry


@dataclass(frozen=True, slots=True)
class DuePages:
    """Everybody who is paged now, in one message that all their addresses get at the same time."""

    news: NewsItem
    """The newest page."""
    pages: tuple[PersonalPage, ...]

    @property
    def reasons(self) -> tuple[tuple[e.Entry, tuple[str, ...]], ...]:
        """Return each entry that paged, with the people to whom it applies."""
        entries = tuple({id(each.entry): each.entry for each in self.pages}.values())
        return tuple((entry, tuple(each.login for each in self.pages if each.entry is entry)) for entry in entries)


def due_pages(entries: tuple[e.Entry, ...], incident: Incident, context: Context) -> DuePages | None:
    """Return the pages that a stored record owes; None for none, and for an incident that is over."""
    if incident.phase not in RUNNING:
        return None
    rebuilt, from_logs = last_rebuild(entries), e.replay_comments(entries)
    pages = tuple(
        each
        for each in _unsent_pages(entries, context.process)
        if is_recent(each.entry, from_logs, context) and not may_have_been_sent(each.entry, rebuilt, context)
    )
    return DuePages(NewsItem(TEMPLATE, pages[-1].entry, incident), pages) if pages else None


def _unsent_pages(entries: Iterable[e.Entry], process: Process) -> Iterable[PersonalPage]:
    """Return the last page of each person to whom no message was sent since, and who has not answered since.

    Several pages of one person that no run has sent yet are one, so nobody's phone rings three times at once.
    """
    waiting: dict[str, PersonalPage] = {}
    for entry in entries:
        done = entry.person if isinstance(entry, e.NotificationSent) else entry.by
        waiting.pop(done.casefold(), None)
        for login in people_paged_by(entry, process):
            if tags := process.page_tags(login):
                waiting.pop(login.casefold(), None)
                waiting[login.casefold()] = PersonalPage(login, tags, entry)
    return waiting.values()
