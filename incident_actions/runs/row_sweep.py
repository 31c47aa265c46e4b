"""The rows that somebody added to merged post-mortems: find them in a sweep's checkout, and open their items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from hashlib import blake2s
from itertools import islice

from incident_actions.action_items import item as items
from incident_actions.contract import card_comment
from incident_actions.contract.effects import OpenIssue, Plan
from incident_actions.contract.issue import Issue
from incident_actions.engine.reactions.postmortem_items import MOST_LATER, is_key_of_row
from incident_actions.gateway.client.errors import IssueNotFound
from incident_actions.model.fast_dataclass import replace
from incident_actions.postmortem import index
from incident_actions.postmortem.later_rows import may_be_later
from incident_actions.runs.context import RunContext
from incident_actions.runs.merged_files import MergedFiles
from incident_actions.runs.settle import answer_issue, carry_out, settle
from incident_actions.runs.sweep_limits import try_issue, within_budget

MOST_FILES = 50
"""How many post-mortems one sweep parses. With more, each sweep takes others."""

MOST_INCIDENTS = 10
"""How many records one sweep reads. Where GitHub refuses to take numbers into files, their rows stay without them."""


LATELY = timedelta(days=2)
"""For how long each sweep checks that the items which a sweep opened are on their incidents' records."""


def open_later_rows(run: RunContext, listed: Sequence[Issue]) -> dict[int, bool]:
    """Open the items of added rows; return whether that succeeded, by the numbers of the incidents.

    `listed` are the action items that the sweep knows. Rows with one of these need no look at their incident.
    """
    if run.merged_files is None:
        return {}
    looked_at: dict[int, bool] = {}
    opened, fresh = list[OpenIssue](), _opened_lately(run, listed)
    found = islice(_candidates(run, run.merged_files, listed, fresh), MOST_INCIDENTS)
    for number, path in within_budget(run, found):
        looked_at[number] = try_issue(run, number, partial(_open_rows, run, (number, path), opened, fresh))
        if len(opened) >= MOST_LATER:
            break
    return looked_at


def _candidates(
    run: RunContext, files: MergedFiles, listed: Sequence[Issue], fresh: frozenset[int]
) -> Iterator[tuple[int, str]]:
    """Yield the incidents whose files have a row that may be new, with the paths."""
    found = {each.number: item for each in listed if (item := items.read_item(each, run.reader.bot))}
    digests = {item.row for number, item in found.items() if number not in fresh}
    numbers = found.keys() - fresh
    indexed = {each.number: each for each in index.indexed_postmortems(files.file(index.PATH).text)}
    incidents = sorted(files.of_incident, key=lambda number: _order(number, run))
    for number in incidents[:MOST_FILES]:
        paths, row = files.of_incident[number], indexed.get(number)
        path = row.path if row and row.path in paths else paths[0]
        issues = numbers | (row.items - fresh if row else frozenset())
        if any(may_be_later(each, digests, issues) for each in files.file(path).rows):
            yield number, path


def _opened_lately(run: RunContext, listed: Sequence[Issue]) -> frozenset[int]:
    """Return the items of added rows that may not be on their incidents' records yet, because a run died."""
    ours = ((each.number, items.read_item(each, run.reader.bot)) for each in listed)
    return frozenset(
        number for number, item in ours if item and is_key_of_row(item.key) and run.now - item.opened < LATELY
    )


def _order(number: int, run: RunContext) -> bytes:
    """Return the place of an incident in this sweep's order, which is another one each time."""
    return blake2s(f"{number} {run.now.timestamp()}".encode()).digest()


def _open_rows(run: RunContext, of: tuple[int, str], opened: list[OpenIssue], fresh: frozenset[int]) -> Plan:
    number, path = of
    try:
        shown = run.reader.snapshot(number)
    except IssueNotFound:
        return Plan(outcome="no such issue")
    if run.merged_files is None or card_comment.find_card(shown) is None:
        return Plan(outcome="not an incident")
    text = run.merged_files.file(path).text
    plan, basis = settle(run, replace(shown, postmortem_path=path, postmortem_text=text, opened_for_rows=fresh))
    carry_out(run, plan)
    opened += (each for each in plan.creations if isinstance(each, OpenIssue))
    if plan.may_conflict and not run.dry_run:
        basis = replace(basis, postmortem_text="")
        return plan.and_then(answer_issue(run, run.reader.refresh(basis, run.writer.write_cache)))
    return plan
