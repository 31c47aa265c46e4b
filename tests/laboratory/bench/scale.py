"""What a run takes where a repository or an incident is large: absolute counts, which no machine changes, and ratios."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from incident_actions.sandbox import Job
from incident_actions.sandbox.state.records import ACTIONS_BOT
from tests.laboratory.bench.figure import Figure
from tests.laboratory.bench.program import Tool
from tests.laboratory.bench.reports import report_on, site_of
from tests.laboratory.bench.repository import adopted
from tests.laboratory.bench.stock import add_comments, add_items, repeat_incident
from tests.model.alerts.sender_bodies import ALERTMANAGER, plain

REPORT_GAP = timedelta(seconds=5)
REPORTS_IN_A_RUN = 4


@dataclass(frozen=True, slots=True)
class Size:
    """Something large, and what measures it in an empty directory."""

    name: str
    measure: Callable[[Path, Tool], Iterable[Figure]]


@dataclass(frozen=True, slots=True)
class Sized:
    """A size and its figures."""

    name: str
    figures: tuple[Figure, ...]

    def as_json(self) -> dict[str, Any]:
        """The numbers and their limits."""
        every = [{"counted": each.counted, "value": round(each.value, 2), "limit": each.limit} for each in self.figures]
        return {"case": self.name, "figures": every, "holds": all(each.holds for each in self.figures)}


def sizes(place: Path, tool: Tool, named: str = "") -> Iterator[Sized]:
    """Measure each size whose name holds a text, in a directory of its own."""
    for number, size in enumerate(SIZES):
        if named in size.name:
            yield Sized(size.name, tuple(size.measure(place / str(number), tool)))


def many_items(place: Path, tool: Tool) -> Iterator[Figure]:
    """Sweep ten thousand open action items, of which none is due."""
    with adopted(place, tool) as team:
        add_items(team, 10_000)
        job = team.sweep()
        before = len(team.sandbox.requests)
        spent = team.run(job)
        yield Figure("requests", len(team.sandbox.requests) - before, 102)
        yield Figure("MB", spent.memory, 100)


def many_incidents(place: Path, tool: Tool) -> Iterator[Figure]:
    """Sweep a thousand open incidents, of which none has a timer that is due."""
    with adopted(place, tool) as team:
        issue, declaring = team.incident()
        team.run(declaring)
        repeat_incident(team, issue, 999)
        job = team.sweep()
        before = len(team.sandbox.requests)
        team.run(job)
        yield Figure("requests", len(team.sandbox.requests) - before, 60)


def many_comments(place: Path, tool: Tool) -> Iterator[Figure]:
    """Answer `/sev` behind 2,000 comments: 1,700 of two days, and 300 of the last hour. The sweep has kept the time."""
    with adopted(place, tool) as team:
        issue, declaring = team.incident()
        team.run(declaring)
        for comments, span in ((1_700, timedelta(days=2)), (300, timedelta(hours=1))):
            team.sandbox.clock.move_to(team.sandbox.clock.now() + span)
            add_comments(team, issue, comments, span)
            team.run(team.sweep())
        job = team.job(f"issues/{issue}/comments", {"body": "/sev 1"})
        before = len(team.sandbox.requests)
        team.run(job)
        sent = team.sandbox.requests[before:]
        reaction = next(place for place, each in enumerate(sent, 1) if each.path.endswith("/reactions"))
        yield Figure("requests until the reaction", reaction, 11)
        yield Figure("requests in all", len(sent), 12)


def alert_storm(alert: object, place: Path, tool: Tool) -> Iterator[Figure]:
    """Report one alert a thousand times while its first run is busy; GitHub's queue decides which runs start."""
    go_on = Event()

    def wait_and_run(job: Job) -> int:
        job.log.touch()
        go_on.wait()
        team.run(job)
        return 0

    with adopted(place, tool) as team:
        team.sandbox.jobs.runner = wait_and_run
        before = len(team.sandbox.requests)
        for _ in range(1_000):
            team.ada.json("POST", "dispatches", {"event_type": "alert", "client_payload": {"alert": alert}})
        go_on.set()
        team.sandbox.settle(600)
        yield Figure("requests", sum(each.actor == ACTIONS_BOT for each in team.sandbox.requests[before:]), 500)
        yield Figure("incidents", sum(not issue.pull for issue in team.shop.issues.values()), 1)


def slow_repeats(place: Path, tool: Tool) -> Iterator[Figure]:
    """Report one alert every five seconds, a thousand times; a run takes twenty, as the fastest do on GitHub."""
    left = 1_000

    def report() -> None:
        nonlocal left
        left -= 1
        team.sandbox.clock.advance(REPORT_GAP)
        team.ada.json("POST", "dispatches", {"event_type": "alert", "client_payload": {"alert": plain()}})

    def run_meanwhile(job: Job) -> int:
        job.log.touch()
        for _ in range(min(left, REPORTS_IN_A_RUN)):
            report()
        team.run(job)
        return 0

    with adopted(place, tool) as team:
        team.sandbox.jobs.runner = run_meanwhile
        before = len(team.sandbox.requests)
        report()
        team.sandbox.settle(600)
        assert not left, f"{left} reports were never sent"
        yield Figure("requests", sum(each.actor == ACTIONS_BOT for each in team.sandbox.requests[before:]), 500)
        yield Figure("incidents", sum(not issue.pull for issue in team.shop.issues.values()), 1)


SIZES = (
    Size("1,000 reports of one alert", partial(alert_storm, plain())),
    Size("1,000 reports by Alertmanager, as text", partial(alert_storm, json.dumps(ALERTMANAGER))),
    Size("1,000 reports of one alert, one every 5 s", slow_repeats),
    Size("sweep, 10,000 open items", many_items),
    Size("sweep, 1,000 open incidents", many_incidents),
    Size("report, 1,000 incidents", partial(report_on, 1_000)),
    Size("report, 10,000 incidents", partial(report_on, 10_000)),
    Size("status page, 1,000 incidents", partial(site_of, 1_000)),
    Size("status page, 10,000 incidents", partial(site_of, 10_000)),
    Size("/sev behind 2,000 comments, 300 of this hour", many_comments),
)
