"""The body of the overview: its parts, its hidden record with a row for each open incident, and how it is read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import quote

from incident_actions.contract.decision import Context
from incident_actions.contract.effects import OpenIssue
from incident_actions.contract.issue import Issue
from incident_actions.engine.overview.row import is_same
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.person import Person
from incident_actions.text import overview_marker, record

MOST_ROWS = 60
"""How many incidents the overview names. The heading counts them all."""

MOST_KEPT = 150
"""How many rows the record holds, so that it fits into an issue."""

TITLE = "Incident overview"


@dataclass(frozen=True)
class OverviewParts:
    """What a sweep writes below the open incidents."""

    rest: str
    figures: str


def is_overview(issue: Issue, bot: Person, label: str) -> bool:
    """Return whether an issue is the overview, whatever happened to its label or to its text."""
    return issue.author.is_same_as(bot) and (label in issue.label_names or overview_marker.is_marked(issue.body))


def trusted_entries(context: Context) -> tuple[e.Entry, ...] | None:
    """Return the overview's record, or None if somebody changed it, so that only a sweep can write it anew."""
    seal = context.snapshot.overview_seal
    block = record.read_block(context.snapshot.issue.body, seal)
    return block.entries if block is not None and seal.accepts(block.trust) else None


def rows_in(entries: Iterable[e.Entry]) -> dict[int, e.IncidentListed]:
    """Return the rows of a record, by the number of their incident."""
    return {each.incident: each for each in entries if isinstance(each, e.IncidentListed)}


def changed_body(changed: Mapping[int, e.IncidentListed | None], context: Context) -> str | None:
    """Return the body of the overview with some rows as they are now, or None if nothing of it is to change.

    A record that somebody edited is left to the sweep.
    """
    entries = trusted_entries(context)
    if entries is None:
        return None
    rows = rows_in(entries)
    news = {number: row for number, row in changed.items() if not is_same(rows.get(number), row)}
    if not news:
        return None
    kept = {**rows, **news}
    begun = next((each for each in entries if isinstance(each, e.OverviewBegun)), None)
    body = overview_body(
        begun or _begun(context),
        [each for each in kept.values() if each],
        OverviewParts(*overview_marker.parts_in(context.snapshot.issue.body)),
        context,
    )
    return None if body == context.snapshot.issue.body.replace("\r\n", "\n") else body


def overview_body(
    begun: e.OverviewBegun, rows: Iterable[e.IncidentListed], parts: OverviewParts, context: Context
) -> str:
    """Return the body: the open incidents, the worst first, then what a sweep wrote, and the record."""
    process, snapshot = context.process, context.snapshot
    last = len(process.severities) + 1
    ordered = sorted(rows, key=lambda each: (each.unread, process.rank(each.severity) or last, each.incident))
    search = f'is:issue is:open label:"{process.labels.incident}"'
    values = {
        "rows": ordered[:MOST_ROWS],
        "count": len(ordered),
        "ranks": {each.incident: process.rank(each.severity) for each in ordered},
        "now": context.now,
        "list": f"{snapshot.server}/{snapshot.repository}/issues?q={quote(search, safe='')}",
    }
    visible = (
        overview_marker.FIRST_LINE,
        context.wording.render("issues/overview.md", values),
        overview_marker.REST,
        parts.rest,
        overview_marker.FIGURES,
        parts.figures,
        overview_marker.END,
        context.wording.render("issues/overview_footer.md", {}),
    )
    block = record.write_record((begun, *ordered[:MOST_KEPT]), seal=snapshot.overview_seal)
    return "\n\n".join((*(each for each in visible if each), block))


def new_overview(body: str, context: Context) -> OpenIssue:
    """Return the overview to open."""
    return OpenIssue(key=overview_marker.KEY, title=TITLE, body=body, labels=(context.process.labels.overview,))


def begun_entry(context: Context, *, pinned: bool = False, computed: datetime | None = None) -> e.OverviewBegun:
    """Return the first entry of the record. It has the time of the issue, so that writing it anew changes nothing."""
    opened = context.snapshot.issue.created
    return e.OverviewBegun(at=opened, accepted=opened, pinned=pinned, computed=computed)


def _begun(context: Context) -> e.OverviewBegun:
    return begun_entry(context, pinned=True)
