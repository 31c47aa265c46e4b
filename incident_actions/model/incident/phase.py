"""The lifecycle: which steps lead from which phase to which, in one table that everything reads."""

from enum import StrEnum


class Phase(StrEnum):
    """Where an incident stands; a process's own status words each belong to one of these."""

    ACTIVE = "active"
    MITIGATED = "mitigated"
    RESOLVED = "resolved"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class LifecycleStep(StrEnum):
    """What moves an incident from one phase to another."""

    MITIGATE = "mitigate"
    RELAPSE = "relapse"
    RESOLVE = "resolve"
    CLOSE = "close"
    DISMISS = "dismiss"
    REOPEN = "reopen"


TRANSITIONS: dict[Phase, dict[LifecycleStep, Phase]] = {
    Phase.ACTIVE: {
        LifecycleStep.MITIGATE: Phase.MITIGATED,
        LifecycleStep.RESOLVE: Phase.RESOLVED,
        LifecycleStep.DISMISS: Phase.DISMISSED,
    },
    Phase.MITIGATED: {
        LifecycleStep.RELAPSE: Phase.ACTIVE,
        LifecycleStep.RESOLVE: Phase.RESOLVED,
        LifecycleStep.DISMISS: Phase.DISMISSED,
    },
    Phase.RESOLVED: {LifecycleStep.CLOSE: Phase.CLOSED, LifecycleStep.REOPEN: Phase.ACTIVE},
    Phase.CLOSED: {LifecycleStep.REOPEN: Phase.ACTIVE},
    Phase.DISMISSED: {LifecycleStep.REOPEN: Phase.ACTIVE},
}

RUNNING = frozenset({Phase.ACTIVE, Phase.MITIGATED})


def is_allowed(step: LifecycleStep, phase: Phase) -> bool:
    """Whether a step is possible in a phase."""
    return step in TRANSITIONS[phase]
