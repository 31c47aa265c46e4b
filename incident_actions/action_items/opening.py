"""Open the issue of an action item."""

from __future__ import annotations

from datetime import date, datetime

from incident_actions.action_items.item import item_body, item_title
from incident_actions.contract import accounts
from incident_actions.contract.decision import Context, EntryFields
from incident_actions.contract.effects import OpenIssue, UnassignedIssue
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import fold
from incident_actions.model.incident.incident import Incident
from incident_actions.text import record


@dataclass(frozen=True)
class ItemDraft:
    """An action item before it has an issue."""

    key: str
    """What makes it open once."""
    text: str
    owner: str
    due: date
    type: str
    since: datetime | None = None
    """When somebody took it on."""
    postmortem: str = ""
    """The path of the post-mortem that it comes from; empty for one from a command."""
    row: tuple[str, ...] = ()
    """The digests of its row there."""


def open_item(draft: ItemDraft, incident: Incident, context: Context, stamp: EntryFields) -> e.ActionOpened:
    """Open the item's issue and return the entry for the incident's record; raises NeedsCreation until it exists."""
    made = context.create(item_issue(draft, incident, context))
    return e.ActionOpened(
        **stamp,
        issue=made.number,
        text=draft.text,
        key=draft.key,
        owner=(owner := draft.owner if made.assignees else ""),
        owner_id=accounts.account_id(owner, context),
        due=draft.due,
        type=draft.type,
        row=draft.row,
    )


def link_item(draft: ItemDraft, issue: int, context: Context, stamp: EntryFields) -> e.ActionOpened:
    """Return the entry for an item whose issue exists already; nothing is opened or changed there."""
    owner = "" if "/" in draft.owner else draft.owner
    return e.ActionOpened(
        **stamp,
        issue=issue,
        text=draft.text,
        key=draft.key,
        owner=owner,
        owner_id=accounts.account_id(owner, context),
        due=draft.due,
        type=draft.type,
        row=draft.row,
    )


def item_issue(draft: ItemDraft, incident: Incident, context: Context) -> OpenIssue:
    """Return the issue to open for an item: assigned, labelled, below its incident, with its record in the body.

    Where the owner cannot be assigned, the item has no owner and asks for one. This is known only from GitHub's answer
    to the opening, except for teams, which can never be assigned.
    """
    labels = context.process.labels
    unassigned = UnassignedIssue(_body(draft, incident, context), (labels.action_item, labels.owner_wanted))
    owner = "" if "/" in draft.owner else draft.owner
    return OpenIssue(
        key=draft.key,
        title=item_title(draft.text, incident.number),
        body=_body(draft, incident, context, owner) if owner else unassigned.body,
        labels=(labels.action_item,) if owner else unassigned.labels,
        assignees=(owner,) if owner else (),
        type=context.process.issue_types.of_item(draft.type),
        parent=incident.number,
        since=draft.since,
        if_unassigned=unassigned if owner else None,
    )


def _body(draft: ItemDraft, incident: Incident, context: Context, owner: str = "") -> str:
    item = e.ItemOpened(
        at=context.now,
        accepted=context.now,
        incident=incident.number,
        key=draft.key,
        text=draft.text,
        owner=owner,
        owner_id=accounts.account_id(owner, context),
        wanted="" if owner else draft.owner,
        due=draft.due,
        type=draft.type,
        postmortem=draft.postmortem,
        severity=incident.severity,
        row=draft.row,
        lead=incident.roles.get("commander", ""),
        lead_id=incident.role_ids.get("commander", 0),
    )
    return item_body((item,), context)


def key_in(text: str) -> str:
    """Return the key that an issue of the tool was opened with; empty for any other."""
    item = fold(record.entries_in(text))
    return item.key if item else ""
