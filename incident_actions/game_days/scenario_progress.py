"""How far a scenario has come, and which of its steps are due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import NamedTuple

from incident_actions.game_days.scenario import Scenario, ScenarioMoment, ScenarioStep
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import fold
from incident_actions.model.incident.phase import RUNNING, Phase

Records = Mapping[str, Sequence[e.Entry]]
"""The entries of each incident, by its name in the scenario."""


class PlayedStep(NamedTuple):
    """A step that is over: when, and what became of it."""

    at: datetime
    skipped: bool = False
    problem: str = ""


class DueStep(NamedTuple):
    """A step that waits, and when it is due."""

    place: int
    step: ScenarioStep
    due: datetime


@dataclass
class ScenarioProgress:
    """What has happened so far: the steps by their place, and the incidents' issues by their names."""

    started: datetime | None = None
    """When the scenario began; None before it did."""
    played: dict[int, PlayedStep] = field(default_factory=dict)
    issues: dict[str, int] = field(default_factory=dict)


def due_steps(scenario: Scenario, progress: ScenarioProgress, records: Records) -> tuple[DueStep, ...]:
    """Return the steps that wait for nothing but their time, the earliest first; none before the start."""
    if progress.started is None:
        return ()
    return tuple(sorted(_waiting(scenario, progress, records), key=lambda each: (each.due, each.place)))


def _waiting(scenario: Scenario, progress: ScenarioProgress, records: Records) -> Iterator[DueStep]:
    for place, step in enumerate(scenario.steps):
        needs_issue = step.comment is not None
        if place in progress.played or (needs_issue and step.incident not in progress.issues):
            continue
        entries = records.get(step.incident, ())
        since = progress.started if step.after is ScenarioMoment.START else moment_of(step.after, step, entries)
        if since is not None:
            yield DueStep(place, step, since + timedelta(minutes=step.at))


def is_unnecessary(step: ScenarioStep, entries: Sequence[e.Entry]) -> bool:
    """Whether a step is to be skipped, because what it names in `unless` has happened."""
    return step.unless is not None and moment_of(step.unless, step, entries) is not None


def moment_of(moment: ScenarioMoment, step: ScenarioStep, entries: Sequence[e.Entry]) -> datetime | None:
    """Return when a moment came first; None before it. A page of a person's step is one of that person."""
    return next((each.accepted for each in entries if _is_moment(moment, step, each)), None)


def _is_moment(moment: ScenarioMoment, step: ScenarioStep, entry: e.Entry) -> bool:
    match entry:
        case e.Declared():
            return moment is ScenarioMoment.DECLARED
        case e.PeoplePaged() | e.TimerFired() | e.Escalated() if moment is ScenarioMoment.PAGED:
            people = {name.casefold() for name in entry.to}
            return step.by.casefold() in people if step.by else bool(people)
        case e.Acknowledged():
            return moment is ScenarioMoment.ACKNOWLEDGED
        case e.MilestoneSet():
            return entry.milestone == moment.value
        case e.UpdatePosted():
            return moment is ScenarioMoment.UPDATED
        case e.UpdatePublished():
            return moment in (ScenarioMoment.UPDATED, ScenarioMoment.PUBLISHED)
        case e.StatusSet():
            named = {Phase.MITIGATED: ScenarioMoment.MITIGATED, Phase.RESOLVED: ScenarioMoment.RESOLVED}
            return named.get(entry.phase) is moment or (moment is ScenarioMoment.UPDATED and bool(entry.text))
        case e.Resolved() | e.Dismissed():
            return moment is ScenarioMoment.RESOLVED
    return False


def is_over(scenario: Scenario, progress: ScenarioProgress, records: Records) -> bool:
    """Whether nothing more can happen by itself: no step waits for its time, and every incident is over."""
    incidents = [fold(progress.issues[name], records.get(name, ())) for name in progress.issues]
    is_running = any(each is None or each.phase in RUNNING for each in incidents)
    return bool(incidents) and not is_running and not due_steps(scenario, progress, records)
