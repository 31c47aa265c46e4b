"""Settle many action items: write what each needs, then check together that nobody else changed them meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from itertools import islice

from incident_actions.action_items import item as items
from incident_actions.contract.effects import MinimizeComments, Plan, PostComment
from incident_actions.contract.issue import Issue, LinkablePull, MergedPull
from incident_actions.contract.snapshot import Reminders, Snapshot
from incident_actions.engine.minimized_comments import MOST_AT_ONCE
from incident_actions.gateway.client.errors import log_failure
from incident_actions.model.fast_dataclass import replace
from incident_actions.runs.context import RunContext
from incident_actions.runs.settle import answer_issue, carry_out, settle
from incident_actions.runs.sweep_limits import try_issue, within_budget

BATCH = 20
"""How many items are written before they are checked again. A write takes a second, so that is less than a minute."""

Done = dict[int, tuple[Plan, Snapshot]]
"""What was done to items, and on which basis, by number."""


def _item_snapshot(run: RunContext, issue: Issue) -> Snapshot:
    """Return what a sweep knows of an item without reading anything: its issue, and what was merged lately."""
    item, shown = items.read_item(issue, run.reader.bot), run.reader.snapshot_of(issue, comments=False)
    shown = replace(shown, is_sweep=True, merged_pulls=pulls_mentioning(run, issue))
    if item is None or run.merged_files is None:
        return shown
    path, file, place = run.merged_files.file_of_item(issue.number, item)
    return replace(shown, postmortem_path=path, postmortem_text=file.text, postmortem_row=place)


def pulls_mentioning(run: RunContext, issue: Issue) -> tuple[MergedPull, ...]:
    """Return the pull requests that were merged lately and mention an issue, and all reverts."""
    merged = run.recent_pulls.merged if run.recent_pulls else ()
    return tuple(each for each in merged if each.reverts or issue.number in each.mentions)


def linkable_pulls(run: RunContext, number: int) -> tuple[LinkablePull, ...]:
    """Return the pull requests that were updated lately and mention an incident, and all reverts."""
    found = run.recent_pulls.linkable if run.recent_pulls else ()
    return tuple(each for each in found if each.reverts or number in each.mentions)


def settle_items(
    run: RunContext,
    issues: Iterable[Issue],
    needs_look: Callable[[Issue], bool],
    reminders_of: Callable[[int], Reminders],
) -> dict[int, bool]:
    """Settle the items that need it, by the records in their bodies; return whether each succeeded, by number."""
    looked_at: dict[int, bool] = {}
    waiting = filter(needs_look, issues)
    while batch := tuple(islice(waiting, BATCH)):
        ours = [each for each in batch if items.item_entries(each, run.reader.bot)]
        run.reader.read_together(ours if len(ours) > 1 else ())
        # What the run does for one may serve the next ones, too: a label gets its colour once.
        looked_at |= _settle_batch(run, filter(needs_look, batch), reminders_of)
    return looked_at


def _settle_batch(
    run: RunContext, issues: Iterable[Issue], reminders_of: Callable[[int], Reminders]
) -> dict[int, bool]:
    done: Done = {}

    def answer(issue: Issue) -> Plan:
        shown = replace(_item_snapshot(run, issue), reminders=reminders_of(issue.number))
        plan, _ = done[issue.number] = settle(run, shown)
        carry_out(run, _without(MinimizeComments, plan))
        return plan

    looked_at = {
        issue.number: try_issue(run, issue.number, partial(answer, issue)) for issue in within_budget(run, issues)
    }
    if not run.dry_run:
        looked_at |= _check_batch(run, {number: each for number, each in done.items() if looked_at[number]})
        _minimize(run, [plan for plan, _ in done.values()])
    return looked_at


def _check_batch(run: RunContext, done: Done) -> dict[int, bool]:
    """Check items again after writing to them, and do what is missing because somebody else wrote, too."""
    wrote = {number: each for number, each in done.items() if each[0].may_conflict}
    try:
        shown = run.reader.revisions(tuple(wrote))
    except Exception as error:  # noqa: BLE001  each item is then read on its own
        log_failure("Could not check action items together", error)
        shown = {}
    return {
        number: try_issue(run, number, partial(_check_again, run, plan, snapshot, shown.get(number)))
        for number, (plan, snapshot) in wrote.items()
    }


def _check_again(run: RunContext, plan: Plan, snapshot: Snapshot, shown: tuple[datetime, int] | None) -> Plan:
    """Check one item again. If it shows what this run did and nothing else, the answer to the last write has it all."""
    reader, written = run.reader, run.writer.write_cache
    mine = written.issues.get(snapshot.issue.number)
    posted = sum(isinstance(each, PostComment) for each in plan.effects)
    alone = mine is not None and mine.comment_count == snapshot.issue.comment_count + posted
    if mine is not None and alone and shown == mine.revision:
        return answer_issue(run, reader.as_written(snapshot, written))
    return answer_issue(run, reader.refresh(snapshot, written))


def _minimize(run: RunContext, plans: Sequence[Plan]) -> None:
    """Minimize the comments that plans outdate, those of many items in one request."""
    for reason in ("OUTDATED", "RESOLVED"):
        effects = (each for plan in plans for each in plan.effects if isinstance(each, MinimizeComments))
        nodes = [node for each in effects if each.reason == reason for node in each.nodes]
        for first in range(0, len(nodes), MOST_AT_ONCE):
            carry_out(run, Plan(effects=(MinimizeComments(tuple(nodes[first : first + MOST_AT_ONCE]), reason),)))


def _without(kind: type, plan: Plan) -> Plan:
    return replace(plan, effects=tuple(each for each in plan.effects if not isinstance(each, kind)))
