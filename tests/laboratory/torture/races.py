"""Races: several runs at the same time on one issue, each a process; nothing is lost, nothing happens twice."""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from incident_actions.contract import card_comment
from incident_actions.contract.effects import comment_key, comment_keys
from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.model.incident import entry as e
from incident_actions.sandbox import Job, Sandbox
from incident_actions.sandbox.state.records import ACTIONS_BOT, Repository, StoredComment
from incident_actions.text import record
from incident_actions.text.slash_grammar import commands_in
from tests.laboratory.torture.mortal import Runs
from tests.laboratory.torture.row import Row
from tests.stories.conftest import PEOPLE, WEDNESDAY, adopted
from tests.stories.team import Team

SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"
LANES = 4
"""How many runs there are at a time."""

WORDS = (
    "/note the deploy went out", "/sev 2", "/sev 1 it grew", "/ack", "/ic", "/ic @linus", "/update half is back", "/help",
    "/frobnicate", "/impact one in ten", "/affects api, web", "/action @linus 2026-03-14 Alert on it", "/scribe @linus",
    "/action @grace 2026-03-20 Drop idle connections\n/note so much for that", "/hotfix the pool", "/mitigated",
    "/status monitoring", "/resolve rolled back", "/reopen it is back", "/postmortem", "/started 13:40", "/sev 9",
)  # fmt: skip


@dataclass(slots=True)
class Race:
    """One incident, and the jobs of everything that happened to it at the same time."""

    team: Team
    kept: list[Job] = field(default_factory=list)

    def begin(self, lane: Runs, dice: random.Random) -> None:
        """Open the incident, mostly with a hotfix whose pull request can be merged in the race.

        At times not even its declaration has run when the race begins, and its event is delivered twice.
        """
        sandbox = self.team.sandbox
        sandbox.clock.move_to(WEDNESDAY)
        sandbox.create_repository("acme/shop", adopted(), collaborators=PEOPLE)
        self.team.as_("ada").json("POST", "labels", {"name": "incident"})
        self.team.file("grace", "Checkout is down", severity=SEV_1)
        if dice.random() < 0.3:
            self.kept *= 2
            return
        self.team.say("grace", 1, "/hotfix pool size")
        for job in self.taken():
            assert lane(job) == 0, job.log.read_text()

    def taken(self) -> list[Job]:
        """The jobs that wait."""
        jobs, self.kept[:] = list(self.kept), []
        return jobs

    def happens(self, dice: random.Random) -> list[Job]:
        """Let a handful of things happen within seconds; some events are delivered twice."""
        for _ in range(dice.randint(3, 7)):
            who = dice.choice(("ada", "grace", "grace", "linus", "mary"))
            self.team.say(who, 1, dice.choice(WORDS))
        if dice.random() < 0.4 and 2 in self.team.sandbox.repository("acme/shop").issues:
            self.team.merge("ada", 2)
        if dice.random() < 0.3:
            self.team.as_("grace").json("POST", "issues/1/labels", {"labels": ["SEV-3"]})
            self.team.settle()
        if dice.random() < 0.5:
            self.team.sweep()
        jobs = self.taken()
        jobs += [job for job in jobs if dice.random() < 0.2]
        dice.shuffle(jobs)
        return jobs


@contextmanager
def track() -> Iterator[list[Runs]]:
    """Open as many lanes as there are runs at a time."""
    with ExitStack() as stack:
        yield [stack.enter_context(Runs()) for _ in range(LANES)]


def raced(seed: int, lanes: list[Runs]) -> tuple[int, list[str]]:
    """Run one race from its start to the sweep after it: how many runs there were, and what is wrong."""
    dice = random.Random(seed)  # noqa: S311  a race that can be repeated, as far as processes can
    with tempfile.TemporaryDirectory() as directory, _sandbox(Path(directory)) as race:
        race.begin(lanes[0], dice)
        jobs = race.happens(dice)
        with ThreadPoolExecutor(LANES) as pool:
            ended = [run for driven in pool.map(lambda lane: _drive(lane, jobs), lanes) for run in driven]
        wrong = [f"a run ended with {code}: {log}" for code, log in ended if code]
        wrong += [f"right after: {what}" for what in amiss(race.team.sandbox.repository("acme/shop"))]
        for minutes in (90, 90, 0):  # the last one at once, before a timer comes round again
            race.team.later(minutes=minutes)
            race.team.sweep()
            (sweep,) = race.taken()
            before = len(race.team.sandbox.requests)
            if lanes[0](sweep):
                wrong.append(sweep.log.read_text())
        written = [
            one
            for one in race.team.sandbox.requests[before:]
            if one.actor == ACTIONS_BOT and one.method != "GET" and not one.path.endswith(("/graphql", "/dispatches"))
        ]
        wrong += [f"the last sweep wrote {one.method} {one.path}" for one in written]
        wrong += [f"in the end: {what}" for what in amiss(race.team.sandbox.repository("acme/shop"))]
    return len(ended), wrong


