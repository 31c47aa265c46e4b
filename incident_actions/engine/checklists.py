"""The checklists of a phase that apply to an incident's severity, and the rounds of an incident in which they count."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from incident_actions.engine import form_answers
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.communication import Checklist
from incident_actions.model.process.process import Process
from incident_actions.text.messages import Steps

KEY_PREFIX = "list:"
STAGES: dict[Phase, tuple[str, ...]] = {
    Phase.ACTIVE: ("declared", "active"),
    Phase.MITIGATED: ("mitigated",),
    # Whoever resolves an incident that was never called mitigated sees these steps, too.
    Phase.RESOLVED: ("mitigated", "resolved"),
    Phase.CLOSED: ("mitigated", "resolved"),
}
"""The stages whose checklists a phase needs."""


@dataclass(frozen=True)
class RoundChecklist:
    """A checklist in one round of an incident. A round begins whenever users are affected (again)."""

    checklist: Checklist
    round: int

    @property
    def key(self) -> str:
        """Return what identifies it in the comment that it is posted in."""
        return f"{_name_key(self.checklist)}.{self.round}"


def for_phase(phase: str, incident: Incident, process: Process) -> tuple[Checklist, ...]:
    """Return the checklists of a phase: `declared`, `active`, `mitigated` or `resolved`."""
    found = (each for each in process.checklists if each.when == phase)
    return tuple(each for each in found if process.applies_to(each.severities, incident.severity))


def for_round(incident: Incident, number: int, process: Process) -> tuple[RoundChecklist, ...]:
    """Return the checklists that an incident needs in its phase. Those of the declaration are needed once."""
    return tuple(
        RoundChecklist(each, 1 if stage == "declared" else number)
        for stage in STAGES.get(incident.phase, ())
        for each in for_phase(stage, incident, process)
    )


def numbered_rounds(states: Sequence[Incident | None]) -> Iterator[tuple[Incident, int]]:
    """Return the states of an incident, each with the number of its round."""
    number, before = 0, None
    for state in states:
        if state is None:
            continue
        if state.phase is Phase.ACTIVE and before is not Phase.ACTIVE:
            number += 1
        before = state.phase
        yield state, number


def keys_of_steps(begun: Incident | None, process: Process) -> dict[str, tuple[str, ...]]:
    """Return the steps that people tick, by their checklist's key without the round; `begun` is as it was declared."""
    steps = (each for each in process.checklists if each.kind == "steps")
    return {
        _name_key(each): form_answers.unanswered_items(each, begun, process) if begun else each.items for each in steps
    }


def _name_key(checklist: Checklist) -> str:
    return f"{KEY_PREFIX}{hashlib.sha256(checklist.name.casefold().encode()).hexdigest()[:8]}"


def to_steps(checklists: Iterable[Checklist]) -> tuple[Steps, ...]:
    """Return checklists as messages show them."""
    return tuple(Steps(each.name, each.items, each.ordered, each.kind) for each in checklists)


def open_steps(checklists: Iterable[Checklist], begun: Incident, process: Process) -> tuple[Steps, ...]:
    """Return checklists as messages show them, without what the form answered when the incident was declared."""
    left = ((each, form_answers.unanswered_items(each, begun, process)) for each in checklists)
    return tuple(Steps(each.name, items, each.ordered, each.kind) for each, items in left if items)
