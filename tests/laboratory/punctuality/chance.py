"""Chance: how slow runners start, how late cron is, when clocks are killed, and what people do when."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Scenario:
    """What GitHub grants and people suffer.

    `clock`: the clock workflow starts at all; `killed`: the mean minutes after which its job is lost, 0 for never;
    `late`: the most minutes by which cron is; `dropped`, `doubled`: in how many of its hours; `dies`: how many other
    runs are lost half way.
    """

    name: str
    clock: bool = True
    killed: float = 0
    late: float = 45
    dropped: float = 0.02
    doubled: float = 0.02
    dies: float = 0


SCENARIOS = (
    Scenario("clock alive"),
    Scenario("clock killed at random", killed=25, late=240, dropped=0.2, doubled=0.1, dies=0.03),
    Scenario("cron only", clock=False, late=240, dropped=0.2, doubled=0.1, dies=0.03),
)

WORDS = (
    "/ack", "/ack", "/update looking", "/update half of it is back", "/update", "/note the pool is exhausted", "/sev 1", "/sev 2", "/sev 3",
    "/sev 4", "/ic @ada", "/ic @linus", "/comms @grace", "/mitigated", "/status investigating it is back", "/status identified",
    "/note 20m ago the deploy went out", "/mitigated 10m ago", "/cadence 20m", "/cadence 60m", "/snooze 30m all in the call", "/snooze off",
    "/publish We are on it", "/room #inc", "/page @ada", "/escalate", "/frobnicate", "still slow here",
)  # fmt: skip
PEOPLE = ("grace", "grace", "ada", "linus", "mary")


def start(dice: random.Random) -> timedelta:
    """From an event until its run looks: queued, a runner, the checkout, the installation; most take 15 to 40 s."""
    return timedelta(seconds=min(12 + dice.expovariate(1 / 12), 180))


def cron(dice: random.Random, scenario: Scenario, begin: datetime, hours: int) -> Iterator[datetime]:
    """When the hourly sweep comes: hours late, dropped, doubled."""
    for hour in range(hours):
        due = begin.replace(minute=23, second=0) + timedelta(hours=hour)
        if dice.random() >= scenario.dropped:
            for _ in range(1 + (dice.random() < scenario.doubled)):
                yield due + timedelta(minutes=scenario.late * dice.random() ** 2)


def life(dice: random.Random) -> list[tuple[timedelta, str, str]]:
    """What people say on an incident: how long after its filing, who, and what; at last it is resolved."""
    length = timedelta(minutes=min(20 + dice.expovariate(1 / 150), 26 * 60))
    said = [
        (length * dice.random() ** 1.5, dice.choice(PEOPLE), dice.choice(WORDS)) for _ in range(dice.randint(2, 14))
    ]
    if dice.random() < 0.8:
        said.append((timedelta(minutes=dice.uniform(0.5, 12)), "grace", f"/sev {dice.choice((1, 1, 2, 2, 3, 4))}"))
    said.append((length, "grace", "/resolve rolled back"))
    if dice.random() < 0.15:
        said += [(length * 1.2, "grace", "/reopen it is back"), (length * 1.5, "ada", "/resolve for good")]
    return sorted(said)
