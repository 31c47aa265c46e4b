"""What keeps timers on time: the schedule runs, a clock runs when it must, and a runner takes the jobs."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.contract.repository_facts import Workflow, require_fact
from incident_actions.doctor.check import Check, CheckResult, Examination, failure, pass_result, unknown_result, warning
from incident_actions.doctor.tool_workflows import adopted_workflows
from incident_actions.model.incident.incident import fold
from incident_actions.model.process.sweep_interval import LATE, LOST
from incident_actions.timers import clock_watch

LONGEST_WAIT = timedelta(minutes=15)
"""How long a job may wait for a runner; GitHub's own take it within a minute or two."""

DEFAULT_RUNNER = "ubuntu-slim"
"""The runner where the variable names none; only github.com has it."""


def check_cron(examined: Examination) -> CheckResult | None:
    """Check that the schedule still runs."""
    facts = examined.facts
    sweep = _workflow("sweep", examined)
    if sweep is None or sweep.state != "active":
        return None
    late, lost = LATE[examined.process.sweep], LOST[examined.process.sweep]
    run = require_fact(facts.last_sweep)
    if run is None:
        young = facts.at - sweep.since < late
        return unknown_result("not yet", since=sweep.since) if young else failure("never", since=sweep.since)
    if facts.at - run.at > late:
        grade = failure if facts.at - run.at > lost else warning
        return grade("late", at=run.at, page_of=run.page)
    if run.status == "completed" and run.conclusion not in ("success", "cancelled"):
        return failure("failing", run.page, at=run.at, page_of=run.page)
    return pass_result("on time", at=run.at)


def check_clock(examined: Examination) -> CheckResult | None:
    """Check that a clock is running where an open incident has a timer near."""
    facts = examined.facts
    workflow = _workflow("clock", examined)
    if workflow is None or workflow.state != "active" or not facts.repository.issues:
        return None
    if require_fact(facts.active_clocks):
        return pass_result("awake")
    records = require_fact(facts.open_records)
    seen = {
        number: clock_watch.incident_outlook(fold(number, entries), examined.process)
        for number, entries in records.items()
    }
    pressing = tuple(number for number, each in seen.items() if each.needs_clock(facts.at))
    unread = tuple(number for number, entries in records.items() if not entries)
    if pressing or not unread:
        return failure("asleep", pressing=pressing) if pressing else pass_result("not needed", open=len(records))
    return unknown_result("unread", unread=unread)


def check_runner(examined: Examination) -> CheckResult:
    """Check that jobs find a runner, by waiting jobs and by the variable."""
    facts = examined.facts
    stuck = tuple(run for run in require_fact(facts.queued_runs) if facts.at - run.at > LONGEST_WAIT)
    if stuck:
        return failure("waiting", stuck[0].page, since=stuck[0].at, count=len(stuck))
    if facts.running:
        return pass_result("running")
    named = require_fact(facts.runner)
    if not named and facts.repository.local:
        return pass_result("local")
    if not named and not facts.repository.hosted:
        return failure("unnamed")
    return pass_result("named", name=named or DEFAULT_RUNNER)


def _workflow(name: str, examined: Examination) -> Workflow | None:
    """Return a workflow of the tool as Actions knows it; another check covers a missing one."""
    found = adopted_workflows(require_fact(examined.facts.files)).get(name)
    known = require_fact(examined.facts.workflows)
    return next((each for each in known if found and each.path == found.path), None)


CRON = Check(
    "cron",
    "Schedule",
    "The sweep runs on schedule and succeeds.",
    "Actions → sweep",
    "actions/workflows/sweep.yml",
    check_cron,
)
CLOCK = Check(
    "clock",
    "Clock",
    "The clock workflow runs while an open incident has a timer due within four hours.",
    "Actions → clock → Run workflow",
    "actions/workflows/clock.yml",
    check_clock,
)
RUNNER = Check(
    "runner",
    "Runner",
    "Jobs find a runner: GitHub's smallest one, or the one in the variable `INCIDENT_RUNNER`.",
    "Settings → Secrets and variables → Actions → Variables",
    "settings/variables/actions",
    check_runner,
)
