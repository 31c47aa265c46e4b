"""The sweep: list what is open, a hundred at a time, and reconcile only what a reminder or a gap concerns."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from incident_actions import showing
from incident_actions.gateway import runner
from incident_actions.respond import FAILED, HANDLED, MISCONFIGURED, Desk

if TYPE_CHECKING:
    from incident_actions.effects import Plan
    from incident_actions.snapshot import Issue

log = logging.getLogger("incident_actions")


def sweep(environment: Mapping[str, str], now: datetime, *, dry_run: bool = False) -> int:
    """Look at every open incident and every open action item; one that fails does not keep the others waiting."""
    here = runner.surroundings({"GITHUB_EVENT_NAME": "schedule", **environment})
    desk = Desk(here, now, dry_run=dry_run, unhurried=True)
    failed = 0
    labels = desk.process.labels
    try:
        for issue in _open(desk, labels.incident):
            failed += not _looked_at(desk, issue, comments=True)
        for issue in _open(desk, labels.action_item):
            if _concerns(desk, issue):
                failed += not _looked_at(desk, issue, comments=False)
    finally:
        desk.connection.close()
    if failed:
        log.error("%d issues could not be looked at; the next sweep tries again", failed)
        return FAILED
    return MISCONFIGURED if desk.wrong else HANDLED


def _open(desk: Desk, label: str) -> Iterator[Issue]:
    from incident_actions.gateway.reading import issue_from  # noqa: PLC0415

    for page in desk.connection.pages("issues", labels=label, state="open", sort="created", direction="asc"):
        for given in page:
            if "pull_request" not in given:
                yield issue_from(given)


def _concerns(desk: Desk, issue: Issue) -> bool:
    """Whether an item needs a look: a reminder has come. Decided from the list alone."""
    from incident_actions.followups import item as items  # noqa: PLC0415
    from incident_actions.followups.reminding import reminder_for  # noqa: PLC0415

    item = items.read(issue, desk.reader.bot)
    today = desk.now.astimezone(desk.process.zone).date()
    return item is not None and (item.state != "open" or reminder_for(item, desk.process, today) is not None)


def _looked_at(desk: Desk, issue: Issue, *, comments: bool) -> bool:
    try:
        plan: Plan = desk.answer(desk.reader.of(issue, comments=comments))
    except Exception:
        log.exception("#%d could not be looked at", issue.number)
        return False
    if plan.effects:
        showing.told(desk.here, f"#{issue.number}", plan, dry_run=desk.dry_run)
    return True
