"""Kinds of event that are measured, and the most that each may take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, TypeAlias

from incident_actions.sandbox import Job
from tests.laboratory.bench.repository import WEDNESDAY, Adopted
from tests.laboratory.bench.stock import add_items, clear

Answer: TypeAlias = Literal["reaction", "card"]
ITEMS = 1_000
DUE = 100
YESTERDAY = (WEDNESDAY - timedelta(days=1)).date()


def leave_as_it_is(_: Adopted) -> None:
    """Do nothing to the repository."""


@dataclass(frozen=True, slots=True)
class Most:
    """The most requests that a run may send until the reaction of its answer and in all, and its peak in megabytes."""

    requests: int
    until_reaction: int | None = None
    megabytes: float = 60


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of event: what makes a fresh job of it, what runs the job, and the most that it may take.

    `before` prepares the repository once. `peer` names the action that runs the job with these inputs; without one, our
    tool runs it. Peers have no limits. `answer` is what people wait for: the reaction, or the card where nobody typed a
    command.
    """

    name: str
    job: Callable[[Adopted], Job]
    before: Callable[[Adopted], None] = leave_as_it_is
    most: Most | None = None
    peer: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    answer: Answer = "reaction"


def ignored_comment(team: Adopted) -> Job:
    """Comment with a slash and without a command: the workflow's event filter lets no other talk through."""
    issue, _ = team.incident()
    job = team.job(f"issues/{issue}/comments", {"body": "/sev 1"})
    (job.directory / "event.json").write_text((job.directory / "event.json").read_text().replace("/sev 1", "as a/b"))
    return job


def declaration(team: Adopted) -> Job:
    """Open an issue with the label of incidents."""
    return team.incident()[1]


def severity(team: Adopted) -> Job:
    """Comment `/sev 1` on a declared incident."""
    return _command(team, "/sev 1")


def severity_beside_others(team: Adopted) -> Job:
    """Do the same four minutes later, beside two other open incidents: a clock should be awake by then."""
    issue, declaring = team.incident()
    team.run(declaring)
    for _ in range(2):
        team.run(team.job("issues", {"title": "Search is slow", "labels": ["incident"]}))
    team.sandbox.clock.move_to(team.sandbox.clock.now() + timedelta(minutes=4))
    return team.job(f"issues/{issue}/comments", {"body": "/sev 1"})


def resolution(team: Adopted) -> Job:
    """Comment `/resolve` on an incident whose severity requires a post-mortem."""
    return _command(team, "/sev 1", "/resolve rolled back to 41")


def add_far_items(team: Adopted) -> None:
    """Open a thousand action items that are due far from now."""
    add_items(team, ITEMS)


def sweep(team: Adopted) -> Job:
    """Let the cron come."""
    return team.sweep()


def sweep_with_due_items(team: Adopted) -> Job:
    """Let the cron come when a hundred of a thousand action items need a reminder."""
    clear(team)
    add_items(team, DUE, YESTERDAY)
    add_items(team, ITEMS - DUE)
    return team.sweep()


def _command(team: Adopted, *texts: str) -> Job:
    """Return the job of the last comment, after the jobs of those before it have run."""
    issue, job = team.incident()
    for text in texts:
        team.run(job)
        job = team.job(f"issues/{issue}/comments", {"body": text})
    return job


IGNORED, SEVERITY, DECLARATION = "ignored comment", "/sev", "declaration"
RESOLUTION, SWEEP = "/resolve with post-mortem", f"sweep, {ITEMS:,} items, none due"
DUE_SWEEP = f"sweep, {ITEMS:,} items, {DUE} due"

# Once the answer is out, two requests check that a clock is awake, as long as the incident is young. After that, one
# request lists the other open incidents, for timers that every clock missed. A declaration then looks for what changed
# before the incident (two requests), and a resolution reports on the post-mortem that it opened (two).
EVENTS = (
    Case(IGNORED, ignored_comment, most=Most(requests=0, megabytes=30)),
    Case(SEVERITY, severity, most=Most(requests=9, until_reaction=8, megabytes=50)),
    Case("/sev beside two incidents", severity_beside_others, most=Most(requests=10, until_reaction=8)),
    Case(DECLARATION, declaration, most=Most(requests=13, until_reaction=5), answer="card"),
    Case(RESOLUTION, resolution, most=Most(requests=19, until_reaction=17)),
)
SWEEPS = (Case(SWEEP, sweep, add_far_items, Most(requests=12, megabytes=80)),)
DUE_SWEEPS = (Case(DUE_SWEEP, sweep_with_due_items, most=Most(requests=230, megabytes=80)),)
