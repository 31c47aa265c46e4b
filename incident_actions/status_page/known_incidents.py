"""What an earlier build of the site read, as the text of a file: of public incidents, what is public of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, field
from datetime import UTC, datetime, timedelta
from typing import Any

from incident_actions import __version__
from incident_actions.contract.issue import Issue
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.process import Process
from incident_actions.status_page.public_incident import SEVERENESS, Effect, Progress, PublicIncident, PublicUpdate
from incident_actions.text.seal import Seal, Trust

FORMAT = 2
"""Another number makes every older file unreadable, so that everything is read again."""

LONGEST_UNWRITTEN = timedelta(days=1)
"""How long a file without news stays as it is: until then, the list of newer comments stays short."""

HEAD = "incident-actions site"
_ID = lazy_pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{6}")


@dataclass(frozen=True)
class KnownIncident:
    """A public incident when it was read: when its issue had changed last, and what is public of it."""

    updated: datetime
    public: PublicIncident


@dataclass(frozen=True)
class KnownIncidents:
    """What earlier builds have read. Of an incident that isn't public, it says nothing."""

    since: datetime | None = None
    """When the lists were read: what changed later is read again. None where everything is to be read."""
    read_to: datetime | None = None
    """All issues that had changed last before this time were read, so those without an entry aren't public."""
    by_number: Mapping[int, KnownIncident] = field(default_factory=dict)

    def has(self, issue: Issue) -> bool:
        """Return whether an issue is the same as when it was read."""
        if known := self.by_number.get(issue.number):
            return known.updated == issue.updated
        return self.read_to is not None and issue.updated < self.read_to

    def is_news_after(self, before: KnownIncidents) -> bool:
        """Return whether it is worth writing in place of what was known before."""
        if (self.read_to, self.by_number) != (before.read_to, before.by_number):
            return True
        return bool(self.since and before.since and self.since - before.since >= LONGEST_UNWRITTEN)


def digest_of(repository: str, process: Process) -> str:
    """Return what differs if another configuration, version or repository needs another look at all incidents."""
    text = f"{FORMAT} {__version__} {repository} {process!r}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def write_known(digest: str, known: KnownIncidents, seal: Seal) -> str:
    """Return the text of the file."""
    lines = [
        _json([number, _stamp(each.updated), asdict(each.public)]) for number, each in sorted(known.by_number.items())
    ]
    times = [_stamp(each) if each else None for each in (known.since, known.read_to)]
    head = {HEAD: digest, "times": times, "seal": seal.seal_lines(_sealed(digest, times, lines))}
    return "\n".join([_json(head), *lines]) + "\n"


def read_known(text: str, digest: str, seal: Seal) -> KnownIncidents:
    """Return what a file knows; nothing for one of another configuration or repository, or one that was changed."""
    head, *lines = text.splitlines() or [""]
    try:
        given = json.loads(head)
        since, read_to = given["times"]
        trust = seal.check_lines(given["seal"], _sealed(digest, given["times"], lines))
        if given[HEAD] != digest or trust is not Trust.SEALED:
            return KnownIncidents()
        found = (json.loads(line) for line in lines)
        by_number = {int(number): KnownIncident(_time(updated), _public(public)) for number, updated, public in found}
        return KnownIncidents(_time(since), _time_or_none(read_to), by_number)
    except (AttributeError, KeyError, OSError, TypeError, ValueError, OverflowError, RecursionError):
        return KnownIncidents()


def _sealed(digest: str, times: Any, lines: Sequence[str]) -> list[str]:
    return [digest, json.dumps(times), *lines]


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), default=_stamp)


def _public(given: Any) -> PublicIncident:
    """Return the public part in a line; raises ValueError for what no build writes, such as another path as its id."""
    made = PublicIncident(
        id=str(given["id"]),
        title=str(given["title"]),
        began=_time(given["began"]),
        ended=_time_or_none(given["ended"]),
        progress=str(given["progress"]),
        outage=str(given["outage"]),
        updates=tuple(
            PublicUpdate(_time(each["at"]), str(each["progress"]), str(each["text"])) for each in given["updates"]
        ),
        effects=tuple(
            Effect(str(each["service"]), str(each["outage"]), _time(each["start"]), _time_or_none(each["end"]))
            for each in given["effects"]
        ),
    )
    steps = {made.progress, *(each.progress for each in made.updates)}
    outages = {made.outage, *(each.outage for each in made.effects)}
    if not (_ID.fullmatch(made.id) and made.updates and steps <= {*Progress} and outages <= {*SEVERENESS}):
        raise ValueError(made.id)
    return made


def _stamp(at: datetime) -> float:
    return at.timestamp()


def _time(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)


def _time_or_none(stamp: float | None) -> datetime | None:
    return None if stamp is None else _time(stamp)
