"""Every failure of GitHub and the network, at every request of every kind of event: said in words, and made good."""

from __future__ import annotations

import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Literal
from unittest.mock import patch

import click

from incident_actions.gateway.client import retry
from incident_actions.sandbox.faults import (
    BAD_GATEWAY,
    GONE,
    INVALID,
    NOT_FOUND,
    SERVER_ERROR,
    UNAVAILABLE,
    Break,
    Fault,
    Kind,
    primary_limit,
    secondary_limit,
)
from tests.laboratory.torture.happenings import HAPPENINGS, Happening
from tests.laboratory.torture.lab import Lab, chosen_cases, without_own_checks
from tests.laboratory.torture.orders import Order, in_order
from tests.laboratory.torture.row import Row
from tests.stories.team import by_command_line

Course = Literal["once", "from then on", "on this route"]

FAILED = "<!-- incident-actions:say failed:"
"""How a comment begins that says that a run failed."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of failing; `after` where what was asked takes effect first."""

    name: str
    kind: Callable[[], Kind]
    after: bool = False


def _always(kind: Kind) -> Callable[[], Kind]:
    return lambda: kind


BROKEN: tuple[tuple[str, Kind], ...] = (
    ("500", SERVER_ERROR),
    ("502", BAD_GATEWAY),
    ("503", UNAVAILABLE),
    ("reset", Break.RESET),
    ("silence", Break.SILENCE),
)
PASSING = (
    *(Way(name, _always(kind)) for name, kind in BROKEN),
    *(Way(f"{name} after the effect", _always(kind), after=True) for name, kind in BROKEN),
    Way("torn answer", _always(Break.TORN), after=True),
    Way("short answer", _always(Break.SHORT), after=True),
)
LIMITS = (
    Way("primary limit", lambda: primary_limit(30)),
    Way("primary limit, 429", lambda: primary_limit(30, 429)),
    Way("primary limit, long", lambda: primary_limit(2_400)),
    Way("secondary limit", lambda: secondary_limit(9)),
    Way("secondary limit, 429", lambda: secondary_limit(9, 429)),
    Way("secondary limit, no time told", lambda: secondary_limit(None)),
    Way("secondary limit, 429, no time told", lambda: secondary_limit(None, 429)),
    Way("secondary limit, long", lambda: secondary_limit(3_600)),
)
REFUSALS = (Way("422", _always(INVALID)), Way("410", _always(GONE)), Way("404", _always(NOT_FOUND)))
COURSES: tuple[Course, ...] = ("once", "from then on", "on this route")
BELIEVED = ("/repos/{owner}/{repo}/collaborators/{username}/permission",)
"""Where an error is an answer to people, "could not check", and so no run makes it good: they ask again."""

ACCOUNTS = ("/users/{username}",)
"""Where a failure that lasts leaves a person on record by login alone, without the account's id."""
ACCOUNT_ID = re.compile(r'"(?:owner|to|person)_id": \d+, ')


@dataclass(frozen=True, slots=True)
class Case:
    """One way of failing at one request, for once or for longer."""

    happening: Happening
    request: int
    route: str
    way: Way
    course: Course

    def __str__(self) -> str:
        return f"{self.happening.name}: {self.way.name} at request {self.request}, {self.route}, {self.course}"

    @property
    def fault(self) -> Fault:
        """What the sandbox is told."""
        kind, after = self.way.kind(), self.way.after
        match self.course:
            case "once":
                return Fault(kind, after, at=self.request)
            case "from then on":
                return Fault(kind, after, at=range(self.request, 10_000), times=None)
            case "on this route":
                return Fault(kind, after, route=self.route, times=None)


def cases(lab: Lab, happening: Happening) -> list[Case]:
    """Every case of one kind of event."""
    asked = [f"{one.method} {one.route}" for one in lab.start(happening).requests]
    return [
        Case(happening, number, route, way, course)
        for number, route in enumerate(asked, 1)
        for way in (*PASSING, *LIMITS, *REFUSALS)
        for course in COURSES
        if course != "on this route" or asked.index(route) == number - 1
    ]


