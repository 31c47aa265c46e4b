"""The sweep's look at this week's issue: who gets a digest, and which action items are reminded on their own issue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from incident_actions.action_items import item as items
from incident_actions.action_items import week_issue
from incident_actions.action_items.reminders import reminder_for
from incident_actions.contract.decision import decide
from incident_actions.contract.effects import Creation, Plan, SetIssue
from incident_actions.contract.issue import Issue
from incident_actions.contract.listed_item import ListedItem
from incident_actions.contract.snapshot import CreationResult, Reminders, Snapshot, WeekItems
from incident_actions.engine.reactions.action_digests import ReminderSplit, split_reminders, told_reminders
from incident_actions.gateway.client.errors import log_failure
from incident_actions.gateway.issues.listing import newest_issues
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident import action_item, action_week
from incident_actions.model.incident.action_week import Absence, ActionWeek
from incident_actions.runs import plan_log
from incident_actions.runs.context import RunContext
from incident_actions.runs.settle import answer_issue, carry_out, create, question_answerer

NO_ISSUE = 0
"""Stands for the number of the week's issue where it is not known."""


@dataclass(frozen=True)
class ReminderPlaces:
    """Where the reminder of each action item goes in this sweep."""

    told: frozenset[str] = frozenset()
    """The reminders that the digests of this week have told of."""
    waiting: frozenset[int] = frozenset()
    """The action items whose reminder waits for a later sweep, unless a digest has told of it."""
    absences: tuple[Absence, ...] = ()
    all_wait: bool = False
    """Whether the issue of the week could not be read, so that the next sweep reminds."""

    def reminders_of(self, number: int) -> Reminders:
        """Return what a decision about an action item has to know."""
        away = tuple(each.person for each in self.absences)
        return Reminders(self.told, self.all_wait or number in self.waiting, away)


@dataclass(frozen=True)
class WeekIssues:
    """The issues of weeks: this week's, and earlier ones that are still open."""

    current: Issue | None
    earlier: tuple[Issue, ...]


def place_reminders(
    run: RunContext, listed: Iterable[Issue], list_closed: Callable[[], Iterable[Issue]], *, refresh: bool
) -> tuple[ReminderPlaces, bool]:
    """Post the digests that are due, and return where each other reminder goes, and whether that succeeded.

    If no reminder is due, this takes no request, or one to `refresh` the lists of a week that has an issue.
    """
    if not run.process.actions.digest:
        return ReminderPlaces(), True
    found = tuple(_listed_items(run, listed))
    due = tuple(each for each in found if _is_due(run, each))
    if not due and not (refresh and found):
        return ReminderPlaces(), True
    try:
        return _settle_week(run, WeekItems(found, due), list_closed), True
    except Exception as error:  # noqa: BLE001  it must not keep the other reminders from the next sweep; it is logged
        log_failure("Could not check the issue of this week's action items", error)
        return ReminderPlaces(all_wait=True), False


def _settle_week(run: RunContext, found: WeekItems, list_closed: Callable[[], Iterable[Issue]]) -> ReminderPlaces:
    weeks = _find_weeks(run)
    newest = weeks.current or max(weeks.earlier, key=lambda each: each.number, default=None)
    absences = _week_in(run, newest).absent_people(_today(run)) if newest else ()
    if weeks.current is None:
        split = _split(run, absences, _without_issue(run, found))
        if not split.digests:
            return ReminderPlaces(waiting=split.waiting, absences=absences)
    closed = _listed_items(run, (*list_closed(), *_closed_without_evidence(run)))
    found = replace(found, listed=(*found.listed, *{each.number: each for each in closed}.values()))
    snapshot = _snapshot(run, weeks.current) if weeks.current else _open_week(run, absences, found)
    if snapshot is None:
        return ReminderPlaces(waiting=split.waiting, absences=absences)
    return _answer_week(run, replace(snapshot, week_items=found, is_sweep=True), weeks.earlier)


