"""The records of a sandbox's incidents, read where the sandbox keeps them."""

from __future__ import annotations

from collections.abc import Sequence

from incident_actions.contract import card_comment
from incident_actions.model.incident import entry as e
from incident_actions.sandbox.host import Host
from incident_actions.sandbox.state.records import ACTIONS_BOT, Repository, StoredIssue
from incident_actions.text import record


def incident_records(host: Host, place: Repository) -> dict[int, Sequence[e.Entry]]:
    """Return the entries of each incident by the number of its issue."""
    with host.lock:
        found = {number: _entries(place, issue) for number, issue in place.issues.items() if issue.pull is None}
    return {number: entries for number, entries in found.items() if entries}


def _entries(place: Repository, issue: StoredIssue) -> tuple[e.Entry, ...]:
    comments = (place.comments[each] for each in issue.comments)
    ours = [each.body for each in comments if each.author == ACTIONS_BOT]
    pages = [body for body in ours if body.startswith(card_comment.RECORD_PAGE_MARK)]
    cards = [body for body in ours if body.startswith(card_comment.CARD_MARK)]
    return tuple(entry for body in (*pages, *cards) for entry in record.entries_in(body))
