"""The sweep: list what is open, a hundred at a time, and reconcile only what a reminder or a gap concerns."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from incident_actions.action_items import item as items
from incident_actions.action_items.duplicates import Doubles, doubles
from incident_actions.action_items.rebuild import harmed
from incident_actions.action_items.reminders import reminder_for
from incident_actions.contract import labels
from incident_actions.gateway.client.errors import warn
from incident_actions.gateway.client.identity import claimant
from incident_actions.gateway.local import runner
from incident_actions.runs import plan_log
from incident_actions.runs.desk import FAILED, HANDLED, MISCONFIGURED, Desk
from incident_actions.text.seal import ITEM, Seal

if TYPE_CHECKING:
    from incident_actions.contract.effects import Plan
    from incident_actions.contract.issue import Issue

log = logging.getLogger("incident_actions")

QUIET = timedelta(days=8)
"""An incident that is still owed something is spoken on at least weekly, so one that is quiet for longer is over."""

SELDOM = 6
"""Every how many hours the sweep looks for items that were closed unheard: that is a request of its own."""

MANY = 900
"""From how many open items on that look takes the place of listening, so that a sweep never asks for more."""

LATELY = timedelta(days=1)
"""How long after an incident closed the sweep sees to it that who heard of it hears of its end."""

LISTENED = timedelta(hours=25)
"""How far back the sweep looks for commands whose run was lost."""


def sweep(environment: Mapping[str, str], now: datetime, *, dry_run: bool = False) -> int:
    """Look at every open incident and every open action item; one that fails does not keep the others waiting."""
    here = runner.surroundings({"GITHUB_EVENT_NAME": "schedule", **environment})
    desk = Desk(here, now, dry_run=dry_run)
    try:
        return desk.as_itself(lambda: go_round(desk))
    finally:
        desk.close()


def go_round(desk: Desk) -> int:
    """Look at everything, and see that a clock is awake where a timer is near; the run's exit code."""
    looked_at = _looks(desk)
    awake = not desk.awaited or _wake(desk)
    wrong = desk.complained()
    failed = [f"#{number}" for number, well in looked_at.items() if not well]
    if failed:
        log.error("could not be looked at: %s; the next sweep tries again", ", ".join(failed))
    if failed or not awake:
        return FAILED
    return MISCONFIGURED if wrong else HANDLED


def _looks(desk: Desk) -> dict[int, bool]:
    """Which issues were looked at, and whether that went well."""
    from incident_actions.gateway.issues.listing import unanswered

    looked_at: dict[int, bool] = {}
    for issue in _incidents(desk):
        looked_at[issue.number] = _look(desk, issue)
    heard = set(looked_at)
    promised = list(_items(desk))
    seldom = desk.now.hour % SELDOM == 0
    for issue in (*promised, *(_closed_items(desk) if seldom else ())):
        bare = labels.bare_labels(desk.writer.wrote.as_painted(issue))
        if labels.label_meanings(desk.process).keys() & set(bare) or _concerns(desk, issue):
            looked_at[issue.number] = _look(desk, issue, comments=_harmed(desk, issue))
    for double in doubles(promised, desk.reader.bot):
        looked_at[double.issues[0].number] = _withdraw(desk, double)
    for number in () if seldom and len(promised) > MANY else unanswered(desk.connection, desk.now - LISTENED):
        if number not in heard:
            looked_at[number] = _look(desk, number)
    return looked_at


def _incidents(desk: Desk) -> Iterator[Issue]:
    """The incidents that are open, or were closed while their labels say that they run: that event was lost."""
    from incident_actions.gateway.issues.listing import labelled

    label, statuses = (
        desk.process.labels.incident,
        {desk.process.status_label(each.word) for each in desk.process.statuses},
    )
    for page in labelled(desk.connection, label, state="all", sort="updated", direction="desc"):
        lately = desk.now - LATELY if desk.addresses else desk.now
        concerned = [issue for issue in page if issue.open or statuses & issue.label_names or issue.updated > lately]
        yield from concerned
        if not concerned and page and page[-1].updated < desk.now - QUIET:
            return


def _items(desk: Desk) -> Iterator[Issue]:
    """The items that are open."""
    from incident_actions.gateway.issues.listing import labelled

    label = desk.process.labels.action_item
    for page in labelled(desk.connection, label, state="open", sort="created", direction="asc"):
        yield from page


def _closed_items(desk: Desk) -> Iterator[Issue]:
    """The items that were closed of late: that event may have been lost."""
    from incident_actions.gateway.issues.listing import labelled, stamp

    label = desk.process.labels.action_item
    for page in labelled(desk.connection, label, state="closed", since=stamp(desk.now - QUIET)):
        yield from page


def _concerns(desk: Desk, issue: Issue) -> bool:
    """Whether an item needs a look: a reminder has come, or its state or its record is not as it should be.

    Decided from the list alone.
    """
    if _harmed(desk, issue) or claimant(issue, desk.reader.bot):
        return True
    item = items.read(issue, desk.reader.bot)
    today = desk.now.astimezone(desk.process.zone).date()
    if item is None or (item.state == "open") != issue.open:
        return item is not None
    return reminder_for(item, desk.process, today) is not None


def _harmed(desk: Desk, issue: Issue) -> bool:
    """Whether an item of ours has lost its record; what is built again needs its comments."""
    ours = items.is_item(issue, desk.reader.bot, desk.process.labels.action_item)
    return ours and harmed(issue, Seal(desk.here.signing_key, ITEM)) is not None


def _look(desk: Desk, issue: Issue | int, *, comments: bool = True) -> bool:
    """Reconcile one issue; False where that failed."""

    def reconciled() -> Plan:
        reader = desk.reader
        snapshot = reader.snapshot(issue) if isinstance(issue, int) else reader.of(issue, comments=comments)
        return desk.answer(replace(snapshot, sweeping=True))

    return _done(desk, issue if isinstance(issue, int) else issue.number, reconciled)


def _wake(desk: Desk) -> bool:
    """Start the clock, awake or not: a second one waits its turn. False where that failed."""
    try:
        desk.start_clock("a timer is near")
    except Exception as error:  # noqa: BLE001  what was swept is swept
        warn("the clock could not be started", error)
        return False
    return True


def _withdraw(desk: Desk, double: Doubles) -> bool:
    """Close what was opened twice; False where that failed."""
    from incident_actions.contract.effects import Plan

    def closed() -> Plan:
        entries = desk.reader.record(double.incident)
        plan = Plan(effects=double.withdrawn(entries, desk.process), outcome="opened twice")
        desk.carry_out(plan)
        return plan

    return _done(desk, double.issues[0].number, closed)


def _done(desk: Desk, number: int, act: Callable[[], Plan]) -> bool:
    """Do something about one issue and tell it; False where that failed."""
    try:
        plan = act()
    except Exception as error:  # noqa: BLE001  whatever one issue does, the others must not wait; what it was is told
        warn(f"#{number} could not be looked at", error)
        return False
    if not plan.empty:
        plan_log.told(desk.here, f"#{number}", plan, dry_run=desk.dry_run)
    return True
