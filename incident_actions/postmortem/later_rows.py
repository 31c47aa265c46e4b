"""Find the rows of a merged post-mortem that somebody added later, beside those that the record knows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from incident_actions.model.incident.incident import Incident
from incident_actions.postmortem.items import NOTHING, ItemRow, repeated_rows, text_digest

Row = tuple[str, ...]
"""The digests of a row, field by field; the text alone for an item from a command."""


def later_rows(rows: Sequence[ItemRow], incident: Incident, repository: str) -> tuple[int, ...]:
    """Return the places of the rows whose items the record does not have.

    A row without a number is known if it says what a known row said that is in the file no more, if it has the same
    text, or if it differs in the text alone.
    """
    known = {action.issue for action in incident.actions}
    named = {row.issue for row in rows if is_ours(row, repository)}
    gone = [action.row or (text_digest(action.text),) for action in incident.actions if action.issue not in named]
    repeats = repeated_rows(rows)
    places = [place for place, row in enumerate(rows) if place not in repeats]
    numbered = {place for place in places if named_issue(rows[place], incident, repository)}
    unknown = [place for place in places if place not in numbered]
    for matches in (_is_same, _has_same_text, _has_other_text):
        unknown = _without_matches(unknown, rows, gone, matches)
    return tuple(sorted([*unknown, *(place for place in numbered if rows[place].issue not in known)]))


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


def _without_matches(
    places: list[int], rows: Sequence[ItemRow], gone: list[Row], matches: Callable[[Row, Row], bool]
) -> list[int]:
    """Return the places without a known row, and take each known row that has one from `gone`."""
    left = []
    for place in places:
        found = next((each for each in gone if matches(rows[place].digests, each)), None)
        if found is None:
            left.append(place)
        else:
            gone.remove(found)
    return left


def _is_same(row: Row, known: Row) -> bool:
    return row == known


def _has_same_text(row: Row, known: Row) -> bool:
    return row[:1] == known[:1]


def _has_other_text(row: Row, known: Row) -> bool:
    """Return whether only the text differs, where more than the text is filled in."""
    return row[1:] == known[1:] and any(each != NOTHING for each in row[1:])
