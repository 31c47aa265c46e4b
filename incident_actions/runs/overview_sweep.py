"""The sweep's look at the overview: open and pin it, and write all of it from what the sweep has read anyway."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from incident_actions.action_items import item as items
from incident_actions.contract.decision import Context, decide
from incident_actions.contract.effects import Creation, Effect, PinIssue, Plan, SetIssue
from incident_actions.contract.incident_record import IncidentRecord
from incident_actions.contract.issue import Issue
from incident_actions.contract.snapshot import CreationResult, Snapshot
from incident_actions.engine.overview import body as overview
from incident_actions.engine.overview.row import incident_row, latest_row, unread_row
from incident_actions.engine.overview.sections import (
    FIGURE_DAYS,
    LateFigures,
    OldRunbook,
    SweptFacts,
    render_figures,
    render_rest,
    same_week_last_year,
)
from incident_actions.engine.record_integrity import inspect_record
from incident_actions.gateway.client.errors import log_failure
from incident_actions.gateway.issues.incident_records import read_incident_records
from incident_actions.gateway.issues.listing import all_issues_with_label, api_time, latest_issues_by, newest_issues
from incident_actions.gateway.issues.votes import read_votes
from incident_actions.gateway.repository.runbooks import last_change, runbook_paths
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.postmortem import index
from incident_actions.postmortem.index import IndexedPostmortem
from incident_actions.reports.collected_facts import collect_facts
from incident_actions.reports.compute import ReportOptions, compute_figures
from incident_actions.reports.scope import Scope
from incident_actions.runs import plan_log
from incident_actions.runs.context import RunContext
from incident_actions.runs.settle import carry_out, create, paint_new_labels, question_answerer
from incident_actions.runs.sweep_limits import must_leave_rest, within_budget
from incident_actions.text import overview_marker

log = logging.getLogger("incident_actions")

FIGURES_EVERY = timedelta(hours=5, minutes=30)
"""After which time the figures are computed anew: every six hours, where sweeps come a little early or late."""


MOST_RUNBOOKS = 50
"""How many runbooks are looked up."""


MOST_RATINGS = 50
"""Of how many incidents the ratings are counted, the latest ones."""


@dataclass(frozen=True)
class SweptIncidents:
    """The rows of the open incidents, and all incidents that a sweep could read."""

    rows: Mapping[int, e.IncidentListed]
    read: tuple[Incident, ...]


def keep_overview(run: RunContext) -> bool:
    """Write the overview, from the open incidents and action items that a sweep has read; return whether it succeeded.

    A sweep that had to leave something to the next one leaves the overview, too.
    """
    if not run.process.overview or run.open_items is None or must_leave_rest(run):
        return True
    written = run.writer.write_cache.issues
    incidents = [each for each in run.listed_incidents if each.open]
    try:
        _keep(run, incidents, [written.get(each.number, each) for each in run.open_items])
    except Exception as error:  # noqa: BLE001  everything else is done; it is logged
        log_failure("Could not write the overview", error)
        return False
    return True


def _keep(run: RunContext, incidents: Sequence[Issue], promised: Iterable[Issue]) -> None:
    label = run.process.labels.overview
    listed = _ours(run, newest_issues(run.connection, label))
    still_open = [each for each in listed or _ours(run, _newest_by_tool(run)) if each.open]
    current = min(still_open, key=lambda each: each.number, default=None)
    if current is None and listed:
        log.info("The overview #%d is closed, so it stays as it is. Reopen it to resume.", listed[0].number)
        return
    found = _read_incidents(run, incidents)
    rest = render_rest(_swept_facts(run, found, promised), _context(run, current or _nothing(run)))
    if current is None:
        current = _open(run, found, rest)
    if current is None:  # this is a dry run
        return
    plan = Plan(effects=tuple(_changes(run, current, found, rest)) + _closing(run, current, still_open))
    carry_out(run, plan)
    if not plan.is_empty:
        plan_log.report(run.here, f"#{current.number}", plan, dry_run=run.dry_run)
    paint_new_labels(run)


def _ours(run: RunContext, issues: Iterable[Issue]) -> list[Issue]:
    return [each for each in issues if overview.is_overview(each, run.reader.bot, run.process.labels.overview)]


def _newest_by_tool(run: RunContext) -> list[Issue]:
    """Return the open issues of the tool that changed last, where the label leads to none: somebody removed it."""
    return latest_issues_by(run.connection, run.reader.bot.login)


def _context(run: RunContext, issue: Issue) -> Context:
    return run.decision_context(run.reader.snapshot_of(issue, comments=False))


def _nothing(run: RunContext) -> Issue:
    """Stand for the overview before there is one."""
    return Issue(0, 0, "", "", open=True, author=run.reader.bot, created=run.now, updated=run.now)


def _read_incidents(run: RunContext, incidents: Sequence[Issue]) -> SweptIncidents:
    """Return the open incidents as the sweep has left them. What it could not read or check is unknown."""
    rows: dict[int, e.IncidentListed] = {}
    read: list[Incident] = []
    for issue in incidents:
        shown = run.snapshots_after.get(issue.number)
        row = _decide(run, shown) if shown else unread_row(_context(run, issue))
        if row:
            rows[issue.number] = row
        if shown and (incident := _incident(run, shown)):
            read.append(incident)
    return SweptIncidents(rows, tuple(read))


def _decide(run: RunContext, shown: Snapshot) -> e.IncidentListed | None:
    return decide(
        lambda known: incident_row(run.decision_context(known)), shown, question_answerer(run), _make_nothing
    )[0]


def _incident(run: RunContext, shown: Snapshot) -> Incident | None:
    def read(known: Snapshot) -> Incident | None:
        context = run.decision_context(known)
        state = inspect_record(context)
        return None if state.must_rebuild else context.incident(state.entries)

    return decide(read, shown, question_answerer(run), _make_nothing)[0]


def _make_nothing(creation: Creation) -> CreationResult:
    raise AssertionError(f"reading an incident creates nothing, but asked for {creation}")


def _swept_facts(run: RunContext, found: SweptIncidents, promised: Iterable[Issue]) -> SweptFacts:
    known = {each.number: items.read_item(each, run.reader.bot) for each in promised}
    label = run.process.labels.review
    to_discuss = newest_issues(run.connection, label) if label else ()
    return SweptFacts(
        found.read,
        {number: item for number, item in known.items() if item},
        tuple(sorted(each.number for each in to_discuss)),
        _year_ago(run),
    )


def _year_ago(run: RunContext) -> tuple[IndexedPostmortem, ...]:
    """Return the incidents of this week a year ago, by the index in the checkout."""
    if not run.process.year_ago or run.merged_files is None:
        return ()
    known = index.indexed_postmortems(run.merged_files.file(index.PATH).text)
    return same_week_last_year(known, run.now.astimezone(run.process.zone).date())


def _open(run: RunContext, found: SweptIncidents, rest: str) -> Issue | None:
    """Open the overview and return it; None in a dry run."""
    context = _context(run, _nothing(run))
    begun = overview.begun_entry(context)
    body = overview.overview_body(begun, found.rows.values(), overview.OverviewParts(rest, ""), context)
    wanted = overview.new_overview(body, context)
    made = create(run, wanted)
    if run.dry_run:
        plan_log.report(run.here, "the overview", Plan(creations=(wanted,)), dry_run=True)
        return None
    return run.reader.snapshot(made.number).issue


def _changes(run: RunContext, current: Issue, found: SweptIncidents, rest: str) -> Iterable[Effect]:
    """Yield what differs from the overview: the pin, which is tried once, its text, and its label."""
    context, shown = _context(run, current), current.body.replace("\r\n", "\n")
    entries = overview.trusted_entries(context) or ()
    begun = next((each for each in entries if isinstance(each, e.OverviewBegun)), None)
    if begun and not begun.pinned:
        yield PinIssue(current.number, current.node_id)
    known = overview.rows_in(entries)
    rows = [latest_row(known.get(number), row) for number, row in found.rows.items()]
    _, figures = overview_marker.parts_in(shown)
    computed = begun.computed if begun else None
    if computed is None or run.now - computed >= FIGURES_EVERY:
        figures, computed = _figures(run, context), run.now
    opened = overview.begun_entry(context, pinned=True, computed=computed)
    body = overview.overview_body(opened, rows, overview.OverviewParts(rest, figures), context)
    label = run.process.labels.overview
    labels = None if label in current.label_names else (*sorted(current.label_names), label)
    change = SetIssue(current.number, body=body if body != shown else None, labels=labels)
    if change != SetIssue(current.number):
        yield change


def _closing(run: RunContext, current: Issue, still_open: Iterable[Issue]) -> tuple[SetIssue, ...]:
    """Return what closes further overviews, which two sweeps opened at the same moment."""
    label = run.process.labels.overview
    return tuple(
        SetIssue(each.number, labels=tuple(sorted(each.label_names - {label})), open=False, state_reason="not_planned")
        for each in still_open
        if each.number != current.number
    )


def _figures(run: RunContext, context: Context) -> str:
    """Return the figures of the incidents that were declared lately."""
    first = run.now.date() - timedelta(days=FIGURE_DAYS)
    since = datetime.combine(first, time(), tzinfo=UTC)
    label = run.process.labels.incident
    listed = all_issues_with_label(run.connection, label, state="all", since=api_time(since))
    lately = [each for each in listed if each.created >= since and not _ours(run, [each])]
    left = run.left
    records = list(read_incident_records(run.reader, within_budget(run, lately)))
    options = ReportOptions(
        scope=Scope(since=first),
        severities=tuple(each.label for each in run.process.severities),
        zone=run.process.zone,
        unread=len(lately) - len(records),
    )
    run.left = left  # the next figures count them, so no sweep has to come back for them
    url = f"{run.here.server}/{run.here.repository}"
    facts = [collect_facts(each, run.process, run.now) for each in records]
    computed = compute_figures((run.here.repository, url), facts, (), run.now, options)
    shown = LateFigures(computed, first, _old_runbooks(run), *_ratings(run, records))
    return render_figures(shown, context)


def _ratings(run: RunContext, records: Iterable[IncidentRecord]) -> tuple[int, int, int]:
    """Return how many people liked the responses and how many did not, and of how many incidents they were asked."""
    entries = (entry for record in records for entry in record.entries)
    asked = [each.on for each in entries if isinstance(each, e.RatingAsked)][-MOST_RATINGS:]
    votes = [read_votes(run.connection, comment) for comment in asked]
    return sum(each.up for each in votes), sum(each.down for each in votes), len(asked)


def _old_runbooks(run: RunContext) -> tuple[OldRunbook, ...]:
    """Return the runbooks that nobody has changed for long, the oldest first. Each takes a request."""
    rules = run.process.runbooks
    if rules is None:
        return ()
    first = rules.last_day(run.now.date())
    paths = runbook_paths(run.here.workspace, rules.paths)[:MOST_RUNBOOKS]
    changed = ((path, last_change(run.connection, path)) for path in paths)
    old = [OldRunbook(path, at.date() if at else None) for path, at in changed if at is None or at.date() < first]
    return tuple(sorted(old, key=lambda each: (each.changed is not None, each.changed, each.path)))
