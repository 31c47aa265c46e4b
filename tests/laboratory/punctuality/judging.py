"""Judging: what a simulated repository's timers said, held against the oracle."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from incident_actions.contract.effects import comment_keys
from incident_actions.model.incident import entry as e
from incident_actions.sandbox.state.records import ACTIONS_BOT, StoredComment
from incident_actions.text import record
from tests.laboratory.punctuality.chance import Scenario
from tests.laboratory.punctuality.oracle import Look, Oracle, Said
from tests.laboratory.punctuality.world import World

NEVER_LATER = timedelta(seconds=60)
"""With the clock alive a timer is at most so much later than its due time and the start of a runner."""


@dataclass(slots=True)
class Judged:
    """What came of some incidents: each timer's lateness, that of daily ones apart; and all that was wrong."""

    incidents: int = 0
    late: list[float] = field(default_factory=list)
    daily: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    requests: int = 0
    minutes: float = 0
    clocks: int = 0
    lost: int = 0
    wrong: list[str] = field(default_factory=list)

    def and_then(self, other: Judged) -> None:
        """Add others."""
        self.incidents += other.incidents
        self.requests, self.minutes = self.requests + other.requests, self.minutes + other.minutes
        self.clocks, self.lost = self.clocks + other.clocks, self.lost + other.lost
        self.late += other.late
        self.daily += other.daily
        self.starts += other.starts
        self.wrong += other.wrong


def judged(scenario: Scenario, seed: int, incidents: int) -> Judged:
    """Simulate one repository, and judge each of its incidents."""
    with tempfile.TemporaryDirectory() as directory:
        world = World(Path(directory), scenario, seed, incidents)
        world.run()
        found = Judged(
            starts=[each.total_seconds() for each in world.starts],
            requests=world.door.request_count,
            minutes=world.minutes,
            clocks=world.clocks,
            lost=len(world.lost),
        )
        for number in world.repository.issues:
            _judge(world, number, found, f"{scenario.name}, seed {seed}, #{number}")
        world.host.close()
    return found


def _judge(world: World, number: int, found: Judged, where: str) -> None:
    comments = [world.repository.comments[each] for each in world.repository.issues[number].comments]
    ours = [each for each in comments if each.author == ACTIONS_BOT]
    keys = Counter(key for each in ours for key in comment_keys(each.body) if "@" in key)
    heard = {key: each.created_at for each in ours for key in comment_keys(each.body) if "@" in key}
    entries = list(_record(world, ours))
    facts = [entry for entry in entries if not isinstance(entry, e.TimerFired)]
    looks = [
        Look(at, ticked, (number, at) in world.lost) for issue, at, ticked in world.run_context.looks if issue == number
    ]
    oracle = Oracle(facts, heard)
    expected = oracle.expected(looks)
    found.incidents += 1
    found.wrong += [f"{where}: said {count} times: {key}" for key, count in keys.items() if count > 1]
    fired = Counter(entry.timer for entry in entries if isinstance(entry, e.TimerFired))
    found.wrong += [f"{where}: {count} times on record: {key}" for key, count in fired.items() if count > 1]
    found.wrong += [f"{where}: on record and never said: {key}" for key in fired.keys() - keys.keys()]
    found.wrong += [f"{where}: missing: {each}" for each in expected if each.key not in heard]
    awaited = {each.key for each in expected}
    found.wrong += [f"{where}: nobody asked for {key} at {heard[key]}" for key in heard.keys() - awaited]
    found.wrong += _untrue(expected, entries, world, number, where)
    for each in expected:
        if each.key in heard:
            (found.daily if each.daily else found.late).append((heard[each.key] - each.due).total_seconds())
    if world.scenario.clock and not world.scenario.killed:
        found.wrong += _too_late(world, expected, heard, oracle, where)


def _record(world: World, ours: list[StoredComment]) -> Iterator[e.Entry]:
    """All entries, those on pages first."""
    texts = [each.body for each in ours if each.body.startswith("<!-- incident-actions:card")]
    for text in texts:
        block = record.read_block(text)
        assert block is not None
        for page in block.pages:
            yield from record.entries_in(world.repository.comments[page].body)
        yield from block.entries


def _untrue(expected: list[Said], entries: list[e.Entry], world: World, number: int, where: str) -> Iterator[str]:
    """A time on record that is not the one at which it should have been said; a lost run's is told by the next."""
    due = {each.key: each.due for each in expected}
    if any(issue == number for issue, _ in world.lost):
        return
    for entry in entries:
        if isinstance(entry, e.TimerFired) and due.get(entry.timer, entry.due) != entry.due:
            yield f"{where}: {entry.timer} is said to be due {entry.due}, and was {due[entry.timer]}"


def _too_late(
    world: World, expected: list[Said], heard: dict[str, datetime], oracle: Oracle, where: str
) -> Iterator[str]:
    most = NEVER_LATER + max(world.starts)
    for each in expected:
        if not each.daily and heard.get(each.key, each.due) - each.due > most:
            yield f"{where}: {each.key} was due {each.due} and said {heard[each.key]}"
    for key, waited in oracle.unsaid(world.now):
        if waited > most:
            yield f"{where}: {key} waited {waited} and was never said"
