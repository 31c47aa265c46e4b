"""What is measured: five kinds of event, and the limits that each is held to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from incident_actions.sandbox import Job
from tests.laboratory.bench.repository import Adopted
from tests.laboratory.bench.stock import add_items

ITEMS = 1_000


def untouched(_: Adopted) -> None:
    """Leave the repository as it is."""


@dataclass(frozen=True, slots=True)
class Case:
    """A name, what makes a fresh job of its kind, and the most that it may take; None where nothing is promised."""

    name: str
    job: Callable[[Adopted], Job]
    requests: int
    seconds: float | None = None
    megabytes: float = 80
    before: Callable[[Adopted], None] = untouched


def ignored(team: Adopted) -> Job:
    """A comment that holds a slash and no command: the workflow's event filter lets no other talk through."""
    issue, _ = team.incident()
    job = team.job(f"issues/{issue}/comments", {"body": "/sev 1"})
    (job.directory / "event.json").write_text((job.directory / "event.json").read_text().replace("/sev 1", "as a/b"))
    return job


def declaring(team: Adopted) -> Job:
    """A new issue with the label of incidents."""
    return team.incident()[1]


def severity(team: Adopted) -> Job:
    """`/sev 1` on a declared incident."""
    return _command(team, "/sev 1")


def beside(team: Adopted) -> Job:
    """The same beside two other open incidents."""
    job = severity(team)
    for _ in range(2):
        team.run(team.job("issues", {"title": "Search is slow", "labels": ["incident"]}))
    return job


def resolving(team: Adopted) -> Job:
    """`/resolve` on an incident whose severity asks for a post-mortem."""
    return _command(team, "/sev 1", "/resolve rolled back to 41")


def sweeping(team: Adopted) -> Job:
    """The cron comes."""
    return team.sweep()


def stocked(team: Adopted) -> None:
    """Open a thousand action items that are due far from now."""
    add_items(team, ITEMS)


def _command(team: Adopted, *texts: str) -> Job:
    """The job of the last comment, those before it carried out."""
    issue, job = team.incident()
    for text in texts:
        team.run(job)
        job = team.job(f"issues/{issue}/comments", {"body": text})
    return job


CASES = (
    Case("an event that is ignored", ignored, requests=0, seconds=0.12),
    # Once the answer is out, one lists the other open incidents, for timers that every other clock missed, and two see to
    # it that a clock is awake, as long as the incident is young.
    Case("/sev", severity, requests=10, seconds=0.35),
    Case("/sev beside two others", beside, requests=12),
    Case("declaring", declaring, requests=10),
    Case("/resolve with post-mortem", resolving, requests=17),
    Case(f"sweep, {ITEMS:,} open items", sweeping, requests=12, before=stocked),
)