def wrong(lab: Lab, case: Case) -> str:
    """Let one run fail so, and say what is wrong then; empty where nothing is."""
    following = "again" if case.happening.elsewhere else "sweep"
    outcome = without_own_checks(lab.outcome(case.happening, (case.fault,), following), case.happening)
    said = [fact for fact in outcome.extra if FAILED in fact]
    marks = {fact.partition(FAILED)[0] for fact in said if " pinned: " in fact}
    told = ["a stack trace for what is known"] * ("Traceback" in outcome.printed)
    told += [f"the run ended with {outcome.ended}"] * (outcome.ended not in (0, 1, 2))
    told += [f"said {len(marks)} times that it failed"] * (len(marks) > 1)
    told += ["it failed though it only had to wait"] * (outcome.ended != 0 and _only_waits(case))
    told += [f"the next runs ended with {outcome.later}"] * any(outcome.later)
    if case.way not in REFUSALS and not case.route.endswith(BELIEVED):
        missing, extra = Counter(outcome.missing), Counter(fact for fact in outcome.extra if fact not in said)
        if case.route.endswith(ACCOUNTS) and not _only_waits(case):
            missing, extra = (
                Counter(ACCOUNT_ID.sub("", fact) for fact in facts.elements()) for facts in (missing, extra)
            )
        told += [f"missing {fact!r}" for fact in (missing - extra).elements()]
        told += [f"extra {fact!r}" for fact in (extra - missing).elements()]
    return "; ".join(told)


def _only_waits(case: Case) -> bool:
    passes = (*PASSING, *(way for way in LIMITS if "long" not in way.name))
    return case.course == "once" and case.way in passes


@contextmanager
def failures() -> Iterator[Lab]:
    """Open a place to let runs fail in, where time is not waited for but only counted."""
    waited: list[float] = []
    clock = SimpleNamespace(sleep=waited.append, monotonic=lambda: sum(waited), time=time.time)
    still = SimpleNamespace(sleep=lambda _: None, monotonic=time.monotonic)
    with (
        tempfile.TemporaryDirectory() as directory,
        patch.object(retry, "time", clock),
        patch("incident_actions.gateway.client.write_pace.time", still),
        in_order(Order()),  # so that a request's number always means the same request
    ):
        yield Lab(Path(directory), by_command_line)


def torture(seed: int, seconds: float) -> Row:
    """Failures at requests of every kind of event, in the order of the seed, until the time is over."""
    ran, found = 0, []
    with failures() as lab:
        for case in chosen_cases(HAPPENINGS, partial(cases, lab), seed, seconds):
            ran += 1
            if told := wrong(lab, case):
                found.append(f"{case}: {told}"[:600])
        kinds = len(lab.starts)
    return Row(
        "GitHub or the network fails at a request",
        cases=ran,
        faults=ran - len(found),
        lost=sum("missing " in failure for failure in found),
        twice=sum("extra " in failure for failure in found),
        failures=tuple(found),
        note=f"{ran} failures in {kinds} of {len(HAPPENINGS)} kinds of event",
    )


@click.command()
@click.argument("words", nargs=-1)
@click.option("--some", type=int, default=0, help="Only so many of the cases.")
def look(words: tuple[str, ...], some: int) -> None:
    """Run the cases whose names hold all these words, and tell of each that fails."""
    with failures() as lab:
        told = [each for each in HAPPENINGS if not words or any(word in each.name for word in words)]
        every = [case for each in told for case in cases(lab, each) if all(word in str(case) for word in words)]
        random.Random(some).shuffle(every)  # noqa: S311  an order that can be repeated, not a secret
        failed = 0
        for case in every[: some or None]:
            if told_wrong := wrong(lab, case):
                failed += 1
                click.echo(f"{case}: {told_wrong}")
        click.echo(f"{len(every[: some or None])} of {len(every)} cases, {failed} failed")


if __name__ == "__main__":
    look()
