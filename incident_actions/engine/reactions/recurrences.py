"""Look for earlier incidents and action items that are like this one, and remind of what was meant to prevent it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from incident_actions.action_items.reminders import reachable_item
from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.listed_item import ListedItem
from incident_actions.contract.questions import CommentsOf, FileOf, RecentItems
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import RUNNING
from incident_actions.postmortem import index
from incident_actions.postmortem.recurrence import PastWork, like_incident
from incident_actions.postmortem.recurrence_lines import last_recurrence
from incident_actions.text.messages import ItemWasMeant

MOST = 3
"""How many action items and how many post-mortems an incident shows."""


def find_recurrence(entries: Sequence[e.Entry], incident: Incident, context: Context) -> Iterator[Decision]:
    """Yield what is like a running incident, once for each severity and services that it has had.

    Raises NeedsAnswer until the index and the lists of action items are known.
    """
    if not context.process.recurrence or incident.phase not in RUNNING:
        return
    known = last_recurrence(entries)
    if known and (known.severity, known.services) == (incident.severity, incident.services):
        return
    recent = context.ask(RecentItems(context.process.labels.action_item))
    if recent is None:
        return
    listed = [each for each in recent if each.item.incident != incident.number]
    text = context.ask(FileOf(index.PATH)) or ""
    indexed = [each for each in index.indexed_postmortems(text) if each.number != incident.number]
    services = {each.number: each.services for each in indexed}
    past_items = [PastWork(each.number, each.item.text, services.get(each.item.incident, ())) for each in listed]
    items = _like(incident, past_items)
    files = _like(incident, [PastWork(each.number, each.title, each.services) for each in indexed])
    by_number, paths = {each.number: each for each in listed}, {each.number: each.path for each in indexed}
    found = [by_number[number] for number in items]
    for each in found:
        yield from _remind_at_once(each, incident, context)
    yield Decision(
        (
            e.RecurrenceFound(
                at=context.now,
                accepted=context.now,
                severity=incident.severity,
                services=incident.services,
                items=tuple((str(each.number), _state(each)) for each in found),
                postmortems=tuple((str(number), paths[number]) for number in files),
            ),
        )
    )


def _like(incident: Incident, past: list[PastWork]) -> tuple[int, ...]:
    return tuple(each.number for each in like_incident(incident.title, incident.services, past)[:MOST])


def _state(listed: ListedItem) -> str:
    item = listed.item
    if item.lacks_evidence:
        return "closed without evidence"
    return item.state if item.state != "open" else item.due.isoformat() if item.due else "open"


def _remind_at_once(listed: ListedItem, incident: Incident, context: Context) -> Iterator[Decision]:
    """Yield the reminder on an open item's issue, unless an earlier run has posted it."""
    key = f"recurrence:{incident.number}"
    if listed.item.state != "open":
        return
    comments = context.ask(CommentsOf(listed.number, incident.declared))
    if key in card_comment.posted_keys(comments, context.snapshot):
        return
    today = context.now.astimezone(context.zone).date()
    days = (today - listed.item.due).days if listed.item.due else 0
    item, _ = reachable_item(listed.item, days, context)
    message = ItemWasMeant(item.owner, "" if item.owner else item.lead, incident.number, item.due, days)
    yield Decision((), (message,), key, listed.number)
