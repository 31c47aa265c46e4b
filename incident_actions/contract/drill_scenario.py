"""The scenario of a drill, as a decision needs it."""

from __future__ import annotations

from incident_actions.model.fast_dataclass import dataclass


@dataclass(frozen=True)
class LaterStep:
    """Something that a scenario plays later: so many minutes after something else, unless a third thing came first."""

    minutes: int
    after: str
    """`start`, or a fact: `declared`, `paged`, `acknowledged`, `updated`, `published`, `mitigated` or `resolved`."""
    unless: str
    """One of these facts, or empty."""
    kind: str
    """`alert`, `over`, `report`, `comment`, `merge` or `silent`."""
    by: str
    """Who does it; empty for an alert."""
    text: str

    def as_pair(self) -> tuple[str, str]:
        """Return the step as a record has it: when, what and by whom, in one line; and the words."""
        return f"{self.after} {self.minutes} {self.unless or '-'} {self.kind} {self.by or '-'}", self.text


def read_step(pair: tuple[str, str]) -> LaterStep | None:
    """Return a step of a record; None for one that only another version of the tool understands."""
    when, text = pair
    parts = when.split(" ")
    if len(parts) != 5 or not parts[1].isdecimal() or len(parts[1]) > 6:
        return None
    after, minutes, unless, kind, by = parts
    return LaterStep(int(minutes), after, "" if unless == "-" else unless, kind, "" if by == "-" else by, text)


@dataclass(frozen=True)
class DrillScenario:
    """What happens in a drill."""

    name: str
    title: str
    severities: tuple[str, ...]
    """The words for the severity that its first alert has."""
    briefing: str
    steps: tuple[LaterStep, ...] = ()


@dataclass(frozen=True)
class ScenarioAnswer:
    """The scenario of a name, and the names of all."""

    known: tuple[str, ...]
    found: DrillScenario | None = None
