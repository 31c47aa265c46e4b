"""The lifecycle: which steps lead from which phase to which, in one table that everything reads."""

from enum import StrEnum


class Phase(StrEnum):
    """Where an incident stands; a process's own status words each belong to one of these."""

    ACTIVE = "active"
    MITIGATED = "mitigated"
    RESOLVED = "resolved"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class Step(StrEnum):
    """What moves an incident from one phase to another."""

    MITIGATE = "mitigate"
    RELAPSE = "relapse"
    RESOLVE = "resolve"
    CLOSE = "close"
    DISMISS = "dismiss"
    REOPEN = "reopen"


TRANSITIONS: dict[Phase, dict[Step, Phase]] = {
    Phase.ACTIVE: {Step.MITIGATE: Phase.MITIGATED, Step.RESOLVE: Phase.RESOLVED, Step.DISMISS: Phase.DISMISSED},
    Phase.MITIGATED: {Step.RELAPSE: Phase.ACTIVE, Step.RESOLVE: Phase.RESOLVED, Step.DISMISS: Phase.DISMISSED},
    Phase.RESOLVED: {Step.CLOSE: Phase.CLOSED, Step.REOPEN: Phase.ACTIVE},
    Phase.CLOSED: {Step.REOPEN: Phase.ACTIVE},
    Phase.DISMISSED: {Step.REOPEN: Phase.ACTIVE},
}

RUNNING = frozenset({Phase.ACTIVE, Phase.MITIGATED})


def may(step: Step, phase: Phase) -> bool:
    """Whether a step is possible in a phase."""
    return step in TRANSITIONS[phase]
