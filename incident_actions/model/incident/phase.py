"""The lifecycle: one table of the steps that lead from phase to phase."""

from enum import StrEnum


class Phase(StrEnum):
    """A phase of the lifecycle; each of a process's status words belongs to one."""

    ACTIVE = "active"
    MITIGATED = "mitigated"
    RESOLVED = "resolved"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class LifecycleStep(StrEnum):
    """A step that moves an incident from one phase to another."""

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
