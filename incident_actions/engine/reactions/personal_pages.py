"""Find the people who were paged and whom the tool still has to reach at their own addresses."""

from __future__ import annotations

from collections.abc import Iterable

from incident_actions.contract.decision import Context
from incident_actions.engine.reactions.notifications_due import NewsItem, is_recent, last_rebuild, may_have_been_sent
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import RUNNING
from incident_actions.model.process.process import Process
from incident_actions.timers.pages import people_paged_by

TEMPLATE = "personal_page"


@dataclass(frozen=True)
class PersonalPage:
    """Somebody who was paged and has addresses of their own, and the entries that paged them since they last heard."""

    login: str
    tags: tuple[str, ...]
    entries: tuple[e.Entry, ...]


@dataclass(frozen=True)
class DuePages:
    """Everybody who is paged now, in one message that all their addresses get at the same time."""

    news: NewsItem
    """The newest page."""
    pages: tuple[PersonalPage, ...]
    reasons: tuple[tuple[e.Entry, tuple[str, ...]], ...]
    """The entries that paged, each with the people to whom it applies."""


def due_pages(entries: tuple[e.Entry, ...], incident: Incident, context: Context) -> DuePages | None:
    """Return the pages that a stored record owes; None for none, and for an incident that is over."""
    if incident.phase not in RUNNING:
        return None
    rebuilt, from_logs = last_rebuild(entries), e.replay_comments(entries)
    owed = {
        place
        for place, entry in enumerate(entries)
        if is_recent(entry, from_logs, context) and not may_have_been_sent(entry, rebuilt, context)
    }
    waiting = {
        login: tuple(place for place in places if place in owed)
        for login, places in _unsent_pages(entries, context.process).items()
    }
    pages = tuple(
        PersonalPage(login, context.process.page_tags(login), tuple(entries[place] for place in places))
        for login, places in waiting.items()
        if places
    )
    reasons = tuple(
        (entries[place], tuple(login for login, places in waiting.items() if place in places))
        for place in sorted({place for places in waiting.values() for place in places})
    )
    return DuePages(NewsItem(TEMPLATE, reasons[-1][0], incident), pages, reasons) if pages else None


def _unsent_pages(entries: Iterable[e.Entry], process: Process) -> dict[str, tuple[int, ...]]:
    """Return the places of the entries that page each person and after which no message went to them.

    Somebody who has answered since is left alone. Several pages that no run has sent yet become one message, so that
    nobody's phone rings three times at once.
    """
    waiting: dict[str, tuple[str, tuple[int, ...]]] = {}
    for place, entry in enumerate(entries):
        done = entry.person if isinstance(entry, e.NotificationSent) else entry.by
        waiting.pop(done.casefold(), None)
        for login in people_paged_by(entry, process):
            if process.page_tags(login):
                _, earlier = waiting.get(login.casefold(), ("", ()))
                waiting[login.casefold()] = login, (*earlier, place)
    return dict(waiting.values())
