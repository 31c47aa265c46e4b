"""Fire the due timers of the incidents that a run reads, and keep a clock running for the others."""

from __future__ import annotations

import logging

from incident_actions.contract.decision import Context, NeedsAnswer, decide
from incident_actions.contract.effects import Creation
from incident_actions.contract.issue import Issue
from incident_actions.contract.snapshot import CreationResult, Snapshot
from incident_actions.engine.commands.waiting_comments import waiting_comments
from incident_actions.engine.reactions.followed_links import followed_links
from incident_actions.engine.record_integrity import inspect_record
from incident_actions.gateway.repository import clock_runs
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident.phase import RUNNING
from incident_actions.runs.context import RunContext
from incident_actions.runs.identity import check_author
from incident_actions.runs.settle import answer_issue, question_answerer
from incident_actions.timers import clock_watch
from incident_actions.timers.clock_watch import NO_TIMERS, Outlook

log = logging.getLogger("incident_actions")

CLOCK_EVENT = "incident-clock"
"""The type of the dispatch event that starts the clock workflow."""


def fire_due_timers(run: RunContext, issue: Issue) -> Outlook:
    """Fire due timers of an incident, and return its remaining timers.

    If nothing is due, nothing is linked and nothing mentions it, this takes one request.
    """
    pulls = run.recent_pulls.mentioning(issue.number) if run.recent_pulls else ()
    snapshot = replace(run.reader.snapshot_of(issue), is_sweep=True, release=run.release, linkable_pulls=pulls)
    timers = run.timers_before[issue.number] = incident_timers(run, snapshot, asking=True)
    if timers is not None and not (timers.is_due(run.now) or timers.follows or pulls):
        return timers
    log.info("#%d: %s", issue.number, answer_issue(run, snapshot).outcome)
    return incident_timers(run, run.snapshots_after[issue.number], asking=True) or NO_TIMERS


def incident_timers(run: RunContext, snapshot: Snapshot, *, asking: bool = False) -> Outlook | None:
    """Return the timers of an incident by its record, or None if that must be rebuilt first.

    Without `asking`, also return None if GitHub would have to be asked.
    """
    check_author(run, snapshot)
    if asking:
        return decide(
            lambda known: _timers(run.decision_context(known)), snapshot, question_answerer(run), _make_nothing
        )[0]
    try:
        return _timers(run.decision_context(snapshot))
    except NeedsAnswer:
        return None


def _timers(context: Context) -> Outlook | None:
    record = inspect_record(context)
    if record.must_rebuild:
        return None
    waits = min((each.created for each in waiting_comments(context, record.entries)), default=None)
    incident = context.incident(record.entries)
    outlook = clock_watch.incident_outlook(incident, context.process, waits)
    if incident is None or incident.phase not in RUNNING:
        return outlook
    if followed_links(incident, context):
        return replace(outlook, follows=context.now + clock_watch.FOLLOW_EVERY)
    return replace(outlook, awaits_mention=True)


def _make_nothing(creation: Creation) -> CreationResult:
    raise AssertionError(f"reading timers creates nothing, but asked for {creation}")


def needs_clock(run: RunContext) -> bool:
    """Return whether an incident that this run has answered needs a running clock."""
    timers = (incident_timers(run, snapshot) for snapshot in run.snapshots_after.values())
    return any(each is not None and (each.needs_clock(run.now) or each.waits) for each in timers)


def is_clock_missing(run: RunContext) -> bool:
    """Return whether the run has seen signs that no clock is running, though one is needed."""
    return any(
        clock_watch.is_clock_needed(before, _timers_after(run, number), run.now)
        for number, before in run.timers_before.items()
    )


def _timers_after(run: RunContext, number: int) -> Outlook | None:
    shown = run.snapshots_after.get(number)
    return incident_timers(run, shown) if shown else run.timers_before[number]


def leaves_others_to_clock(run: RunContext, number: int, shown: Snapshot | None = None) -> bool:
    """Return whether the run starts a clock for an incident, or for what is `shown` of it, so that it checks no others.

    A clock checks all of them. If no clock seems to work, the run checks a few itself.
    """
    before = run.timers_before.get(number)
    after = incident_timers(run, shown) if shown else _timers_after(run, number)
    return (
        before is not None
        and clock_watch.is_clock_needed(before, after, run.now)
        and not clock_watch.is_clock_late(before, run.now)
    )


def read_clocks_ahead(run: RunContext, shown: Snapshot) -> None:
    """Start to read which clocks are running, if the run will ask for that once the incident is as `shown`."""
    before = run.timers_before.get(shown.issue.number)
    if _may_clock_wait(run) and clock_watch.is_clock_needed(before, incident_timers(run, shown), run.now):
        clock_runs.read_runs_ahead(run.connection, run.here.workflow)


def _may_clock_wait(run: RunContext) -> bool:
    """Return whether other runs have had the same reason to start a clock, so that one may be waiting already."""
    known = (each for each in run.timers_before.values() if each is not None)
    return any(
        not each.declared or clock_watch.is_young(each, run.now) or clock_watch.is_clock_late(each, run.now)
        for each in known
    )


def start_missing_clock(run: RunContext) -> None:
    """Start the clock if the run has seen signs that none is running, though one is needed.

    If only this run brought a timer near, it doesn't check first if a clock waits already. The new one replaces that.
    """
    if is_clock_missing(run):
        start_clock(run, "a timer is due soon, and no clock seems to be running", once=_may_clock_wait(run))


def start_clock(run: RunContext, why: str, *, once: bool = True) -> None:
    """Start the clock workflow. With `once`, don't if one is running and another waits. A new one takes over later."""
    if once and clock_runs.has_enough_clocks(run.connection, run.here.workflow):
        log.info("Not starting a clock, because one is waiting already (%s)", why)
        return
    log.info("%s the clock: %s", "would start" if run.dry_run else "starting", why)
    if not run.dry_run:
        # Starting it twice does no harm, so this POST may be retried.
        run.connection.send("POST", "dispatches", body={"event_type": CLOCK_EVENT}, once=False)
