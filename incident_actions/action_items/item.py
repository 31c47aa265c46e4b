"""The issue of an action item: its body, how the record is read back, and what the issue should show."""

from __future__ import annotations

from urllib.parse import quote

from incident_actions.contract.decision import Context
from incident_actions.contract.issue import Issue
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem, fold
from incident_actions.model.person import Person
from incident_actions.text import record
from incident_actions.text.safe_markdown import plain_line


def item_body(entries: tuple[e.Entry, ...], context: Context) -> str:
    """Return an item's body: owner, due date and type for people, and the record."""
    item = fold(entries)
    if item is None:
        raise AssertionError(entries)
    snapshot = context.snapshot
    place = f"{snapshot.server}/{snapshot.repository}/blob/{quote(snapshot.default_branch)}"
    values = {"item": item, "postmortem_url": f"{place}/{quote(item.postmortem)}" if item.postmortem else ""}
    shown = context.wording.render("issues/action_item.md", values)
    return f"{shown}\n\n{record.write_record(entries, seal=context.snapshot.item_seal)}"


def item_title(text: str, incident: int) -> str:
    """Return the title of an item's issue."""
    return plain_line(text)[:200] or f"Action item of #{incident}"


def item_entries(issue: Issue, bot: Person) -> tuple[e.Entry, ...]:
    """Return an item's record from its issue; empty for an issue that is not one of the tool's action items."""
    if not issue.author.is_same_as(bot):
        return ()
    entries = record.entries_in(issue.body)
    return entries if fold(entries) else ()


def is_item(issue: Issue, bot: Person, label: str) -> bool:
    """Whether an issue is one of the tool's action items, whatever happened to its record."""
    return issue.author.is_same_as(bot) and (label in issue.label_names or bool(item_entries(issue, bot)))


def read_item(issue: Issue, bot: Person) -> ActionItem | None:
    """Return the item of an issue, or None."""
    return fold(item_entries(issue, bot))
