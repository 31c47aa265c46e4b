"""Measure cases in turns, ours and those of peers, near the server or far from it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from incident_actions.sandbox.rest.exchange import Exchange
from tests.laboratory.bench.action import NodeAction
from tests.laboratory.bench.cases import Case
from tests.laboratory.bench.program import Program, Tool
from tests.laboratory.bench.relay import Relay
from tests.laboratory.bench.repository import Adopted, adopted
from tests.laboratory.bench.result import Answered, Result, Run


@dataclass(frozen=True, slots=True)
class Programs:
    """Our tool, and the checkouts of the peers that are given, by name, with the Node that runs them."""

    tool: Tool
    checkouts: Mapping[str, Path] = field(default_factory=dict)
    node: Path = Path("/usr/bin/node")

    def runs(self, case: Case) -> bool:
        """Whether the program of a case is given."""
        return not case.peer or case.peer in self.checkouts

    def program(self, case: Case) -> Program:
        """Return the program of a case."""
        return NodeAction(self.node, self.checkouts[case.peer], case.inputs) if case.peer else self.tool


def measure_in_turns(cases: Iterable[Case], place: Path, programs: Programs, distance: int, times: int) -> list[Result]:
    """Run each case so many times, A B C A B C, each on a sandbox of its own.

    If there are several runs, one of each goes before them that doesn't count.
    """
    uncounted = 1 if times > 1 else 0
    with ExitStack() as stack:
        stages = [
            stack.enter_context(_stage(case, place / str(number), programs, distance))
            for number, case in enumerate(cases)
        ]
        turns = [[stage.run() for stage in stages] for _ in range(uncounted + times)][uncounted:]
    return [
        Result(stage.case.name, distance, tuple(turn[place] for turn in turns), stage.case.most)
        for place, stage in enumerate(stages)
    ]


@dataclass(slots=True)
class _Stage:
    """A case, with a repository, its program, and a server near or far."""

    case: Case
    team: Adopted
    program: Program
    relay: Relay | None
    answered: list[Answered] = field(default_factory=list)

    def watch(self, exchange: Exchange) -> None:
        """Note a request that the server has answered."""
        request = exchange.request
        self.answered.append(Answered(time.perf_counter(), request.method, request.path))

    def run(self) -> Run:
        """Run a fresh job."""
        job = self.case.job(self.team)
        job = self.relay.redirect(job) if self.relay else job
        self.answered.clear()
        return Run(self.program.run(job), tuple(self.answered), self.case.answer)


@contextmanager
def _stage(case: Case, place: Path, programs: Programs, distance: int) -> Iterator[_Stage]:
    with adopted(place, programs.tool) as team:
        case.before(team)
        with Relay(team.sandbox.url, distance / 1_000) if distance else nullcontext() as relay:
            stage = _Stage(case, team, programs.program(case), relay)
            team.sandbox.observers.append(stage.watch)
            yield stage
