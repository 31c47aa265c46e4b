"""What a report and a status page of many incidents take: cold, and again from what they kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from math import ceil
from pathlib import Path

from incident_actions.sandbox import Job
from tests.laboratory.bench.figure import Figure
from tests.laboratory.bench.program import Tool
from tests.laboratory.bench.repository import Adopted, adopted
from tests.laboratory.bench.stock import add_items, repeat_incident

COMMENTS = ("/ack", "/started 20m ago", "/publish We look into it", "/update It is the pool", "/resolve Rolled back")
A_WEEK = timedelta(days=7)
MOST_MEGABYTES = 300
COLD_SECONDS = {1_000: 5.0, 10_000: 60.0}
"""The most seconds of processor time, by the number of incidents."""


def report_on(count: int, place: Path, tool: Tool) -> Iterator[Figure]:
    """Report on so many incidents, each with an action item, as a page: cold, then after one of them changed."""
    yield from _measure(
        count, place, tool, ["report", "--output", str(place / "report.html"), "--cache", str(place / "facts")]
    )


def site_of(count: int, place: Path, tool: Tool) -> Iterator[Figure]:
    """Build the status page of so many incidents, all of them published: cold, then from its branch after a change."""
    yield from _measure(count, place, tool, ["site", "--output", str(place / "site"), "--keep"])


def _measure(count: int, place: Path, tool: Tool, command: list[str]) -> Iterator[Figure]:
    with adopted(place, tool) as team:
        issue, job = _resolved_incident(team)
        repeat_incident(team, issue, count - 1)
        add_items(team, count)
        comments = len(team.shop.comments)
        lists = ceil(count / 100)
        for name, most in (("cold", 12 + 2 * lists + ceil(comments / 100)), ("again", 12 + 2 * lists)):
            team.sandbox.clock.advance(A_WEEK)
            now = {"INCIDENT_ACTIONS_NOW": team.sandbox.clock.now().isoformat()}
            before = len(team.sandbox.requests)
            spent = team.run(replace(job, command=command, environment={**job.environment, **now}))
            yield Figure(f"requests, {name}", len(team.sandbox.requests) - before, most)
            yield Figure(f"CPU s, {name}", spent.cpu, COLD_SECONDS[count])
            yield Figure(f"MB, {name}", spent.memory, MOST_MEGABYTES)
            team.sandbox.clock.advance(A_WEEK)
            team.ada.json("POST", f"issues/{issue}/comments", {"body": "One more word"})


def _resolved_incident(team: Adopted) -> tuple[int, Job]:
    """Take an incident through its life, and return its number and a job of it."""
    issue, job = team.incident()
    team.run(job)
    for text in COMMENTS:
        job = team.job(f"issues/{issue}/comments", {"body": text})
        team.run(job)
    return issue, job
