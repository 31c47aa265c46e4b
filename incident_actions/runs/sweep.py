"""The sweep: list open issues, a hundred at a time, and reconcile those with a reminder due or something missing."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from incident_actions.action_items import item as items
from incident_actions.action_items.duplicates import DuplicateItems, find_duplicates
from incident_actions.action_items.merged_evidence import new_pulls
from incident_actions.action_items.rebuild import record_damage
from incident_actions.action_items.reminders import is_overdue, reminder_for, reminder_key
from incident_actions.contract import labels
from incident_actions.contract.effects import Plan
from incident_actions.contract.issue import Issue
from incident_actions.contract.snapshot import Reminders, Snapshot
from incident_actions.engine.reactions.edited_rows import differs
from incident_actions.gateway.client.errors import log_failure
from incident_actions.gateway.client.identity import foreign_issue_author
from incident_actions.gateway.issues.listing import all_issues_with_label
from incident_actions.gateway.issues.recent_pulls import read_recent_pulls
from incident_actions.gateway.local import runner
from incident_actions.gateway.repository.released_links import newest_release
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.runs.context import RunContext
from incident_actions.runs.cost import report_cost
from incident_actions.runs.exit_code import FAILED, HANDLED, MISCONFIGURED
from incident_actions.runs.failures import log_config_errors
from incident_actions.runs.game_day_sweep import hold_game_day
from incident_actions.runs.identity import with_real_identity
from incident_actions.runs.item_sweep import linkable_pulls, pulls_mentioning, settle_items
from incident_actions.runs.judge_pulls import compare_statuses
from incident_actions.runs.look_ahead import each_read_together
from incident_actions.runs.merged_files import MergedFiles
from incident_actions.runs.overview_sweep import keep_overview
from incident_actions.runs.row_sweep import open_later_rows
from incident_actions.runs.settle import answer_issue, carry_out
from incident_actions.runs.site_build import note_maintenance_edges, start_site_build
from incident_actions.runs.sweep_limits import must_leave_rest, try_issue, within_budget
from incident_actions.runs.sweep_lists import (
    MANY_ITEMS,
    PULLS_HOUR,
    SELDOM_HOURS,
    closed_items,
    concerned_incidents,
    drop_lists,
    open_items,
    start_lists,
    unanswered_numbers,
    wants_merged_pulls,
)
from incident_actions.runs.timers import needs_clock, start_clock
from incident_actions.runs.week_sweep import NO_ISSUE, ReminderPlaces, place_reminders
from incident_actions.text.seal import ITEM_PLACE, Seal

log = logging.getLogger("incident_actions")


def run_sweep(environment: Mapping[str, str], now: datetime, *, dry_run: bool = False) -> int:
    """Check every open incident and action item. One that fails does not keep the others waiting."""
    here = runner.read_environment({"GITHUB_EVENT_NAME": "schedule", **environment})
    run = RunContext(here, now, dry_run=dry_run)
    try:
        return with_real_identity(run, lambda: sweep_once(run))
    finally:
        report_cost(run)
        run.close()


def sweep_once(run: RunContext) -> int:
    """Check everything, and start the clock if a timer is near; return the exit code."""
    run.merged_files = MergedFiles(run.here.workspace, run.process)
    looked_at = _settle_all(run)
    held = hold_game_day(run)
    awake = not needs_clock(run) or _start_clock(run)
    judged = compare_statuses(run)
    note_maintenance_edges(run)
    start_site_build(run)
    shown = keep_overview(run)
    wrong = log_config_errors(run)
    failed = [f"#{number}" if number else "this week's issue" for number, well in looked_at.items() if not well]
    if failed:
        log.error("Could not check %s. The next sweep tries again.", ", ".join(failed))
    if failed or not (held and awake and judged and shown):
        return FAILED
    return MISCONFIGURED if wrong else HANDLED


def _settle_all(run: RunContext) -> dict[int, bool]:
    """Return the numbers of the issues that were checked, and whether each succeeded.

    Comments that wait for an answer come before reminders.
    """
    seldom = run.now.hour % SELDOM_HOURS == 0
    start_lists(run, comments=run.now.hour % SELDOM_HOURS not in (0, PULLS_HOUR))
    run.listed_incidents = listed_incidents = list(concerned_incidents(run))
    if any(each.open for each in listed_incidents):
        run.recent_pulls = read_recent_pulls(run.connection)
        run.release = newest_release(run.connection, run.now) if run.process.events else None
    incidents = each_read_together(run, listed_incidents)
    looked_at = {issue.number: _settle_one(run, issue) for issue in within_budget(run, incidents)}
    if must_leave_rest(run):
        run.left_items = True
        return looked_at
    if run.connection.write_pace.count:
        drop_lists(run)
    run.open_items = promised = list(all_issues_with_label(run.connection, **open_items(run)))
    for number in within_budget(run, unanswered_numbers(run, looked_at, skip=_skips_comments(run, promised))):
        looked_at[number] = _settle_one(run, number)
    if run.recent_pulls is None and wants_merged_pulls(run, promised):
        run.recent_pulls = read_recent_pulls(run.connection)
    listed = (*promised, *(closed_items(run) if seldom else ()))
    if run.merged_files:
        run.merged_files.items = dict(_items(run, listed))
    items_left = [issue for issue in listed if issue.number not in looked_at]
    damaged = [issue for issue in items_left if _is_damaged(run, issue)]
    looked_at |= {issue.number: _settle_one(run, issue) for issue in within_budget(run, damaged)}
    # What was answered or rebuilt just now may have a reminder due as well.
    sound = (_as_written(run, issue) for issue in listed if looked_at.get(issue.number, True))
    places, placed = _place_reminders(run, promised, listed, seldom=seldom)
    looked_at |= {} if placed else {NO_ISSUE: False}
    looked_at |= settle_items(run, sound, partial(_needs_look, run, places), places.reminders_of)
    for double in within_budget(run, find_duplicates(promised, run.reader.bot)):
        looked_at[double.issues[0].number] = _close_duplicates(run, double)
    if must_leave_rest(run):
        return looked_at
    return looked_at | open_later_rows(run, [_as_written(run, each) for each in listed])


def _skips_comments(run: RunContext, promised: Sequence[Issue]) -> bool:
    """Return whether a sweep of very many items reads something else in place of comments."""
    return len(promised) > MANY_ITEMS and run.now.hour % SELDOM_HOURS in (0, PULLS_HOUR)


def _place_reminders(
    run: RunContext, promised: list[Issue], listed: tuple[Issue, ...], *, seldom: bool
) -> tuple[ReminderPlaces, bool]:
    """Post the digests of those who have several reminders due; if the run must stop, all reminders wait."""
    if must_leave_rest(run):
        return ReminderPlaces(all_wait=run.process.actions.digest), True
    shown = [_as_written(run, issue) for issue in promised]
    closed = listed[len(promised) :]
    refresh = seldom and len(promised) <= MANY_ITEMS
    return place_reminders(run, shown, lambda: closed if seldom else closed_items(run), refresh=refresh)


def _as_written(run: RunContext, issue: Issue) -> Issue:
    """Return a listed issue as this run has changed it since."""
    return run.writer.write_cache.issues.get(issue.number, issue)


def _needs_look(run: RunContext, places: ReminderPlaces, issue: Issue) -> bool:
    """Return whether an item needs a check: a reminder is due, or it doesn't show what it should.

    This is decided from the list alone.
    """
    bare = labels.undescribed_labels(run.writer.write_cache.with_painted_labels(issue))
    if labels.label_meanings(run.process).keys() & set(bare):
        return True
    if foreign_issue_author(issue, run.reader.bot):
        return True
    item = items.read_item(issue, run.reader.bot)
    today = run.now.astimezone(run.process.zone).date()
    if item is None or (item.state == "open") != issue.open:
        return item is not None
    names = run.process.labels
    marks = ((names.overdue, is_overdue(item, today)), (names.without_evidence, item.lacks_evidence))
    if any((label in issue.label_names) != wanted for label, wanted in marks):
        return True
    if _has_reminder(run, places, issue.number, item) or new_pulls(item, pulls_mentioning(run, issue)):
        return True
    if run.merged_files is None:
        return False
    _, file, place = run.merged_files.file_of_item(issue.number, item)
    return bool(file.text) and differs(item, issue.number, file.rows, run.here.repository, place)


def _items(run: RunContext, listed: Sequence[Issue]) -> Iterator[tuple[int, ActionItem]]:
    """Yield the action items among issues, by their numbers."""
    for issue in listed:
        if item := items.read_item(issue, run.reader.bot):
            yield issue.number, item


def _has_reminder(run: RunContext, places: ReminderPlaces, number: int, item: ActionItem) -> bool:
    """Return whether a reminder is to be posted on an item or, because a digest has it, to be recorded there."""
    reminder = reminder_for(item, run.process, run.now.astimezone(run.process.zone).date())
    known = places.reminders_of(number)
    return reminder is not None and (not known.wait or reminder_key(number, reminder) in known.in_digests)


def _is_damaged(run: RunContext, issue: Issue) -> bool:
    """Return whether an item of ours has lost its record. Rebuilding it needs the comments."""
    ours = items.is_item(issue, run.reader.bot, run.process.labels.action_item)
    return ours and record_damage(issue, Seal(run.here.signing_key, ITEM_PLACE)) is not None


def _settle_one(run: RunContext, issue: Issue | int) -> bool:
    """Reconcile one issue; return whether that succeeded."""

    def reconcile_issue() -> Plan:
        reader = run.reader
        snapshot = reader.snapshot(issue) if isinstance(issue, int) else reader.snapshot_of(issue)
        wait, number = Reminders(wait=run.process.actions.digest), snapshot.issue.number
        pulls = linkable_pulls(run, number)
        shown = replace(snapshot, is_sweep=True, reminders=wait, linkable_pulls=pulls, release=run.release)
        return answer_issue(run, _with_awaited_file(run, shown))

    return try_issue(run, issue if isinstance(issue, int) else issue.number, reconcile_issue)


def _with_awaited_file(run: RunContext, shown: Snapshot) -> Snapshot:
    """Add the post-mortem that an incident waits for, if the default branch has it whoever merged it."""
    files, issue = run.merged_files, shown.issue
    if files is None or run.process.labels.postmortem_owed not in issue.label_names:
        return shown
    paths = files.of_incident.get(issue.number, [])
    return replace(shown, awaited_postmortem=(paths[0], files.file(paths[0]).text)) if paths else shown


def _start_clock(run: RunContext) -> bool:
    """Start the clock even if one is running, since a second one waits its turn; return whether that succeeded."""
    try:
        start_clock(run, "a timer is due soon")
    except Exception as error:  # noqa: BLE001  the sweep itself succeeded
        log_failure("Could not start the clock", error)
        return False
    return True


def _close_duplicates(run: RunContext, double: DuplicateItems) -> bool:
    """Close items that were opened twice; return whether that succeeded."""

    def close_items() -> Plan:
        entries = run.reader.record(double.incident)
        plan = Plan(effects=double.close_extras(entries, run.process), outcome="opened twice")
        carry_out(run, plan)
        return plan

    return try_issue(run, double.issues[0].number, close_items)
