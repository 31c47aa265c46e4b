"""A flood: strangers post junk by the dozen while responders type, and runs are cancelled at random.

Whatever happens, the next run that comes to its end has answered every responder's command, and no stranger has left
anything on record.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from incident_actions.contract import card_comment
from incident_actions.contract.effects import comment_keys
from incident_actions.engine.commands.waiting_comments import MOST_REFUSALS
from incident_actions.model.incident.entry import Entry
from incident_actions.sandbox import Job
from incident_actions.sandbox.state.records import ACTIONS_BOT, Repository, StoredComment
from incident_actions.text import record
from tests.front_door import PEOPLE, Door, open_front_door
from tests.laboratory.torture.row import Row

STRANGERS = ("mallory", "trudy", "mary")
WORDS = (
    "/note the deploy went out",
    "/ack",
    "/ic",
    "/update half is back",
    "/sev 1",
    "/sev 2 it shrinks",
    "/impact all",
)
JUNK = ("/frobnicate", "/sev 1", "/resolve", "/help", "/declare", "/note spam\n", "/x")


def flooded(seed: int) -> tuple[int, int, list[str]]:
    """Play one flood: how many comments strangers posted, how many runs there were, and what is wrong."""
    dice = random.Random(seed)  # noqa: S311  a flood that can be repeated
    wrong: list[str] = []
    posted = runs = 0
    with tempfile.TemporaryDirectory() as directory, open_front_door(Path(directory), held=False) as door:
        issue = door.declare()
        for _ in range(dice.randint(2, 4)):
            jobs, more = _wave(door, issue, dice)
            posted += more
            dice.shuffle(jobs)
            for job in jobs[: dice.randint(1, 3)]:  # the queue was full, and the others were cancelled
                runs += 1
                if code := door.run(job).code:
                    wrong.append(f"a run ended with {code}")
                wrong += [f"after the next run: {what}" for what in _unanswered(door.sandbox.repository("acme/shop"))]
        runs += 1
        door.run(door.sweep())
        wrong += _amiss(door.sandbox.repository("acme/shop"))
    return posted, runs, wrong


def _wave(door: Door, issue: int, dice: random.Random) -> tuple[list[Job], int]:
    """Strangers and responders comment in any order; the jobs that this starts, and how many comments are strangers'."""
    jobs: list[Job] = []
    authors = [dice.choice(STRANGERS) for _ in range(dice.randint(5, 25))]
    order = [*authors, *(dice.choice(("grace", "ada")) for _ in range(dice.randint(1, 3)))]
    dice.shuffle(order)
    for login in order:
        text = dice.choice(WORDS) if login in PEOPLE and login != "mary" else _junk(dice)
        jobs.append(door.comment(login, issue, text))
    if dice.random() < 0.3:
        door.sandbox.clock.advance(timedelta(minutes=dice.choice((2, 61))))
    return jobs, len(authors)


def _junk(dice: random.Random) -> str:
    return "\n".join(dice.choice(JUNK) for _ in range(dice.choice((1, 3, 200))))


def _unanswered(shop: Repository) -> list[str]:
    """The commands of responders that no entry answers."""
    heard = {entry.comment for entry in _entries(shop)}
    return [
        f"{each.author}: {each.body} is not answered"
        for each in _comments(shop)
        if each.author in ("grace", "ada") and each.id not in heard
    ]


def _amiss(shop: Repository) -> list[str]:
    keys = Counter(key for each in _comments(shop) if each.author == ACTIONS_BOT for key in comment_keys(each.body))
    twice = [f"twice said: {key}" for key, count in keys.items() if count > 1]
    strangers = [f"on record: {entry}" for entry in _entries(shop) if entry.by in STRANGERS]
    refused = {int(key.partition(":")[2]) for key in keys if key.startswith("refusal:")}
    silent: list[str] = []
    for login in STRANGERS:
        theirs = [each.id for each in _comments(shop) if each.author == login]
        if not refused.issuperset(theirs[:MOST_REFUSALS]):
            silent.append(f"{login} was met with silence")
    return [*twice, *strangers, *silent]


def _entries(shop: Repository) -> list[Entry]:
    texts = [each.body for each in _comments(shop) if each.author == ACTIONS_BOT]
    ours = [text for text in texts if text.startswith((card_comment.CARD_MARK, card_comment.RECORD_PAGE_MARK))]
    return [entry for text in ours for entry in record.entries_in(text)]


def _comments(shop: Repository) -> list[StoredComment]:
    return [shop.comments[number] for number in sorted(shop.issues[1].comments)]


def torture(seed: int, seconds: float) -> Row:
    """Flood until the time is over."""
    until = time.monotonic() + seconds
    floods = posted = runs = 0
    failures: list[str] = []
    while floods == 0 or time.monotonic() < until:
        more, ran, wrong = flooded(seed + floods)
        floods, posted, runs = floods + 1, posted + more, runs + ran
        failures += [f"flood {seed + floods - 1}: {'; '.join(wrong)}"[:900]] * bool(wrong)
    return Row(
        "strangers flood an incident",
        cases=floods,
        bad=posted,
        lost=sum("not answered" in failure or "silence" in failure for failure in failures),
        twice=sum("twice" in failure for failure in failures),
        failures=tuple(failures),
        note=f"{runs} runs",
    )
