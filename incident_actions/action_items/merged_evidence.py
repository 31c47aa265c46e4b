"""Say on an action item that a pull request which mentions it was merged, or that its evidence was reverted."""

from __future__ import annotations

from collections.abc import Iterable

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.issue import MergedPull
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text.messages import EvidenceMerged, EvidenceReverted

_NUMBER = lazy_pattern(r"(?:(?<![\w/&])#|/pull/)([1-9][0-9]{0,8})\b")
"""A pull request in the evidence of an item. One of another repository is never reverted here."""


def new_pulls(item: ActionItem, merged: Iterable[MergedPull]) -> tuple[MergedPull, ...]:
    """Return which merged pull requests concern an item and were not mentioned on it yet, the first one first.

    An open item may be completed by one that mentions it. An item that is done may be undone by a revert.
    """
    if item.state not in ("open", "done"):
        return ()
    proof = {int(number) for number in _NUMBER.findall(item.reason)} if item.state == "done" else set()
    found = (each for each in merged if each.merged >= item.opened and each.number not in item.offered)
    concerned = (each for each in found if (each.reverts in proof if item.state == "done" else not each.reverts))
    return tuple(sorted(concerned, key=lambda each: each.number))


def offer_evidence(item: ActionItem, context: Context) -> Decision:
    """Say once that pull requests which mention an open item were merged, or that one undid the evidence of another."""
    pulls = new_pulls(item, context.snapshot.merged_pulls)
    if not pulls:
        return Decision()
    numbers = tuple(each.number for each in pulls)
    offered = e.EvidenceOffered(at=context.now, accepted=context.now, pulls=numbers)
    key = f"evidence-offered:{'.'.join(map(str, numbers))}"
    if item.state == "done":
        undone = EvidenceReverted(item.owner, pulls[-1].reverts, pulls[-1].number)
        return Decision((offered,), (undone,), key)
    return Decision((offered,), (EvidenceMerged(numbers, item.owner),), key)
