"""What happened to the things that an incident follows, as GitHub shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.link import LinkName

LinkEventKind: TypeAlias = Literal[
    "merged", "closed", "passed", "failed", "deployed", "not deployed", "released", "gone"
]
"""What can happen: `passed` and `failed` are results of checks and workflow runs."""


@dataclass(frozen=True)
class LinkEvent:
    """One thing that happened."""

    link: LinkName
    event: LinkEventKind
    key: str
    """What tells it from everything else that happened to the same thing."""
    at: datetime | None = None
    """When it happened, if GitHub has that."""
    by: str = ""
    detail: str = ""
    """The environment of a deployment, the tag of a release, the commit of a check's result, or how a run ended."""


@dataclass(frozen=True)
class PublishedRelease:
    """A release that was just published, or that a sweep found published lately."""

    tag: str
    at: datetime


@dataclass(frozen=True)
class LinkNews:
    """What GitHub shows of the followed things, and which pull requests of the repository mention the incident."""

    events: tuple[LinkEvent, ...] = ()
    mentions: tuple[int, ...] = ()
