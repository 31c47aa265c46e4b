"""Where runs fail: worlds at the moment before a run, copied for each case, and compared with the one undisturbed."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import TypeVar

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Job, Request, Sandbox
from incident_actions.sandbox.faults import Fault
from incident_actions.sandbox.state.records import ACTIONS_BOT
from tests.laboratory.torture.facts import Facts, facts
from tests.laboratory.torture.happenings import SERVICES_BOT, Happening, admit, watched
from tests.stories.conftest import PEOPLE, WEDNESDAY, adopted
from tests.stories.team import Team

NEXT = ("again", "sweep", "command")
"""What comes after a run that failed: the same event once more, the cron, or another command on the same issue."""

Case = TypeVar("Case")


@dataclass(slots=True)
class Start:
    """The world at the moment at which an event's run starts, kept as a directory to be copied."""

    happening: Happening
    directory: Path
    job: Job
    requests: tuple[Request, ...]
    whole: dict[str, Facts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case: how its run ended and the next ones, what they printed, and the difference in the end."""

    ended: int
    later: tuple[int, ...]
    printed: str
    missing: tuple[str, ...]
    extra: tuple[str, ...]


OWN_CHECKS = re.compile(r'The checks of #\d+ (?:passed|failed)|"event": "(?:passed|failed)"')


def without_own_checks(outcome: Outcome, happening: Happening) -> Outcome:
    """Leave out the result of a commit's checks: the run of its deployment is one of them, and that is the one disturbed."""
    if happening.before is not watched:
        return outcome
    missing, extra = (
        tuple(each for each in facts if not OWN_CHECKS.search(each)) for facts in (outcome.missing, outcome.extra)
    )
    return replace(outcome, missing=missing, extra=extra)


@dataclass(slots=True)
class Lab:
    """One port, so that every address in every text is the same, and one way to run jobs."""

    directory: Path
    run: Callable[[Job], int]
    port: int = 0
    starts: dict[str, Start] = field(default_factory=dict)

    def start(self, happening: Happening) -> Start:
        """Play the scene before an event, and let it happen; once for each."""
        if happening.name not in self.starts:
            directory = self.directory / str(len(self.starts))
            with self._world(directory) as (team, kept):
                team.sandbox.clock.move_to(WEDNESDAY)
                team.sandbox.create_repository("acme/shop", adopted(), collaborators=PEOPLE)
                team.as_("ada").json("POST", "labels", {"name": "incident"})
                keep, team.sandbox.jobs.runner = team.sandbox.jobs.runner, self.run
                happening.before(team)
                team.sandbox.jobs.runner = keep
                happening.happens(team)
            self.starts[happening.name] = self._probed(happening, directory, kept)
        return self.starts[happening.name]

    def whole(self, happening: Happening, following: str) -> Facts:
        """What stands in the end where nothing fails."""
        start = self.start(happening)
        if following not in start.whole:
            with self._copy(start.directory) as copy, self._world(copy) as (team, kept):
                ended = [self.run(start.job), *self._follow(start, following, team, kept)]
                assert not any(ended), f"{happening.name}, undisturbed: {ended}"
                start.whole[following] = facts(team.sandbox)
        return start.whole[following]

    def outcome(self, happening: Happening, faults: tuple[Fault, ...], following: str) -> Outcome:
        """Let one run meet faults, then the next run and a sweep come, and compare."""
        start, whole = self.start(happening), self.whole(happening, following)
        with self._copy(start.directory) as copy, self._world(copy) as (team, kept):
            team.sandbox.faults.silence = 0.0
            team.sandbox.faults.add(*faults)
            ended = self.run(start.job)
            printed = start.job.log.read_text()
            team.sandbox.faults.clear()
            later = self._follow(start, following, team, kept)
            stands = facts(team.sandbox)
        missing, extra = (whole - stands).elements(), (stands - whole).elements()
        return Outcome(ended, tuple(later), printed, tuple(missing), tuple(extra))

    @contextmanager
    def _world(self, directory: Path) -> Iterator[tuple[Team, list[Job]]]:
        """Open the world in a directory; jobs that people start there are kept, not run."""
        kept: list[Job] = []

        def keep(job: Job) -> int:
            kept.append(job)
            job.log.touch()
            return 0

        with Sandbox(directory, self.port, tool=INSTALLED_TOOL, runner=keep) as sandbox:
            self.port = int(sandbox.url.rpartition(":")[2])
            team = Team(sandbox)
            admit(team)
            yield team, kept

    @contextmanager
    def _copy(self, directory: Path) -> Iterator[Path]:
        copy = Path(shutil.copytree(directory, self.directory / "copy", ignore=shutil.ignore_patterns("jobs")))
        yield copy
        shutil.rmtree(copy)

    def _probed(self, happening: Happening, directory: Path, jobs: list[Job]) -> Start:
        """Find the run that does the work, where an event starts several, and what it asks for."""
        for job in jobs:
            with self._copy(directory) as copy, self._world(copy) as (team, _):
                assert self.run(job) == 0, job.log.read_text()
                asked = tuple(one for one in team.sandbox.requests if one.actor in (ACTIONS_BOT, SERVICES_BOT))
                if any(not (one.method == "GET" or one.is_query or one.path.endswith("/dispatches")) for one in asked):
                    return Start(happening, directory, job, asked)
        raise AssertionError(f"{happening.name} makes the tool write nothing")

    def _follow(self, start: Start, following: str, team: Team, kept: list[Job]) -> list[int]:
        """Let the next run come, and then the sweep."""
        team.later(minutes=4)  # before the first timer: an incident that only the next run opens has the same ones then
        if following == "again":
            now = team.sandbox.clock.now().isoformat()
            kept.append(replace(start.job, environment={**start.job.environment, "INCIDENT_ACTIONS_NOW": now}))
        elif following == "sweep":
            team.sweep()
        else:
            team.say("grace", start.happening.issue, "/help")
        ended = [self.run(job) for job in kept]
        kept.clear()
        team.later(hours=4)  # at an hour at which the sweep looks at everything
        team.sweep()
        return [*ended, *(self.run(job) for job in kept)]


def chosen_cases(
    happenings: Sequence[Happening], cases_of: Callable[[Happening], Sequence[Case]], seed: int, seconds: float
) -> Iterator[Case]:
    """Yield cases in the order of the seed until all are done or the time is over.

    A scene takes longer than its cases, so the next one is played only once the cases have taken as long as the scenes.
    """
    dice = random.Random(seed)  # noqa: S311  an order that can be repeated, not a secret
    left, waiting = dice.sample(happenings, len(happenings)), list[Case]()
    until, in_scenes, in_cases = monotonic() + seconds, 0.0, 0.0
    while (left or waiting) and monotonic() < until:
        started = monotonic()
        if left and (not waiting or in_scenes <= in_cases):
            waiting += cases_of(left.pop())
            in_scenes += monotonic() - started
        else:
            yield waiting.pop(dice.randrange(len(waiting)))
            in_cases += monotonic() - started
