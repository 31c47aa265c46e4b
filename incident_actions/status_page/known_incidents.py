"""What an earlier build of the site read, in one file: of each incident only what is public, if anything is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, field
from datetime import UTC, datetime
from typing import Any

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.process import Process
from incident_actions.status_page.public_incident import Effect, PublicIncident, PublicUpdate

FORMAT = 1
"""Another number makes every older file unreadable, so that everything is read again."""


@dataclass(frozen=True, slots=True)
class KnownIncident:
    """An incident when it was read: when its issue had changed last, and what is public of it."""

    updated: datetime
    public: PublicIncident | None


@dataclass(frozen=True, slots=True)
class KnownIncidents:
    """What earlier builds have read."""

    since: datetime | None = None
    """When the lists were read: what changed later is read again. None where everything is to be read."""
    by_number: Mapping[int, KnownIncident] = field(default_factory=dict)


def digest_of(repository: str, process: Process) -> str:
    """Return what differs if another configuration, or the incidents of another repository, need another look."""
    return hashlib.sha256(f"{FORMAT} {repository} {process.model_dump_json()}".encode()).hexdigest()[:16]


def write_known(digest: str, known: KnownIncidents) -> str:
    """Return the text of the file."""
    lines = (
        [number, _stamp(each.updated), asdict(each.public) if each.public else None]
        for number, each in known.by_number.items()
    )
    head = {"incident-actions site": digest, "since": _stamp(known.since) if known.since else None}
    return "\n".join(json.dumps(each, separators=(",", ":"), default=_stamp) for each in (head, *lines)) + "\n"


def read_known(text: str, digest: str) -> KnownIncidents:
    """Return what a file knows; nothing for one of another configuration or repository, or a damaged one."""
    head, _, rest = text.partition("\n")
    try:
        given = json.loads(head)
        if given["incident-actions site"] != digest or given["since"] is None:
            return KnownIncidents()
        found = (json.loads(line) for line in rest.splitlines())
        by_number = {int(number): KnownIncident(_time(updated), _public(public)) for number, updated, public in found}
        return KnownIncidents(_time(given["since"]), by_number)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError, RecursionError):
        return KnownIncidents()


def _public(given: Any) -> PublicIncident | None:
    if given is None:
        return None
    updates = tuple(
        PublicUpdate(_time(each["at"]), str(each["progress"]), str(each["text"])) for each in given["updates"]
    )
    effects = tuple(
        Effect(str(each["service"]), str(each["outage"]), _time(each["start"]), _time_or_none(each["end"]))
        for each in given["effects"]
    )
    texts = {name: str(given[name]) for name in ("id", "title", "progress", "outage")}
    ends = {"began": _time(given["began"]), "ended": _time_or_none(given["ended"])}
    return PublicIncident(**texts, **ends, updates=updates, effects=effects)  # type: ignore[arg-type]


def _stamp(at: datetime) -> float:
    return at.timestamp()


def _time(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)


def _time_or_none(stamp: float | None) -> datetime | None:
    return None if stamp is None else _time(stamp)
