"""The clock: stay awake while a timer runs, fire each when it is due, and hand over before the runner's time is up."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from incident_actions.contract.issue import Issue
from incident_actions.gateway.client.errors import log_failure
from incident_actions.gateway.client.identity import ForeignRecord
from incident_actions.gateway.issues.listing import all_issues_with_label
from incident_actions.gateway.issues.recent_pulls import read_recent_pulls
from incident_actions.gateway.local import runner
from incident_actions.runs.context import RunContext
from incident_actions.runs.cost import describe_cost
from incident_actions.runs.exit_code import FAILED, HANDLED, MISCONFIGURED
from incident_actions.runs.failures import log_config_errors
from incident_actions.runs.identity import with_real_identity
from incident_actions.runs.look_ahead import each_read_together
from incident_actions.runs.overview_rows import update_overview
from incident_actions.runs.pull_judging import start_pull_judging
from incident_actions.runs.site_build import start_site_build
from incident_actions.runs.timers import fire_due_timers, start_clock
from incident_actions.timers.clock_watch import HandOver, NextStep, Sleep, Watch

log = logging.getLogger("incident_actions")

MINUTES = 12.5
"""How long a clock runs, of the 15 minutes that the smallest runner grants a job, set-up included."""

BEGAN_VARIABLE = "INCIDENT_ACTIONS_BEGAN"
"""The variable with the job's start, if the sandbox sleeps for it. Each round is then a run of its own."""


class TimeSource(Protocol):
    """A source of the time, which can also wait."""

    def now(self) -> datetime:
        """Return the time."""

    def wait(self, until: datetime) -> bool:
        """Sleep until a moment; return False if the job has to end."""


class Clock:
    """The job of one clock workflow."""

    def __init__(self, run: RunContext, watch: Watch) -> None:
        self.run, self.watch = run, watch
        self.rounds = 0

    def run_round(self, now: datetime) -> NextStep:
        """Check every incident that needs it, fire due timers, and return the next step. A failure is retried later."""
        self.run.reset(now)
        self.rounds += 1
        try:
            sure = self._look(now)
        except Exception as error:  # noqa: BLE001  the clock must keep running, whatever GitHub returns
            log_failure("Could not list the incidents", error)
            sure = False
        start_pull_judging(self.run)
        start_site_build(self.run)
        update_overview(self.run)
        return self.watch.next_step(now, sure=sure)

    def _look(self, now: datetime) -> bool:
        """Return whether everything could be checked."""
        run = self.run
        listed = list(all_issues_with_label(run.connection, run.process.labels.incident, state="open"))
        sure = self._check(self.watch.issues_to_read(listed, now))
        if unlinked := self.watch.issues_to_link(listed, now):
            run.recent_pulls, self.watch.pulls_listed = read_recent_pulls(run.connection), now
            sure &= self._check([each for each in unlinked if run.recent_pulls.mentioning(each.number)])
            run.recent_pulls = None
        return sure

    def _check(self, issues: Sequence[Issue]) -> bool:
        """Return whether all these incidents could be checked."""
        run, sure = self.run, True
        for issue in each_read_together(run, issues):
            try:
                self.watch.remember(issue, fire_due_timers(run, issue))
            except ForeignRecord as error:  # only people can fix that, so no clock stays up for it
                log_failure(f"Skipped #{issue.number}", error)
            except Exception as error:  # noqa: BLE001  one incident must not keep the others waiting
                log_failure(f"Could not check #{issue.number}", error)
                sure = False
        return sure


def run_clock(
    environment: Mapping[str, str],
    now: datetime,
    *,
    dry_run: bool = False,
    minutes: float = MINUTES,
    time: TimeSource | None = None,
) -> int:
    """Run the clock for at most so many minutes. Without `time`, run one round and output when the next is due."""
    here = runner.read_environment(environment)
    began = datetime.fromisoformat(environment[BEGAN_VARIABLE]) if environment.get(BEGAN_VARIABLE) else now
    one = Clock(RunContext(here, now, dry_run=dry_run), Watch(began, began + timedelta(minutes=minutes)))
    try:
        step = with_real_identity(one.run, lambda: one.run_round(now))
        while isinstance(step, Sleep) and time and not dry_run:
            if not time.wait(step.until):
                return _report_end(one, "stopped by a signal")
            step = with_real_identity(one.run, lambda: one.run_round(time.now()))
        return _finish(one, step)
    finally:
        one.run.close()


def _finish(one: Clock, step: NextStep) -> int:
    """End, and start a successor if one is needed."""
    match step:
        case Sleep(until):
            runner.set_outputs(one.run.here, again=until.isoformat())
            return _report_end(one, f"next round at {until:%H:%M:%S} UTC")
        case HandOver():
            try:
                start_clock(one.run, "this runner's time is up")
            except Exception as error:  # noqa: BLE001  cron starts it again
                log_failure("Could not start the next clock", error)
                return FAILED
            return _report_end(one, "started the next clock")
    return _report_end(one, "no timer is due soon")


def _report_end(one: Clock, how: str) -> int:
    rounds = f"{one.rounds} round{'s' if one.rounds != 1 else ''}"
    cost = describe_cost(one.run)
    runner.write_summary(one.run.here, f"### Clock: {how}, after {rounds}\n\n{cost}")
    log.info("Clock: %s, after %s. %s", how, rounds, cost)
    return MISCONFIGURED if log_config_errors(one.run) else HANDLED
