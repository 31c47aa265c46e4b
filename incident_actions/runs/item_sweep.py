"""Settle many action items: write what each needs, then check together that nobody else changed them meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import islice

from incident_actions.contract.effects import Plan, PostComment
from incident_actions.contract.issue import Issue
from incident_actions.contract.snapshot import Snapshot
from incident_actions.runs.context import RunContext
from incident_actions.runs.settle import answer_issue, answer_once
from incident_actions.runs.sweep_limits import try_issue, within_budget

BATCH = 20
"""How many items are written before they are checked again. A write takes a second, so that is less than a minute."""


def settle_items(run: RunContext, issues: Iterable[Issue], needs_look: Callable[[Issue], bool]) -> dict[int, bool]:
    """Settle the items that need it, by the records in their bodies; return whether each succeeded, by number."""
    looked_at: dict[int, bool] = {}
    waiting = filter(needs_look, issues)
    while batch := tuple(islice(waiting, BATCH)):
        # What the run does for one may serve the next ones, too: a label gets its colour once.
        looked_at |= _settle_batch(run, filter(needs_look, batch))
    return looked_at


def _settle_batch(run: RunContext, issues: Iterable[Issue]) -> dict[int, bool]:
    done: dict[int, tuple[Plan, Snapshot]] = {}

    def answer(issue: Issue) -> Plan:
        shown = run.reader.snapshot_of(issue, comments=False)
        done[issue.number] = answer_once(run, replace(shown, is_sweep=True))
        return done[issue.number][0]

    looked_at = {
        issue.number: try_issue(run, issue.number, partial(answer, issue)) for issue in within_budget(run, issues)
    }
    for number, (plan, snapshot) in done.items():
        if plan.may_conflict and not run.dry_run:
            looked_at[number] = try_issue(run, number, partial(_check_again, run, plan, snapshot))
    return looked_at


def _check_again(run: RunContext, plan: Plan, snapshot: Snapshot) -> Plan:
    """Check an item again after writing to it, and do what is missing because somebody else wrote, too.

    If nothing has happened on the issue but what this run did, the answer to its last write shows all of it.
    """
    reader, written = run.reader, run.writer.write_cache
    if _is_untouched(run, plan, snapshot):
        return answer_issue(run, reader.as_written(snapshot, written))
    return answer_issue(run, reader.refresh(snapshot, written))


def _is_untouched(run: RunContext, plan: Plan, snapshot: Snapshot) -> bool:
    """Return whether an issue shows only what a plan did to it."""
    number = snapshot.issue.number
    mine = run.writer.write_cache.issues.get(number)
    posted = sum(isinstance(each, PostComment) for each in plan.effects)
    if mine is None or mine.comment_count != snapshot.issue.comment_count + posted:
        return False
    return run.reader.revision(number) == mine.revision