def _closed_without_evidence(run: RunContext) -> list[Issue]:
    """Return the newest items that count as open although they were closed, however long ago, in one request."""
    if run.process.actions.evidence == "optional":
        return []
    return newest_issues(run.connection, run.process.labels.without_evidence, "closed")


def _find_weeks(run: RunContext) -> WeekIssues:
    label, week = run.process.labels.week, action_week.week_of(_today(run))
    ours = [each for each in newest_issues(run.connection, label) if week_issue.is_week(each, run.reader.bot, label)]
    same = [each for each in ours if _week_in(run, each).week == week]
    current = min(same, key=lambda each: each.number, default=None)
    return WeekIssues(current, tuple(each for each in ours if each.open and each is not current))


def _week_in(run: RunContext, issue: Issue) -> ActionWeek:
    snapshot = run.reader.snapshot_of(issue, comments=False)
    week = action_week.fold(week_issue.trusted_entries(snapshot, run.decision_context(snapshot)))
    assert week is not None  # noqa: S101  a record that can't be trusted begins anew
    return week


def _snapshot(run: RunContext, issue: Issue) -> Snapshot:
    return run.reader.snapshot_of(issue, comments=issue.comment_count > 0)


def _without_issue(run: RunContext, found: WeekItems) -> Snapshot:
    """Return what a decision uses before the week has an issue."""
    nothing = Issue(NO_ISSUE, 0, "", "", open=True, author=run.reader.bot, created=run.now, updated=run.now)
    return replace(run.reader.snapshot_of(nothing, comments=False), week_items=found)


def _open_week(run: RunContext, absences: tuple[Absence, ...], found: WeekItems) -> Snapshot | None:
    """Open the issue of this week and return it; None in a dry run."""
    wanted = week_issue.new_issue(absences, run.decision_context(_without_issue(run, found)))
    made = create(run, wanted)
    if not run.dry_run:
        return run.reader.snapshot(made.number)
    plan_log.report(run.here, "this week's action items", Plan(creations=(wanted,)), dry_run=True)
    return None


def _answer_week(run: RunContext, snapshot: Snapshot, earlier: Iterable[Issue]) -> ReminderPlaces:
    """Post the digests of the week and close the issues of earlier weeks."""
    number = snapshot.issue.number
    plan = answer_issue(run, snapshot)
    closing = tuple(SetIssue(each.number, open=False, state_reason="completed") for each in earlier)
    carry_out(run, Plan(effects=closing))
    whole = plan.and_then(Plan(effects=closing))
    if not whole.is_empty:
        plan_log.report(run.here, f"#{number}", whole, dry_run=run.dry_run)
    after = run.snapshots_after[number]
    absences = _week_in(run, after.issue).absent_people(_today(run))
    told = told_reminders(run.decision_context(after))
    return ReminderPlaces(told, _split(run, absences, after).waiting, absences)


def _split(run: RunContext, absences: tuple[Absence, ...], snapshot: Snapshot) -> ReminderSplit:
    return decide(
        lambda known: split_reminders(absences, run.decision_context(known)),
        snapshot,
        question_answerer(run),
        _make_nothing,
    )[0]


def _make_nothing(creation: Creation) -> CreationResult:
    raise AssertionError(f"splitting reminders creates nothing, but asked for {creation}")


def _listed_items(run: RunContext, issues: Iterable[Issue]) -> Iterator[ListedItem]:
    """Yield the items whose record and issue agree on whether they are open. The others are settled first."""
    monday, _ = action_week.days_of(_today(run))
    for issue in issues:
        entries = items.item_entries(issue, run.reader.bot)
        item = action_item.fold(entries)
        if item is not None and (item.state == "open") == issue.open:
            recent = tuple(each for each in entries if each.accepted.astimezone(run.process.zone).date() >= monday)
            yield ListedItem(issue.number, item, recent)


def _is_due(run: RunContext, listed: ListedItem) -> bool:
    return reminder_for(listed.item, run.process, _today(run)) is not None


def _today(run: RunContext) -> date:
    return run.now.astimezone(run.process.zone).date()