def _drive(lane: Runs, jobs: list[Job]) -> list[tuple[int, str]]:
    """Take the next job until there is none."""
    ended = []
    while jobs:
        try:
            job = jobs.pop()
        except IndexError:
            break
        code = lane(job)
        ended.append((code, job.log.read_text()[-400:] if code else ""))
    return ended


@contextmanager
def _sandbox(directory: Path) -> Iterator[Race]:
    kept: list[Job] = []

    def keep(job: Job) -> int:
        kept.append(job)
        job.log.touch()
        return 0

    with Sandbox(directory / "github", tool=INSTALLED_TOOL, runner=keep) as sandbox:
        yield Race(Team(sandbox), kept)


def amiss(shop: Repository) -> list[str]:
    """What is lost or there twice."""
    comments = [shop.comments[number] for number in shop.issues[1].comments]
    ours = [each for each in comments if each.author == ACTIONS_BOT]
    drawn = [each for each in ours if each.body.startswith(card_comment.CARD_MARK)]
    keys = Counter(key for each in ours if (key := comment_key(each.body)))
    items = Counter(_key(each.body or "") for each in shop.issues.values() if each.state == "open" and not each.pull)
    return [
        *([] if len(drawn) == 1 else [f"{len(drawn)} cards"]),
        *([] if any(each.pin for each in drawn) else ["no card is pinned"]),
        *(f"twice said: {key}" for key, count in keys.items() if count > 1),
        *(f"twice open: {key}" for key, count in items.items() if key and count > 1),
        *_entries_amiss(drawn, comments, ours),
    ]


def _key(body: str) -> str:
    opened = (entry for entry in record.entries_in(body) if isinstance(entry, e.ItemOpened))
    return next((entry.key for entry in opened), "")


def _entries_amiss(
    drawn: Sequence[StoredComment], comments: Sequence[StoredComment], ours: Sequence[StoredComment]
) -> Iterator[str]:
    pages = [each.body for each in ours if each.body.startswith(card_comment.RECORD_PAGE_MARK)]
    entries = [entry for text in (*pages, *(each.body for each in drawn)) for entry in record.entries_in(text)]
    counted = Counter((entry.kind, entry.comment, entry.index) for entry in entries if entry.comment)
    yield from (f"twice on record: {fact}" for fact, count in counted.items() if count > 1)
    refused = {
        int(key.removeprefix("refusal:")) for each in ours for key in comment_keys(each.body) if "refusal:" in key
    }
    heard = {entry.comment for entry in entries} | refused
    for each in comments:
        if each.author != ACTIONS_BOT and commands_in(each.body):
            if each.id not in heard:
                yield f"neither on record nor refused: {each.body!r} by {each.author}"
            if not any(reaction.by == ACTIONS_BOT for reaction in each.reactions):
                yield f"not acknowledged: {each.body!r} by {each.author}"
    for kind in (e.Declared, e.HotfixEnded, e.RecordRepaired):
        number = sum(isinstance(entry, kind) for entry in entries)
        if number > (kind is not e.RecordRepaired):
            yield f"{number} entries of {kind.kind}"


def torture(seed: int, seconds: float) -> Row:
    """Run races until the time is over."""
    until = time.monotonic() + seconds
    races, runs = 0, 0
    failures: list[str] = []
    with track() as lanes:
        while races == 0 or time.monotonic() < until:
            started, wrong = raced(seed + races, lanes)
            races, runs = races + 1, runs + started
            failures += [f"race {seed + races - 1}: {'; '.join(wrong)}"[:900]] * bool(wrong)
    return Row(
        "runs race on one incident",
        cases=races,
        lost=sum("on record nor refused" in failure or "not acknowledged" in failure for failure in failures),
        twice=sum("twice" in failure or " cards" in failure for failure in failures),
        failures=tuple(failures),
        note=f"{runs} runs, {LANES} at a time",
    )
