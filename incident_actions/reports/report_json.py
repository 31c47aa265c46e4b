"""The report as JSON, in the form that `docs/report.schema.json` describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from incident_actions.model.incident.entry_json import json_value
from incident_actions.reports.figures import FigureGroup, Figures, ItemFigures
from incident_actions.reports.incident_facts import Duration, IncidentFacts
from incident_actions.reports.permalinks import Permalinks
from incident_actions.reports.spread import Spread

VERSION = 1


def as_json(figures: Figures) -> dict[str, Any]:
    """Return the report as plain JSON values; durations are minutes, and times ISO, in UTC."""
    scope = figures.scope
    links = Permalinks(figures.url)
    return {
        "version": VERSION,
        "repository": figures.repository,
        "url": figures.url,
        "made": json_value(figures.made),
        "since": json_value(scope.since),
        "until": json_value(scope.until),
        "service": scope.service or None,
        "unread": figures.unread,
        "counted": list(figures.total.numbers),
        "running": list(figures.running),
        "unreadable": list(figures.unreadable),
        "drills": list(figures.drills),
        "dismissed": list(figures.dismissed),
        "durations": _durations(figures.total),
        "groups": {kind: [_group(each) for each in those] for kind, those in figures.groups.items()},
        "updates": {
            "promised": figures.updates.promised,
            "on_time": figures.updates.kept,
            "late_in": list(figures.updates.late),
            "silence": _spread(figures.updates.silence),
            "longest_silence_in": figures.updates.longest or None,
        },
        "post_mortems": {
            **{name.replace(" ", "_"): list(numbers) for name, numbers in figures.reviews.states.items()},
            "accepted": list(figures.reviews.accepted),
        },
        "action_items": _items(figures.items),
        "recurrence": {
            "reopened": list(figures.recurrence.reopened),
            "like_earlier": [
                {"incident": number, "earlier": list(earlier)}
                for number, earlier in figures.recurrence.like_earlier.items()
            ],
        },
        "tool": {
            "timers": figures.tool.timers,
            "late_by": {name: _rounded(getattr(figures.tool, name)) for name in ("median", "p90", "mean")},
            "runner_minutes": _rounded(figures.tool.runner_minutes),
        },
        "load": _load(figures),
        "cost": _cost(figures),
        "incidents": [_incident(each, figures, links) for each in figures.incidents],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _spread(spread: Spread) -> dict[str, Any]:
    names = ("median", "p90", "mean", "largest")
    return {
        **{name: _rounded(getattr(spread, name)) for name in names},
        "count": spread.count,
        "incidents": list(spread.known),
        "unknown": list(spread.unknown),
        "pending": list(spread.pending),
    }


def _durations(group: FigureGroup) -> dict[str, Any]:
    return {name.replace(" ", "_"): _spread(spread) for name, spread in group.durations.items()}


def _group(group: FigureGroup) -> dict[str, Any]:
    return {"name": group.name, "incidents": list(group.numbers), "durations": _durations(group)}


def _items(items: ItemFigures) -> dict[str, Any]:
    return {
        **{state.name.lower(): [each.number for each in those] for state, those in items.states.items()},
        "moved": [each.number for each in items.moved],
        "unreadable": list(items.unreadable),
    }


def _load(figures: Figures) -> list[dict[str, Any]] | None:
    if figures.load is None:
        return None
    return [
        {"person": each.person, "pages": each.pages, "at_night": each.at_night, "incidents": list(each.numbers)}
        for each in figures.load
    ]


def _cost(figures: Figures) -> dict[str, Any] | None:
    cost = figures.cost
    if cost is None:
        return None
    return {
        "hours": _rounded(cost.hours),
        "amount": _rounded(cost.amount),
        "currency": cost.currency or None,
        "incidents": list(cost.known),
        "unknown": list(cost.unknown),
    }


def _incident(facts: IncidentFacts, figures: Figures, links: Permalinks) -> dict[str, Any]:
    return {
        "number": facts.number,
        "url": links.issue(facts.number),
        "title": facts.title,
        "readable": facts.legible,
        "declared": json_value(facts.declared),
        "phase": facts.phase or None,
        "severity": facts.severity or None,
        "services": list(facts.services),
        "process": facts.preset or None,
        "durations": dict(_spans(facts.number, facts.durations(figures.made), links)),
    }


def _spans(number: int, durations: Mapping[str, Duration], links: Permalinks) -> Iterator[tuple[str, Any]]:
    for name, each in durations.items():
        ends = ((each.start_name, each.start), (each.end_name, each.end))
        start, end = (
            {"milestone": what, "at": json_value(moment.at), "url": links.event(number, moment)}
            for what, moment in ends
        )
        yield name.replace(" ", "_"), {"minutes": _rounded(each.minutes), "from": start, "to": end}
