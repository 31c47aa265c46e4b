"""The scenarios that come with the tool, by their names."""

from __future__ import annotations

from pathlib import Path

from incident_actions.contract.drill_scenario import ScenarioAnswer

SCENARIOS = Path(__file__).parents[2] / "game_days" / "scenarios"


def find_scenario(name: str) -> ScenarioAnswer:
    """Return the scenario of a name, if there is one, and the names of all."""
    known = tuple(sorted(path.stem for path in SCENARIOS.glob("*.yml")))
    return ScenarioAnswer(known, None)
