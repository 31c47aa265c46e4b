"""The scenario of a drill, as a decision needs it."""

from __future__ import annotations

from incident_actions.model.fast_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class DrillScenario:
    """What happens in a drill."""

    name: str
    title: str
    severity: str
    """The severity to declare it with, as people would type it; empty for none."""
    briefing: str
    steps: tuple[tuple[str, str], ...] = ()
    """What is played later: after how many minutes, and the words."""


@dataclass(frozen=True, slots=True)
class ScenarioAnswer:
    """The scenario of a name, and the names of all."""

    known: tuple[str, ...]
    found: DrillScenario | None = None
