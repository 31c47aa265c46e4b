"""The sweep: list what is open, a hundred at a time, and reconcile only what a reminder or a gap concerns."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from incident_actions import events, showing
from incident_actions.commands.grammar import may_hold_command
from incident_actions.gateway import runner
from incident_actions.respond import FAILED, HANDLED, MISCONFIGURED, Desk

if TYPE_CHECKING:
    from incident_actions.effects import Plan
    from incident_actions.snapshot import Issue

log = logging.getLogger("incident_actions")

QUIET = timedelta(days=8)
"""An incident that is still owed something is spoken on at least weekly, so one that is quiet for longer is over."""

LISTENED = timedelta(hours=25)
"""How far back the sweep looks for commands whose run was lost."""


BURST = 20
"""How many writes go out at once; a sweep with more of them keeps the pace that GitHub asks for, a second each.

https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#pause-between-mutative-requests
"""


class Pace:
    """Keeps a sweep with many writes from hurrying."""

    def __init__(self) -> None:
        self._written = 0

    def after(self, writes: int) -> None:
        """Wait as long as these writes ask for."""
        self._written += writes
        if self._written > BURST:
            time.sleep(writes)


def sweep(environment: Mapping[str, str], now: datetime, *, dry_run: bool = False) -> int:
    """Look at every open incident and every open action item; one that fails does not keep the others waiting."""
    here = runner.surroundings({"GITHUB_EVENT_NAME": "schedule", **environment})
    desk = Desk(here, now, dry_run=dry_run)
    pace = Pace()
    looked_at: dict[int, bool] = {}
    try:
        for issue in _incidents(desk):
            looked_at[issue.number] = _look(desk, pace, issue)
        for issue in _items(desk):
            if _concerns(desk, issue):
                looked_at[issue.number] = _look(desk, pace, issue, comments=False)
        for number in _unanswered(desk):
            if number not in looked_at:
                looked_at[number] = _look(desk, pace, number)
    finally:
        desk.connection.close()
    failed = [number for number, well in looked_at.items() if not well]
    if failed:
        log.error(
            "could not be looked at: %s; the next sweep tries again", ", ".join(f"#{number}" for number in failed)
        )
        return FAILED
    return MISCONFIGURED if desk.wrong else HANDLED


def _incidents(desk: Desk) -> Iterator[Issue]:
    """The incidents that are open, or were closed while their labels say that they run: that event was lost."""
    statuses = {desk.process.status_label(status.word) for status in desk.process.statuses}
    for page in _listed(desk, desk.process.labels.incident, state="all", sort="updated", direction="desc"):
        concerned = [issue for issue in page if issue.open or statuses & issue.label_names]
        yield from concerned
        if not concerned and page and page[-1].updated < desk.now - QUIET:
            return


def _items(desk: Desk) -> Iterator[Issue]:
    for page in _listed(desk, desk.process.labels.action_item, state="open", sort="created", direction="asc"):
        yield from page


def _listed(desk: Desk, label: str, **parameters: str) -> Iterator[list[Issue]]:
    from incident_actions.gateway.reading import issue_from  # noqa: PLC0415

    for page in desk.connection.pages("issues", labels=label, **parameters):
        yield [issue_from(given) for given in page if "pull_request" not in given]


def _concerns(desk: Desk, issue: Issue) -> bool:
    """Whether an item needs a look: a reminder has come. Decided from the list alone."""
    from incident_actions.followups import item as items  # noqa: PLC0415
    from incident_actions.followups.reminding import reminder_for  # noqa: PLC0415

    item = items.read(issue, desk.reader.bot)
    today = desk.now.astimezone(desk.process.zone).date()
    return item is not None and (item.state != "open" or reminder_for(item, desk.process, today) is not None)


def _unanswered(desk: Desk) -> list[int]:
    """The issues with comments of the last day that may hold commands and bear no sign of an answer, oldest first.

    One request for the whole repository; a server that does not offer it is done without.
    """
    from github import GithubException  # noqa: PLC0415

    since = (desk.now - LISTENED).isoformat(timespec="seconds").replace("+00:00", "Z")
    try:
        pages = list(desk.connection.pages("issues/comments", since=since, sort="created", direction="asc"))
    except GithubException as error:
        log.info("this server lists no comments of the whole repository: %s", error.status)
        return []
    found = (_issue_of(given) for page in pages for given in page if _may_wait(given))
    return list(dict.fromkeys(found))


def _may_wait(given: Mapping[str, Any]) -> bool:
    comment = events.comment_from(given)
    answered = comment.reactions and (comment.reactions.get("+1") or comment.reactions.get("confused"))
    on_issue = "/pull/" not in str(given.get("html_url"))
    return on_issue and not answered and not comment.author.bot and may_hold_command(comment.body)


def _issue_of(given: Mapping[str, Any]) -> int:
    return int(str(given["issue_url"]).rpartition("/")[2])


def _look(desk: Desk, pace: Pace, issue: Issue | int, *, comments: bool = True) -> bool:
    """Reconcile one issue; False where that failed."""
    number = issue if isinstance(issue, int) else issue.number
    try:
        reader = desk.reader
        snapshot = reader.snapshot(issue) if isinstance(issue, int) else reader.of(issue, comments=comments)
        plan: Plan = desk.answer(snapshot)
    except Exception:
        log.exception("#%d could not be looked at", number)
        return False
    if plan.effects:
        showing.told(desk.here, f"#{number}", plan, dry_run=desk.dry_run)
        pace.after(0 if desk.dry_run else len(plan.effects))
    return True
