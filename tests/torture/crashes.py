"""Crash at every request: the run of every kind of event dies at each of its requests, and the next runs make it whole."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from incident_actions.sandbox import Job, Sandbox
from incident_actions.sandbox.faults import Fault
from incident_actions.sandbox.state.world import ACTIONS_BOT
from tests.stories.conftest import PEOPLE, WEDNESDAY, adopted
from tests.stories.team import Team
from tests.torture.facts import Facts, facts
from tests.torture.happenings import HAPPENINGS, Happening
from tests.torture.mortal import Runs
from tests.torture.row import Row

NEXT = ("again", "sweep", "command")
"""What comes after a run that died: the same event once more, the cron, or another command on the same issue."""


@dataclass(frozen=True, slots=True)
class Case:
    """One death: at which request, before or after it took effect, and which run comes next."""

    happening: Happening
    request: int
    after: bool
    following: str

    def __str__(self) -> str:
        moment = "after" if self.after else "before"
        return f"{self.happening.name}: dies {moment} request {self.request}, then {self.following}"


@dataclass(slots=True)
class Start:
    """The world at the moment at which an event's run starts, kept as a directory to be copied."""

    happening: Happening
    directory: Path
    job: Job
    requests: int
    whole: dict[str, Facts] = field(default_factory=dict)


@dataclass(slots=True)
class Lab:
    """Where the cases run: one port, so that every address in every text is the same, and one source of processes."""

    directory: Path
    runs: Runs
    port: int = 0
    starts: dict[str, Start] = field(default_factory=dict)

    @contextmanager
    def world(self, directory: Path) -> Iterator[tuple[Team, list[Job]]]:
        """Open the world in a directory; jobs that people start there are kept, not run."""
        kept: list[Job] = []

        def keep(job: Job) -> int:
            kept.append(job)
            job.log.touch()
            return 0

        with Sandbox(directory, self.port, runner=keep) as sandbox:
            self.port = int(sandbox.url.rpartition(":")[2])
            yield Team(sandbox), kept

    def start(self, happening: Happening) -> Start:
        """Play the scene before an event, and let it happen; once for each."""
        if happening.name not in self.starts:
            directory = self.directory / str(len(self.starts))
            with self.world(directory) as (team, kept):
                team.sandbox.clock.move_to(WEDNESDAY)
                team.sandbox.create_repository("acme/shop", adopted(), collaborators=PEOPLE)
                team.as_("ada").json("POST", "labels", {"name": "incident"})
                keep, team.sandbox.jobs.runner = team.sandbox.jobs.runner, self.runs
                happening.before(team)
                team.sandbox.jobs.runner = keep
                happening.happens(team)
            self.starts[happening.name] = self._probed(happening, directory, kept)
        return self.starts[happening.name]

    def _probed(self, happening: Happening, directory: Path, jobs: list[Job]) -> Start:
        """Find the run that does the work, where an event starts several, and count its requests."""
        for job in jobs:
            with self._copy(directory) as copy, self.world(copy) as (team, _):
                assert self.runs(job) == 0, job.log.read_text()
                asked = [one for one in team.sandbox.requests if one.actor == ACTIONS_BOT]
                if any(one.method != "GET" for one in asked):
                    return Start(happening, directory, job, len(asked))
        raise AssertionError(f"{happening.name} makes the tool write nothing")

    @contextmanager
    def _copy(self, directory: Path) -> Iterator[Path]:
        copy = Path(shutil.copytree(directory, self.directory / "copy", ignore=shutil.ignore_patterns("jobs")))
        yield copy
        shutil.rmtree(copy)

    def whole(self, happening: Happening, following: str) -> Facts:
        """What stands in the end where nothing dies."""
        start = self.start(happening)
        if following not in start.whole:
            with self._copy(start.directory) as copy, self.world(copy) as (team, kept):
                ended = [self.runs(start.job), *self._follow(start, following, team, kept)]
                assert not any(ended), f"{happening.name}, undisturbed: {ended}"
                start.whole[following] = facts(team.sandbox)
        return start.whole[following]

    def cases(self, happening: Happening) -> list[Case]:
        """Every case of one kind of event."""
        requests = range(1, self.start(happening).requests + 1)
        return [Case(happening, k, after, then) for k in requests for after in (False, True) for then in NEXT]

    def crash(self, case: Case) -> Lost:
        """Let one run die, and say how the world differs in the end from the one in which it lived."""
        start, whole = self.start(case.happening), self.whole(case.happening, case.following)
        with self._copy(start.directory) as copy, self.world(copy) as (team, kept):
            team.sandbox.faults.add(Fault(self.runs.kill, after=case.after, at=case.request))
            died = self.runs(start.job)
            team.sandbox.faults.clear()
            ended = self._follow(start, case.following, team, kept)
            stands = facts(team.sandbox)
        wrong = [f"the run ended with {died}, not by the kill"] * (died != -9) + [f"exits {ended}"] * any(ended)
        return Lost(tuple((whole - stands).elements()), tuple((stands - whole).elements()), tuple(wrong))

    def _follow(self, start: Start, following: str, team: Team, kept: list[Job]) -> list[int]:
        """Let the next run come, and then the sweep."""
        team.later(minutes=5)
        if following == "again":
            now = team.sandbox.clock.now().isoformat()
            ended = [self.runs(replace(start.job, environment={**start.job.environment, "INCIDENT_ACTIONS_NOW": now}))]
        else:
            if following == "sweep":
                team.sweep()
            else:
                team.say("grace", start.happening.issue, "/help")
            ended = [self.runs(job) for job in kept]
        kept.clear()
        team.later(hours=1)
        team.sweep()
        return [*ended, *(self.runs(job) for job in kept)]


