"""Open the action items of rows that somebody added to a merged post-mortem."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2s

from incident_actions.contract.decision import Context, Decision
from incident_actions.engine.reactions.item_numbers import write_numbers
from incident_actions.engine.reactions.postmortem_items import open_later_items
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.postmortem.links import FileLinks
from incident_actions.text.messages import RowsOpened
from incident_actions.text.safe_markdown import plain_line


def open_later_rows(incident: Incident, context: Context) -> Decision:
    """Open the items of a merged file that its record does not have, and write their numbers into it.

    They don't wait for an open correction of the file. Nothing is done for a file that an earlier version of the tool
    saw merged: its record does not know its rows.
    """
    path, text = context.snapshot.postmortem_path, context.snapshot.postmortem_text
    if not text or incident.postmortem is None or incident.rows_kept_since is None:
        return Decision()
    items = open_later_items(incident, path, text, context)
    if not items.entries:
        return Decision()
    which = _digest_of(items.entries)
    refused, left = write_numbers(f"rows:{which}", incident, items, context)
    links = FileLinks(context.snapshot.server, context.snapshot.repository)
    message = RowsOpened(
        path=path,
        view_url=links.file_url("blob", context.snapshot.default_branch, path),
        edit_url=links.file_url("edit", context.snapshot.default_branch, path),
        branch=context.snapshot.default_branch,
        items=tuple((each.issue, each.owner) for each in items.opened.values()),
        linked=tuple(each.issue for each in items.linked.values()),
        refused=refused,
        unnumbered=tuple(f"{plain_line(each.text)} ({links.issue(each.issue)})" for each in left),
    )
    return Decision(items.entries, (message,), f"rows:{which}")


def _digest_of(items: Sequence[e.ActionOpened]) -> str:
    return blake2s("\n".join(each.key for each in items).encode(), digest_size=6).hexdigest()
