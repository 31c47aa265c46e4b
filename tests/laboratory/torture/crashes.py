"""Crash at every request: the run of every kind of event dies at each of its requests, and the next runs make it whole."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from signal import SIGKILL

import click

from incident_actions.sandbox.faults import Fault
from tests.laboratory.torture.happenings import HAPPENINGS, Happening
from tests.laboratory.torture.lab import NEXT, Lab, Outcome, chosen_cases, without_own_checks
from tests.laboratory.torture.mortal import Runs
from tests.laboratory.torture.orders import ORDERS, Order
from tests.laboratory.torture.row import Row


@dataclass(frozen=True, slots=True)
class Case:
    """One death: at which request, before or after it took effect, which run comes next, and what was sent when."""

    happening: Happening
    request: int
    after: bool
    following: str
    order: Order

    def __str__(self) -> str:
        moment = "after" if self.after else "before"
        return f"{self.happening.name}: dies {moment} request {self.request}, then {self.following}; {self.order}"


@dataclass(frozen=True, slots=True)
class Deaths:
    """A lab in which each run is a process that can be killed."""

    lab: Lab
    runs: Runs

    def cases(self, happening: Happening) -> list[Case]:
        """Every death of one kind of event."""
        requests = range(1, len(self.lab.start(happening).requests) + 1)
        following = ("again",) if happening.elsewhere else NEXT
        moments = product(requests, (False, True), following, ORDERS)
        return [Case(happening, request, after, then, order) for request, after, then, order in moments]

    def wrong(self, case: Case) -> str:
        """Let one run die, and say how the world differs in the end from the one in which it lived."""
        fault = Fault(self.runs.kill, after=case.after, at=case.request, login=None)
        self.lab.whole(case.happening, case.following)
        self.runs.order = case.order
        try:
            outcome = self.lab.outcome(case.happening, (fault,), case.following)
            return told(without_own_checks(outcome, case.happening), may_live=case.order.late)
        finally:
            self.runs.order = None


def told(outcome: Outcome, *, may_live: bool = False) -> str:
    """What is wrong, in one line; empty where nothing is.

    `may_live`: the run may have sent fewer requests, since nobody needed what it would have read ahead.
    """
    killed = outcome.ended == -SIGKILL or (may_live and outcome.ended == 0)
    ends = [f"it ended with {outcome.ended}, not by the kill"] * (not killed)
    later = [f"the next runs ended with {outcome.later}"] * any(outcome.later)
    missing = [f"missing {fact!r}" for fact in outcome.missing]
    return "; ".join([*ends, *later, *missing, *(f"extra {fact!r}" for fact in outcome.extra)])


@contextmanager
def deaths() -> Iterator[Deaths]:
    """Open a place to let runs die in."""
    with tempfile.TemporaryDirectory() as directory, Runs() as runs:
        yield Deaths(Lab(Path(directory), runs), runs)


def torture(seed: int, seconds: float) -> Row:
    """Deaths of every kind of event, in the order of the seed, until all are done or the time is over."""
    ran, failures = 0, []
    with deaths() as here:
        for case in chosen_cases(HAPPENINGS, here.cases, seed, seconds):
            ran += 1
            if wrong := here.wrong(case):
                failures.append(f"{case}: {wrong}"[:600])
        kinds = len(here.lab.starts)
    return Row(
        "a run is killed at a request",
        cases=ran,
        faults=ran - len(failures),
        lost=sum("missing " in failure for failure in failures),
        twice=sum("extra " in failure for failure in failures),
        failures=tuple(failures),
        note=f"{ran} deaths of {kinds} of {len(HAPPENINGS)} kinds of event",
    )


@click.command()
@click.argument("words", nargs=-1)
def look(words: tuple[str, ...]) -> None:
    """Run the cases whose names hold all these words, and tell of each that fails."""
    with deaths() as here:
        ran = failed = 0
        for happening in HAPPENINGS:
            if words and not any(word in happening.name for word in words):
                continue
            for case in here.cases(happening):
                if all(word in str(case) for word in words):
                    wrong = here.wrong(case)
                    ran, failed = ran + 1, failed + bool(wrong)
                    if wrong:
                        click.echo(f"{case}: {wrong}")
        click.echo(f"{ran} cases, {failed} failed")


if __name__ == "__main__":
    look()
