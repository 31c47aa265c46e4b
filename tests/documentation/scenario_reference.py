"""The keys of a scenario, made from its types: what each takes and means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from incident_actions.drill.game_day.scenario_files import shipped_scenarios
from incident_actions.game_days.scenario import (
    Scenario,
    ScenarioAlert,
    ScenarioMerge,
    ScenarioMoment,
    ScenarioReport,
    ScenarioStep,
)
from incident_actions.model.process.configuration_part import ConfigurationPart

PARTS: Mapping[str, type[ConfigurationPart]] = {
    "The scenario": Scenario,
    "steps": ScenarioStep,
    "alert": ScenarioAlert,
    "report": ScenarioReport,
    "merge": ScenarioMerge,
}
TAKES: Mapping[str, str] = {
    "people": "logins, each with `read`, `triage`, `write`, `maintain` or `admin`",
    "files": "paths, each with a text",
    "steps": "a list, each with the keys of the next table",
    "alert": "keys",
    "report": "keys",
    "merge": "keys",
    "at": "minutes",
    "after": "a moment",
    "unless": "a moment other than `start`",
    "status": "`firing`, `resolved`",
}
"""What keys take that their JSON Schema doesn't tell in a few words."""

MOMENTS: Mapping[ScenarioMoment, str] = {
    ScenarioMoment.START: "the start of the game day",
    ScenarioMoment.DECLARED: "the incident is declared",
    ScenarioMoment.PAGED: "the step's person is paged or notified; anybody is, where the step has no `by`",
    ScenarioMoment.ACKNOWLEDGED: "somebody acknowledges with `/ack`",
    ScenarioMoment.UPDATED: "an update is posted or published",
    ScenarioMoment.PUBLISHED: "an update is published",
    ScenarioMoment.MITIGATED: "users are no longer affected",
    ScenarioMoment.RESOLVED: "the incident is resolved, or dismissed as a false alarm or a duplicate",
}


@dataclass(frozen=True, slots=True)
class ScenarioKey:
    """A key: what it takes, what it means, and whether it is required."""

    key: str
    takes: str
    meaning: str
    needed: bool


@dataclass(frozen=True, slots=True)
class ScenarioPart:
    """The keys of one part of a scenario."""

    title: str
    meaning: str
    rows: tuple[ScenarioKey, ...]


def scenario_values() -> dict[str, Any]:
    """Return what the page about scenarios shows."""
    moments = {each.value: MOMENTS[each] for each in ScenarioMoment}
    return {"parts": tuple(_parts()), "moments": moments, "shipped": shipped_scenarios()}


def _parts() -> Iterator[ScenarioPart]:
    for title, kind in PARTS.items():
        schema = TypeAdapter(kind).json_schema()
        name = title if kind is Scenario else f"`{title}`"
        meaning = " ".join(str(schema["description"]).split())
        yield ScenarioPart(name, meaning, tuple(_keys(schema)))


def _keys(schema: Mapping[str, Any]) -> Iterator[ScenarioKey]:
    for key, value in schema["properties"].items():
        takes = TAKES.get(key) or ("a list of texts" if value.get("type") == "array" else "text")
        yield ScenarioKey(key, takes, value["description"], key in schema.get("required", ()))
