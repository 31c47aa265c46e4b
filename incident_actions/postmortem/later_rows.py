"""Find the rows of a merged post-mortem that somebody added later, beside those that the record knows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from incident_actions.model.incident.incident import Incident
from incident_actions.postmortem.items import ItemRow, repeated_rows
from incident_actions.postmortem.row_matching import Row, match_rows


def later_rows(rows: Sequence[ItemRow], incident: Incident, repository: str) -> tuple[int, ...]:
    """Return the places of the rows whose items the record does not have.

    A row without a number is known if it has an item whose row is in the file no more.
    """
    known = {action.issue: each for each, action in enumerate(incident.actions)}
    repeats = repeated_rows(rows)
    places = [place for place, row in enumerate(rows) if place not in repeats]
    numbered = {place for place in places if named_issue(rows[place], incident, repository)}
    named = {
        place: known[row.issue] for place, row in enumerate(rows) if is_ours(row, repository) and row.issue in known
    }
    unnumbered = [place for place in places if place not in numbered]
    matched = match_rows(unnumbered, rows, incident.actions, named)
    return tuple(place for place in places if place not in matched)


def may_be_later(row: ItemRow, digests: Collection[Row], issues: Collection[int]) -> bool:
    """Return whether a row is none of those that are known without reading its incident's record."""
    return row.digests not in digests if not row.issue else row.issue not in issues


def named_issue(row: ItemRow, incident: Incident, repository: str) -> int:
    """Return the issue of this repository that a row names for its item; 0 if it names the incident itself or none."""
    pull = incident.postmortem.pull if incident.postmortem else 0
    return row.issue if is_ours(row, repository) and row.issue not in (incident.number, pull) else 0


def is_ours(row: ItemRow, repository: str) -> bool:
    """Return whether the issue that a row names would be one of this repository."""
    return row.repository.casefold() in ("", repository.casefold())
