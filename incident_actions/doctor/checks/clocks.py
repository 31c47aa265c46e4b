"""What keeps timers on time: the schedule comes round, the clock is awake when it must be, a runner takes the jobs."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.contract.repository_facts import Workflow, told
from incident_actions.doctor.check import Check, Examined, Finding, failed, passed, unknown, warned
from incident_actions.doctor.tool_workflows import adopted
from incident_actions.model.incident.incident import fold
from incident_actions.timers import watch

LATE, LOST = timedelta(hours=6), timedelta(hours=26)
"""The sweep is hourly. GitHub's cron was seen to be four hours late; after a day it does not come any more."""

WAITS = timedelta(minutes=15)
"""How long a job may wait for a runner; GitHub's own take it within a minute or two."""

HOSTED = "ubuntu-slim"
"""The runner where the variable names none; github.com alone has it."""


def cron(examined: Examined) -> Finding | None:
    """Whether the schedule still comes round."""
    facts = examined.facts
    sweep = _workflow("sweep", examined)
    if sweep is None or sweep.state != "active":
        return None
    run = told(facts.swept)
    if run is None:
        young = facts.at - sweep.since < LATE
        return unknown("not yet", since=sweep.since) if young else failed("never", since=sweep.since)
    if facts.at - run.at > LATE:
        say = failed if facts.at - run.at > LOST else warned
        return say("late", at=run.at, page_of=run.page)
    if run.status == "completed" and run.conclusion not in ("success", "cancelled"):
        return failed("failing", run.page, at=run.at, page_of=run.page)
    return passed("on time", at=run.at)


def clock(examined: Examined) -> Finding | None:
    """Whether a clock is awake where an open incident has a timer near."""
    facts = examined.facts
    workflow = _workflow("clock", examined)
    if workflow is None or workflow.state != "active" or not facts.place.issues:
        return None
    if told(facts.awake):
        return passed("awake")
    records = told(facts.open)
    seen = {number: watch.seen(fold(number, entries), examined.process) for number, entries in records.items()}
    pressing = tuple(number for number, each in seen.items() if each.awake(facts.at))
    unread = tuple(number for number, entries in records.items() if not entries)
    if pressing or not unread:
        return failed("asleep", pressing=pressing) if pressing else passed("not needed", open=len(records))
    return unknown("unread", unread=unread)


def runner(examined: Examined) -> Finding:
    """Whether jobs find a runner: by those that wait for one, and by what the variable names."""
    facts = examined.facts
    stuck = tuple(run for run in told(facts.queued) if facts.at - run.at > WAITS)
    if stuck:
        return failed("waiting", stuck[0].page, since=stuck[0].at, count=len(stuck))
    if facts.running:
        return passed("running")
    named = told(facts.runner)
    if not named and not facts.place.hosted:
        return failed("unnamed")
    return passed("named", name=named or HOSTED)


def _workflow(name: str, examined: Examined) -> Workflow | None:
    """A workflow of the tool as Actions knows it; None where it is none yet, which another check tells."""
    found = adopted(told(examined.facts.files)).get(name)
    known = told(examined.facts.workflows)
    return next((each for each in known if found and each.path == found.path), None)


CRON = Check(
    "cron",
    "Schedule",
    "The sweep's cron comes round and its runs end well.",
    "Actions → sweep",
    "actions/workflows/sweep.yml",
    cron,
)
CLOCK = Check(
    "clock",
    "Clock",
    "While an open incident has a timer within four hours, a clock workflow is awake; else it is able to start.",
    "Actions → clock → Run workflow",
    "actions/workflows/clock.yml",
    clock,
)
RUNNER = Check(
    "runner",
    "Runner",
    "Jobs find a runner: GitHub's smallest, or the one that the variable `INCIDENT_RUNNER` names.",
    "Settings → Secrets and variables → Actions → Variables",
    "settings/variables/actions",
    runner,
)
