"""The runners of a sandbox's jobs, by the names that people choose them by."""

from pathlib import Path

from incident_actions.sandbox.runners import Starter, begun

PROCESS, ACT = "process", "act"


def starter(name: str, place: Path) -> Starter:
    """What starts jobs, with a place to keep what it needs; raises a ClickException where that runner is not here."""
    if name == PROCESS:
        return begun
    from incident_actions.sandbox.act import Act

    return Act(place).begun
