"""The facts of earlier reports in one file, a line of JSON for each incident, so that only changes are read again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import UTC, datetime
from typing import Any

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.reports.incident_facts import IncidentFacts, Moment, Page, ReviewFacts

FORMAT = 1
"""Another number makes every older file unreadable, so that everything is read again."""


@dataclass(frozen=True)
class KnownFacts:
    """What earlier reports have read."""

    since: datetime | None = None
    """When the lists were read: what changed later is read again. None where everything is to be read."""
    by_number: Mapping[int, IncidentFacts] = field(default_factory=dict)


def write_facts(repository: str, since: datetime, facts: Iterable[IncidentFacts]) -> str:
    """Return the text of the file."""
    head = {"incident-actions report": FORMAT, "repository": repository, "since": _stamp(since)}
    lines = (json.dumps(_as_json(each), separators=(",", ":")) for each in facts)
    return "\n".join([json.dumps(head), *lines, ""])


def read_facts(text: str, repository: str) -> KnownFacts:
    """Return what a file knows about a repository; nothing for another file, and no incident of a damaged line."""
    head, _, rest = text.partition("\n")
    given = _object(head)
    if given.get("incident-actions report") != FORMAT or given.get("repository") != repository:
        return KnownFacts()
    try:
        return KnownFacts(_time(given["since"]), {each.number: each for each in _facts_in(rest)})
    except (KeyError, TypeError, ValueError, OverflowError):
        return KnownFacts()


def _facts_in(text: str) -> Iterator[IncidentFacts]:
    for line in text.splitlines():
        try:
            yield _from_json(_object(line))
        except (AttributeError, KeyError, IndexError, TypeError, ValueError, OverflowError):
            continue


def _object(line: str) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def _as_json(facts: IncidentFacts) -> dict[str, Any]:
    """Return an incident with short keys and without what is empty, since there may be ten thousand of them."""
    review = facts.review
    values: dict[str, Any] = {
        "n": facts.number,
        "title": facts.title,
        "opened": _stamp(facts.opened),
        "updated": _stamp(facts.updated),
        "labels": list(facts.labels),
        "drill": facts.is_drill,
        "damaged": not facts.legible,
        "phase": facts.phase,
        "severity": facts.severity,
        "services": list(facts.services),
        "preset": facts.preset,
        "moments": {name: [_stamp(moment.at), moment.comment] for name, moment in facts.moments.items()},
        "duplicate_of": facts.duplicate_of,
        "updates": [facts.promised, facts.kept] if facts.promised else [],
        "silence": facts.silence,
        "silent_from": _stamp(facts.silent_from),
        "delays": [round(each, 2) for each in facts.delays],
        "pages": [[_stamp(page.at), page.person] for page in facts.pages],
        "people": facts.people,
        "reopened": facts.reopened,
        "earlier": list(facts.earlier),
        "required": review.required,
        "due": _stamp(review.due),
        "merged": [_stamp(review.merged.at), review.merged.comment] if review.merged else [],
        "waived": review.waived,
        "accepted": review.accepted,
        "path": review.path,
    }
    return {name: value for name, value in values.items() if value}


def _from_json(given: Mapping[str, Any]) -> IncidentFacts:
    """Return the incident in a line; raises one of several errors where the line is damaged."""
    number = given["n"]
    if not isinstance(number, int):
        raise TypeError(number)
    promised, kept = map(int, given.get("updates") or (0, 0))
    return IncidentFacts(
        number=number,
        title=str(given.get("title", "")),
        opened=_time(given["opened"]),
        updated=_time(given["updated"]),
        labels=tuple(map(str, given.get("labels", ()))),
        is_drill=bool(given.get("drill")),
        legible=not given.get("damaged"),
        phase=str(given.get("phase", "")),
        severity=str(given.get("severity", "")),
        services=tuple(map(str, given.get("services", ()))),
        preset=str(given.get("preset", "")),
        moments={str(name): _moment(value) for name, value in given.get("moments", {}).items()},
        duplicate_of=int(given.get("duplicate_of", 0)),
        promised=promised,
        kept=kept,
        silence=float(given.get("silence", 0)),
        silent_from=_time_or_none(given.get("silent_from")),
        delays=tuple(map(float, given.get("delays", ()))),
        pages=tuple(Page(_time(at), str(person)) for at, person in given.get("pages", ())),
        people=int(given.get("people", 0)),
        reopened=int(given.get("reopened", 0)),
        earlier=tuple(map(int, given.get("earlier", ()))),
        review=ReviewFacts(
            required=bool(given.get("required")),
            due=_time_or_none(given.get("due")),
            merged=_moment(given["merged"]) if given.get("merged") else None,
            waived=bool(given.get("waived")),
            accepted=bool(given.get("accepted")),
            path=str(given.get("path", "")),
        ),
    )


def _stamp(at: datetime | None) -> int | float | None:
    """Return a time in seconds, which are whole for nearly all times."""
    stamp = at.timestamp() if at else None
    return int(stamp) if stamp is not None and stamp.is_integer() else stamp


def _time(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)


def _time_or_none(stamp: float | None) -> datetime | None:
    return None if stamp is None else _time(stamp)


def _moment(value: Any) -> Moment:
    at, comment = value
    return Moment(_time(at), int(comment))
