"""The manual changes to an issue, read from its timeline, with what closed it if that was a closing keyword."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from incident_actions.contract import events
from incident_actions.contract.issue import ManualAction, ManualChange

AT_ONCE = timedelta(minutes=1)
"""How long after the merge GitHub closes an issue that the pull request's closing keyword names."""


def read_changes(timeline: Iterable[Mapping[str, Any]], repository: str) -> tuple[ManualChange, ...]:
    """Return the changes in a timeline, in its order.

    The event of a closing names the commit whose message closed the issue, but no pull request, so that is the one that
    mentions the issue and was merged at that moment.

    https://docs.github.com/en/rest/using-the-rest-api/issue-event-types
    """
    shown, hands = list(timeline), {hand.value for hand in ManualAction}
    merges = [merge for each in shown if (merge := _merge(each, repository))]
    return tuple(
        ManualChange(
            action := ManualAction(each["event"]),
            events.read_person(each.get("actor")),
            at := events.read_time(each["created_at"]),
            str((each.get("label") or {}).get("name", "")),
            _closed_with(each, at, merges) if action is ManualAction.CLOSED else "",
        )
        for each in shown
        if each.get("event") in hands
    )


def _closed_with(closing: Mapping[str, Any], at: datetime, merges: Iterable[tuple[datetime, int]]) -> str:
    if commit := closing.get("commit_id"):
        return str(commit)[:10]
    return next((f"#{number}" for merged, number in merges if abs(at - merged) <= AT_ONCE), "")


def _merge(event: Mapping[str, Any], repository: str) -> tuple[datetime, int] | None:
    """Return when a pull request of this repository that mentions the issue was merged, and its number."""
    if event.get("event") != "cross-referenced":
        return None
    source = (event.get("source") or {}).get("issue") or {}
    merged = (source.get("pull_request") or {}).get("merged_at")
    ours = str(source.get("repository_url", "")).casefold().endswith(f"/repos/{repository}".casefold())
    return (events.read_time(merged), int(source["number"])) if merged and ours else None
