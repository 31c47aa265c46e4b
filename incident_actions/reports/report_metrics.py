"""The figures of a report in the text form that Prometheus reads.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from incident_actions.reports.figures import Figures
from incident_actions.reports.spread import Spread

PREFIX = "incident_actions_"
SECONDS = 60
"""Spreads are in minutes, and Prometheus wants seconds: https://prometheus.io/docs/practices/naming/#base-units"""

Sample: TypeAlias = tuple[Mapping[str, str], float]
"""A value and its labels."""


def as_metrics(figures: Figures) -> str:
    """Return all figures that don't name single incidents."""
    return "".join(f"{line}\n" for line in _lines(figures))


def _lines(figures: Figures) -> Iterator[str]:
    phases = Counter((each.severity, each.phase or "unknown") for each in figures.incidents)
    counts = [({"severity": severity, "phase": phase}, count) for (severity, phase), count in sorted(phases.items())]
    yield from _family("incidents", "gauge", "Incidents by severity and phase.", _samples("incidents", counts))
    yield from _durations(figures)
    updates = [({"result": "promised"}, figures.updates.promised), ({"result": "on time"}, figures.updates.kept)]
    yield from _family("updates", "gauge", "Updates that were promised.", _samples("updates", updates))
    reviews = [({"state": state}, len(numbers)) for state, numbers in figures.reviews.states.items()]
    yield from _family("post_mortems", "gauge", "Required post-mortems.", _samples("post_mortems", reviews))
    items = [({"state": state.value}, len(those)) for state, those in figures.items.states.items()]
    yield from _family("action_items", "gauge", "Action items by state.", _samples("action_items", items))
    unread: list[Sample] = [({}, len(figures.unreadable) + figures.unread)]
    yield from _family(
        "unread_incidents",
        "gauge",
        "Incidents that were not read, or whose record is damaged.",
        _samples("unread_incidents", unread),
    )
    made: list[Sample] = [({}, int(figures.made.timestamp()))]
    yield from _family(
        "made_timestamp_seconds", "gauge", "When this was computed.", _samples("made_timestamp_seconds", made)
    )


def _durations(figures: Figures) -> Iterator[str]:
    found = [
        (severity.name, name, spread)
        for severity in figures.groups["severity"]
        for name, spread in severity.durations.items()
    ]
    samples = (line for severity, name, spread in found for line in _summary(severity, name, spread))
    yield from _family("duration_seconds", "summary", "Durations by severity, such as the time to resolve.", samples)


def _summary(severity: str, name: str, spread: Spread) -> Iterator[str]:
    labels = {"severity": severity, "duration": name.removeprefix("time to ")}
    if spread.median is not None and spread.p90 is not None:
        quantiles = [
            ({**labels, "quantile": "0.5"}, spread.median * SECONDS),
            ({**labels, "quantile": "0.9"}, spread.p90 * SECONDS),
        ]
        yield from _samples("duration_seconds", quantiles)
    total = (spread.mean or 0) * spread.count * SECONDS
    yield from _samples("duration_seconds_sum", [(labels, total)])
    yield from _samples("duration_seconds_count", [(labels, spread.count)])


def _family(name: str, kind: str, about: str, samples: Iterable[str]) -> Iterator[str]:
    yield f"# HELP {PREFIX}{name} {about}"
    yield f"# TYPE {PREFIX}{name} {kind}"
    yield from samples


def _samples(name: str, values: Iterable[Sample]) -> Iterator[str]:
    for labels, value in values:
        shown = ",".join(f'{key}="{_escape(text)}"' for key, text in labels.items())
        yield f"{PREFIX}{name}{'{' + shown + '}' if shown else ''} {value:.10g}"


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