@dataclass(frozen=True, slots=True)
class Lost:
    """How a world differs from the undisturbed one."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]
    wrong: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra or self.wrong)

    def __str__(self) -> str:
        told = [f"missing {fact!r}" for fact in self.missing] + [f"extra {fact!r}" for fact in self.extra]
        return "; ".join([*self.wrong, *told])


@contextmanager
def lab() -> Iterator[Lab]:
    """Open a place to let runs die in."""
    with tempfile.TemporaryDirectory() as directory, Runs() as runs:
        yield Lab(Path(directory), runs)


def torture(seed: int, seconds: float) -> Row:
    """Every death of every kind of event, in the order of the seed, until all are done or the time is over."""
    until = time.monotonic() + seconds
    ran, found = 0, []
    with lab() as here:
        cases = [case for happening in HAPPENINGS for case in here.cases(happening)]
        random.Random(seed).shuffle(cases)  # noqa: S311  an order that can be repeated, not a secret
        for case in cases:
            if time.monotonic() > until:
                break
            ran += 1
            if lost := here.crash(case):
                found.append((case, lost))
    return Row(
        "a run dies at a request",
        cases=ran,
        faults=ran - len(found),
        lost=sum(bool(lost.missing) for _, lost in found),
        twice=sum(bool(lost.extra) for _, lost in found),
        failures=tuple(f"{case}: {lost}"[:600] for case, lost in found),
        note=f"{ran} of {len(cases)} deaths of {len(HAPPENINGS)} kinds of event",
    )


@click.command()
@click.argument("words", nargs=-1)
def look(words: tuple[str, ...]) -> None:
    """Run the cases whose names hold all these words, and tell of each that fails."""
    with lab() as here:
        ran = failed = 0
        for happening in HAPPENINGS:
            if words and not any(word in happening.name or happening.name in word for word in words):
                continue
            for case in here.cases(happening):
                if all(word in str(case) for word in words):
                    lost = here.crash(case)
                    ran, failed = ran + 1, failed + bool(lost)
                    if lost:
                        click.echo(f"{case}: {lost}")
        click.echo(f"{ran} cases, {failed} failed")


if __name__ == "__main__":
    look()
