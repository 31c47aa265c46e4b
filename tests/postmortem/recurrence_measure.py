"""How well recurrences are found among made incidents: `python -m tests.postmortem.recurrence_measure`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import click

from incident_actions.postmortem.recurrence import PastWork, like_incident
from tests.postmortem.made_incidents import FAMILIES


@dataclass(frozen=True, slots=True)
class Measure:
    """Of what was found, how much came back; and of what came back, how much was found."""

    incidents: int
    precision: float
    recall: float


def measure(compare: Callable[[str, str], float] | None = None) -> Measure:
    """Search for each incident among all the others."""
    made = [(family, title, service) for family, same in FAMILIES.items() for title, service in same]
    past = {number: PastWork(number, title, (service,)) for number, (_, title, service) in enumerate(made)}
    right = found = wanted = 0
    for number, (family, title, service) in enumerate(made):
        others = [each for place, each in past.items() if place != number]
        alike = like_incident(title, (service,), others, compare)
        right += sum(made[each.number][0] == family for each in alike)
        found += len(alike)
        wanted += sum(made[each.number][0] == family for each in others)
    return Measure(len(made), right / found, right / wanted)


def same_service(_: str, __: str) -> float:
    """Stand for a missing library: whatever has the same service is near, and nothing else is alike."""
    return 50.0


@click.command()
def show() -> None:
    """Print the precision and the recall, with the library and without it."""
    for name, compare in (("with rapidfuzz", None), ("by service alone", same_service)):
        found = measure(compare)
        click.echo(f"{name}: {found.incidents} incidents, precision {found.precision:.2f}, recall {found.recall:.2f}")


if __name__ == "__main__":
    show()
