"""What a sweep writes into the overview below the open incidents: on call, what is owed and overdue, and figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Literal
from urllib.parse import quote

from incident_actions.action_items.reminders import is_overdue
from incident_actions.contract.decision import Context
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.action_week import days_of
from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.process import Process
from incident_actions.model.process.rota_table import turns
from incident_actions.postmortem.index import IndexedPostmortem
from incident_actions.postmortem.policy import due_by, is_owed
from incident_actions.reports.figures import Figures
from incident_actions.text.safe_markdown import escape_link_text

FIGURE_DAYS = 30
"""How many days the figures of the overview cover."""

LOOKS_AHEAD = timedelta(days=35)
"""How far the overview looks for the next person on call."""

MOST_NAMED = 50
"""How many post-mortems and how many action items the overview names. Further ones are counted."""


@dataclass(frozen=True)
class Shift:
    """Who is on call now, until when, and who is next; `then` is empty where nobody takes over."""

    place: str
    person: str
    until: datetime | None = None
    then: str = ""


@dataclass(frozen=True)
class OwedReview:
    """A post-mortem that is yet to be merged."""

    incident: int
    due: datetime | None
    commander: str


@dataclass(frozen=True)
class OverdueItems:
    """The overdue action items of one person, by their numbers and due dates, the oldest first."""

    owner: str
    items: tuple[tuple[int, date], ...]


@dataclass(frozen=True)
class OldRunbook:
    """A runbook that nobody has changed for long, and the day of its last change, if there was one."""

    path: str
    changed: date | None


@dataclass(frozen=True)
class LateFigures:
    """What is computed every few hours, about incidents that were declared from the first day on."""

    figures: Figures
    first: date
    runbooks: tuple[OldRunbook, ...] = ()
    liked: int = 0
    """How many people rated a response as good."""
    disliked: int = 0
    asked: int = 0
    """Of how many incidents they were asked that."""


@dataclass(frozen=True)
class SweptFacts:
    """What a sweep has read anyway."""

    incidents: tuple[Incident, ...]
    items: Mapping[int, ActionItem]
    to_discuss: tuple[int, ...] = ()
    """The incidents that the review meeting has yet to discuss."""
    year_ago: tuple[IndexedPostmortem, ...] = ()


def render_rest(facts: SweptFacts, context: Context) -> str:
    """Return what the overview shows between the open incidents and the figures."""
    today = context.now.astimezone(context.zone).date()
    owed = owed_reviews(facts.incidents, context.process)
    overdue = overdue_items(facts.items, today)
    values = {
        "shifts": shifts(context.process, context.now),
        "owed": owed[:MOST_NAMED],
        "owed_count": len(owed),
        "to_discuss": facts.to_discuss[:MOST_NAMED],
        "to_discuss_count": len(facts.to_discuss),
        "overdue": _first_items(overdue),
        "overdue_count": sum(len(each.items) for each in overdue),
        "most": MOST_NAMED,
        "year_ago": [(each.number, _file_url(each.path, context)) for each in facts.year_ago[:MOST_NAMED]],
        "now": context.now,
    }
    return context.wording.render("issues/overview_rest.md", values)


def shifts(process: Process, now: datetime) -> tuple[Shift, ...]:
    """Return who is on call now and next; nothing without a schedule."""
    rota = process.on_call
    if rota is None:
        return ()
    places: tuple[Literal["primary", "secondary"], ...] = ("primary", "secondary")
    found = ((place, turns(rota, now, now + LOOKS_AHEAD, place)[:2]) for place in places)
    return tuple(
        Shift(name, taken[0].person, *((taken[1].since, taken[1].person) if taken[1:] else ()))
        for name, taken in found
        if taken
    )


def owed_reviews(incidents: Iterable[Incident], process: Process) -> tuple[OwedReview, ...]:
    """Return the post-mortems that are owed, the first due first."""
    owed = (each for each in incidents if is_owed(each, process))
    rows = [OwedReview(each.number, due_by(each, process), each.roles.get("commander", "")) for each in owed]
    return tuple(sorted(rows, key=lambda each: (each.due is None, each.due, each.incident)))


def overdue_items(items: Mapping[int, ActionItem], today: date) -> tuple[OverdueItems, ...]:
    """Return the overdue action items by person: who has most comes first, and those of nobody last."""
    found: dict[str, list[tuple[int, date]]] = {}
    for number, item in items.items():
        if is_overdue(item, today) and item.due:
            found.setdefault(item.owner, []).append((number, item.due))
    people = (
        OverdueItems(owner, tuple(sorted(owned, key=lambda each: (each[1], each[0])))) for owner, owned in found.items()
    )
    return tuple(sorted(people, key=lambda each: (not each.owner, -len(each.items), each.owner.casefold())))


def _first_items(people: Iterable[OverdueItems]) -> tuple[OverdueItems, ...]:
    """Return as many items as the overview names."""
    room, kept = MOST_NAMED, list[OverdueItems]()
    for each in people:
        if room > 0:
            kept.append(OverdueItems(each.owner, each.items[:room]))
            room -= len(each.items)
    return tuple(kept)


def same_week_last_year(known: Iterable[IndexedPostmortem], today: date) -> tuple[IndexedPostmortem, ...]:
    """Return the incidents that began in the week, from Monday on, of the day a year ago."""
    monday, sunday = days_of(today - timedelta(days=364))
    found = (each for each in known if each.day and monday <= each.day <= sunday)
    return tuple(sorted(found, key=lambda each: (each.day, each.number)))


def _file_url(path: str, context: Context) -> str:
    snapshot = context.snapshot
    return f"{snapshot.server}/{snapshot.repository}/blob/{quote(snapshot.default_branch)}/{quote(path)}"


def render_figures(late: LateFigures, context: Context) -> str:
    """Return the figures as the overview shows them, and the runbooks to check."""
    rules = context.process.runbooks
    values = {
        "figures": late.figures,
        "first": late.first,
        "days": FIGURE_DAYS,
        "liked": late.liked,
        "disliked": late.disliked,
        "asked": late.asked,
        "runbooks": [
            {"name": escape_link_text(each.path), "url": _file_url(each.path, context), "changed": each.changed}
            for each in late.runbooks[:MOST_NAMED]
        ],
        "runbook_count": len(late.runbooks),
        "months": rules.months if rules else 0,
    }
    return context.wording.render("issues/overview_figures.md", values)
