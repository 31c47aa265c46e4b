"""Read the facts about all incidents: the lists, and then only the records that changed since an earlier look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import date, datetime
from functools import partial

from incident_actions.action_items import item as items
from incident_actions.contract.incident_record import IncidentRecord
from incident_actions.contract.issue import Issue
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.quota import GRAPHQL, REST
from incident_actions.gateway.issues.incident_records import issues_with_changed_comments, read_incident_records
from incident_actions.gateway.issues.listing import all_issues_with_label
from incident_actions.gateway.issues.reader import LIST_LAG, IssueReader
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.reports.facts_file import KnownFacts
from incident_actions.reports.incident_facts import IncidentFacts
from incident_actions.reports.item_facts import ItemFacts, collect_item

STEP = 50
"""After so many records, what is left of the hour's requests is looked at again."""


@dataclass
class FoundFacts:
    """The facts about the incidents that were read, and how many are yet to be read."""

    by_number: dict[int, IncidentFacts] = field(default_factory=dict)
    unread: int = 0


def read_incident_facts(
    reader: IssueReader,
    connection: Connection,
    label: str,
    known: KnownFacts,
    collect: Callable[[IncidentRecord], IncidentFacts],
) -> FoundFacts:
    """Read the facts about every incident, until only the reserve for responders is left of the hour's requests.

    An incident that changed and could not be read again keeps its earlier facts, and counts as unread.
    """
    listed, changed = list_changed_issues(connection, label, known.since, partial(_is_as_known, known.by_number))
    found = FoundFacts({number: facts for number, facts in known.by_number.items() if number in listed})
    waiting = iter(changed)
    read = 0
    for record in read_incident_records(reader, while_allowed(waiting, connection)):
        found.by_number[record.issue.number] = collect(record)
        read += 1
    found.unread = len(changed) - read
    return found


def list_changed_issues(
    connection: Connection, label: str, since: datetime | None, is_as_known: Callable[[Issue], bool]
) -> tuple[dict[int, Issue], list[Issue]]:
    """Return all issues with a label by their numbers, and those that aren't as known, or whose comments changed.

    They are without their texts, which nobody needs here, since there may be ten thousand of them.
    """
    listed = {each.number: replace(each, body="") for each in all_issues_with_label(connection, label, state="all")}
    commented = issues_with_changed_comments(connection, since - LIST_LAG) if since else None
    changed = [each for each in listed.values() if not is_as_known(each) or each.number in (commented or ())]
    return listed, changed


def _is_as_known(known: Mapping[int, IncidentFacts], issue: Issue) -> bool:
    """Return whether an incident need not be read again: what is still running changes with the time, too."""
    facts = known.get(issue.number)
    return facts is not None and facts.phase not in ("active", "mitigated") and facts.updated == issue.updated


def while_allowed(issues: Iterator[Issue], connection: Connection) -> Iterator[Issue]:
    """Yield issues as long as the hour's requests allow it."""
    for place, issue in enumerate(issues):
        if place % STEP == 0 and is_quota_low(connection):
            return
        yield issue


def is_quota_low(connection: Connection) -> bool:
    """Return whether only the reserve for responders is left of either of the hour's limits."""
    return connection.quota.is_low(REST) or connection.quota.is_low(GRAPHQL)


def read_item_facts(reader: IssueReader, connection: Connection, label: str, today: date) -> Iterator[ItemFacts | int]:
    """Read the facts about every action item; the number of its issue alone where its record can't be read."""
    for issue in all_issues_with_label(connection, label, state="all"):
        if items.is_item(issue, reader.bot, label):
            yield collect_item(issue, items.item_entries(issue, reader.bot), today) or issue.number


def time_of_lists(now: datetime, known: KnownFacts, unread: int) -> datetime:
    """Return since when the next report must look for changed comments: from now on, unless something is unread."""
    return known.since if unread and known.since else now
