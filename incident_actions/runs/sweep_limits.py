"""The limits of a run that nobody waits for: one issue that fails stops no other, and responders keep a reserve."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from incident_actions.contract.effects import Plan
from incident_actions.gateway.client.errors import log_failure
from incident_actions.runs import plan_log
from incident_actions.runs.context import RunContext

T = TypeVar("T")


def within_budget(run: RunContext, issues: Iterable[T]) -> Iterator[T]:
    """Yield issues as long as the run may go on. It leaves the rest to the next sweep, and counts them."""
    waiting = iter(issues)
    for each in waiting:
        if must_leave_rest(run):
            run.left += 1 + sum(1 for _ in waiting)
            return
        yield each


def must_leave_rest(run: RunContext) -> bool:
    """Return whether a sweep should leave what remains to the next one, so that responders can go on."""
    return run.connection.quota.is_low() or run.budget.is_spent_for_sweep(run.connection.write_pace.count)


def try_issue(run: RunContext, number: int, act: Callable[[], Plan]) -> bool:
    """Do something about one issue and report it; return whether that succeeded."""
    try:
        plan = act()
    except Exception as error:  # noqa: BLE001  one issue must not keep the others waiting; it is logged
        log_failure(f"Could not check #{number}", error)
        return False
    if not plan.is_empty:
        plan_log.report(run.here, f"#{number}", plan, dry_run=run.dry_run)
    return True
