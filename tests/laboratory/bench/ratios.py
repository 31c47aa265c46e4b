"""What must not grow with an incident: each case against a small one of its kind, both measured in turns."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from incident_actions.sandbox import Job
from incident_actions.text import record
from tests.laboratory.bench.program import Tool
from tests.laboratory.bench.repository import Adopted, adopted
from tests.laboratory.bench.stock import add_comments
from tests.sandbox.client import Client
from tests.worlds import World

LIVES = 3
"""How often whole incidents are measured at most, since each takes minutes."""

JUNK = "/frobnicate\n" * 200
Measure = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Ratio:
    """What a case takes over what the small one takes, each time; the median is held to the most it may be."""

    name: str
    ratios: tuple[float, ...]
    most: float

    @property
    def value(self) -> float:
        """The median."""
        return median(self.ratios)

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        return self.value <= self.most

    def as_json(self) -> dict[str, Any]:
        """The numbers and their limit."""
        every = [round(each, 2) for each in self.ratios]
        return {"case": self.name, "ratio": round(self.value, 2), "all": every, "limit": self.most, "holds": self.holds}


def ratios(place: Path, times: int, tool: Tool) -> Iterator[Ratio]:
    """Measure every case as often as that, in turns with the small one; processor time, of a job or of deciding."""
    with adopted(place / "github", tool) as team:
        trudy = Client(team.sandbox, team.sandbox.token("trudy"))
        alone = _job(team, lambda _: None)
        yield _ratio(
            "/ack behind 12 x 200 junk commands", _job(team, lambda issue: _flood(trudy, issue)), alone, 3, times
        )
        yield _ratio(
            "/ack behind 2,000 comments", _job(team, lambda issue: add_comments(team, issue, 2_000)), alone, 3, times
        )
        many = _job(team, lambda _: None, "/note it grows\n" * 200)
        yield _ratio("200 commands in one comment", many, alone, 3, times)
        long = _job(team, lambda issue: _note(team, issue, 1_000), "/note one more")
        short = _job(team, lambda issue: _note(team, issue, 10), "/note one more")
        yield _ratio("/note on 1,000 entries", long, short, 1.5, times)
        ended = _job(team, lambda issue: _note(team, issue, 1_000), "/sev 1\n/resolve")
        early = _job(team, lambda issue: _note(team, issue, 10), "/sev 1\n/resolve")
        yield _ratio("/resolve on 1,000 entries", ended, early, 1.5, times)
        yield _ratio("a life of 200 commands / of 100", _life(team, 200), _life(team, 100), 2.1, min(times, LIVES))
    yield _ratio("/note on 1,000 entries, deciding", _noting(1_000), _noting(10), 4, times)


def _ratio(name: str, large: Measure, small: Measure, most: float, times: int) -> Ratio:
    return Ratio(name, tuple(large() / small() for _ in range(times)), most)


def _job(team: Adopted, before: Callable[[int], None], text: str = "/ack") -> Measure:
    """The processor time of the job of a command, on an incident to which something happened before."""

    def measure() -> float:
        issue, declaring = team.incident()
        team.run(declaring)
        before(issue)
        job: Job = team.job(f"issues/{issue}/comments", {"body": text})
        return team.run(job).cpu

    return measure


def _life(team: Adopted, commands: int) -> Measure:
    """The processor time of all jobs of an incident with so many commands, one a minute."""

    def measure() -> float:
        issue, declaring = team.incident()
        spent = team.run(declaring).cpu
        for place in range(commands):
            team.sandbox.clock.advance(timedelta(minutes=1))
            text = f"/note step {place} of the incident"
            spent += team.run(team.job(f"issues/{issue}/comments", {"body": text})).cpu
        return spent

    return measure


def _flood(trudy: Client, issue: int) -> None:
    for _ in range(12):
        trudy.json("POST", f"issues/{issue}/comments", {"body": JUNK})


def _note(team: Adopted, issue: int, entries: int) -> None:
    for text in _notes(entries):
        team.run(team.job(f"issues/{issue}/comments", {"body": text}))


def _notes(entries: int) -> Iterator[str]:
    """So many notes, up to a hundred to a comment."""
    for first in range(0, entries, 100):
        yield "\n".join(f"/note step {place} of the incident" for place in range(first, min(first + 100, entries)))


def _noting(entries: int) -> Measure:
    """The processor time of deciding about one more note."""
    world = World()
    world.run()
    for text in _notes(entries):
        world.post("grace", text)
        world.run()
    world.advance(minutes=1)
    usual = gc.get_threshold()

    def measure() -> float:
        world.post("grace", "/note one more")
        record.read_block.cache_clear()  # a run reads the record for the first time
        record.read_entry.cache_clear()
        gc.collect()
        gc.set_threshold(100_000)  # as the command line does
        began = time.process_time()
        world.run()
        spent = time.process_time() - began
        gc.set_threshold(*usual)
        return spent

    return measure
