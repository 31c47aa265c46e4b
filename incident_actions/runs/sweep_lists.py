"""What a sweep lists: the incidents and action items that may need something, and comments that wait for an answer."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import timedelta

from incident_actions.contract.issue import Issue
from incident_actions.gateway.issues.listing import (
    COMMENTS_PATH,
    all_issues_with_label,
    api_time,
    comments_since,
    issues_with_label,
    unanswered_issues,
)
from incident_actions.runs.context import RunContext

QUIET_AFTER = timedelta(days=8)
"""An incident that owes something is updated at least weekly, so one without updates for longer is over."""

SELDOM_HOURS = 6
"""Every how many hours the sweep looks for items that were closed without a run. That takes a request of its own."""

MANY_ITEMS = 900
"""With more open items than this, a sweep checks either closed items or unanswered comments, to limit its requests."""

PULLS_HOUR = 3
"""The hour, counted within `SELDOM_HOURS`, in which a sweep of so many items reads merged pull requests instead."""

CLOSED_LATELY = timedelta(days=1)
"""How long after an incident closed the sweep notifies everybody who was notified of it of its end."""

COMMENTS_SINCE = timedelta(hours=25)
"""How far back the sweep looks for commands whose run was lost."""


def start_lists(run: RunContext, *, comments: bool) -> None:
    """Start to read the first pages of what every sweep lists."""
    run.connection.read_page_ahead("issues", **_all_incidents(run))
    run.connection.read_page_ahead("issues", **open_items(run))
    if comments:
        run.connection.read_page_ahead(COMMENTS_PATH, **comments_since(run.now - COMMENTS_SINCE))


def drop_lists(run: RunContext) -> None:
    """Forget the pages that have got old while the run wrote to incidents."""
    run.connection.drop_ahead("issues")
    run.connection.drop_ahead(COMMENTS_PATH)


def _all_incidents(run: RunContext) -> dict[str, str]:
    return {"labels": run.process.labels.incident, "state": "all", "sort": "updated", "direction": "desc"}


def open_items(run: RunContext) -> dict[str, str]:
    """Return the parameters of the list of open action items, the oldest first."""
    return {"labels": run.process.labels.action_item, "state": "open", "sort": "created", "direction": "asc"}


def unanswered_numbers(run: RunContext, looked_at: Container[int], *, skip: bool) -> list[int]:
    """Return the issues with comments that may wait for an answer, without those that were just checked."""
    found = [] if skip else unanswered_issues(run.connection, run.now - COMMENTS_SINCE)
    return [number for number in found if number not in looked_at]


def concerned_incidents(run: RunContext) -> Iterator[Issue]:
    """Yield incidents that are open, or were closed with labels of a running one because the event was lost.

    Those that closed lately may owe a notification, the question how it went, or the report of a duplicate.
    """
    statuses = {run.process.status_label(each.word) for each in run.process.statuses}
    for page in issues_with_label(run.connection, **_all_incidents(run)):
        lately = run.now - CLOSED_LATELY if run.addresses or run.process.rating else run.now
        concerned = [
            issue
            for issue in page
            if issue.open or statuses & issue.label_names or issue.updated > lately or _is_new_duplicate(run, issue)
        ]
        yield from concerned
        if not concerned and page and page[-1].updated < run.now - QUIET_AFTER:
            return


def _is_new_duplicate(run: RunContext, issue: Issue) -> bool:
    """Return whether an incident was closed lately as a duplicate, which a run that died may not have reported."""
    return issue.state_reason == "duplicate" and issue.updated > run.now - CLOSED_LATELY


def closed_items(run: RunContext) -> Iterator[Issue]:
    """Yield the items that were closed lately, since those events may have been lost."""
    label, since = run.process.labels.action_item, api_time(run.now - QUIET_AFTER)
    return all_issues_with_label(run.connection, label, state="closed", since=since)


def wants_merged_pulls(run: RunContext, promised: Sequence[Issue]) -> bool:
    """Return whether there are items that a merge may concern. With very many, only now and then."""
    hour = run.now.hour % SELDOM_HOURS
    many, some = len(promised) > MANY_ITEMS, bool(promised) or hour == 0
    return hour == PULLS_HOUR if many else some
