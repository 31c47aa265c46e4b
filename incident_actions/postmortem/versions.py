"""Which version of the record a post-mortem shows, and what of the record its file shows at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold
from incident_actions.model.incident.milestone import ORDER, durations
from incident_actions.text.timeline import HIDDEN_ENTRIES

OWN_ENTRIES = (
    e.PostmortemOpened,
    e.PostmortemUpdated,
    e.PostmortemEnded,
    e.PostmortemCompleted,
    e.PostmortemAccepted,
    e.PostmortemWaived,
    e.WaiverListed,
    e.FollowUpOffered,
    e.IncidentReviewed,
)
"""Entries about the file itself, which it does not show."""

NOT_IN_FILE = frozenset((*OWN_ENTRIES, e.Closed))
"""The kinds of entries that the file is written without."""

NOTHING_NEW = (
    *(each for each in HIDDEN_ENTRIES if each not in (e.LineMarked, e.SourceChanged)),
    *OWN_ENTRIES,
    e.PostmortemAsked,
    e.IncidentReviewed,
    e.Closed,
    e.ReminderPosted,
    e.NotificationSent,
    e.RecordRepaired,
)
"""Entries after which the file needs no update."""

MERGE_KEY = "postmortem:"
"""What the keys of action items begin with that a merge opened: their numbers are in the merged file."""


def entries_for_file(entries: Sequence[e.Entry]) -> tuple[e.Entry, ...]:
    """Return the entries that the file is written from. Of several requests for it, only the newest one counts."""
    newest = max((place for place, each in enumerate(entries) if isinstance(each, e.PostmortemAsked)), default=-1)
    return tuple(
        each
        for place, each in enumerate(entries)
        if each.__class__ not in NOT_IN_FILE
        and not (isinstance(each, e.ReminderPosted) and each.timer.startswith(MERGE_KEY))
        and not (isinstance(each, e.PostmortemAsked) and place < newest)
    )


def newest_version(entries: Sequence[e.Entry]) -> int:
    """Return how many entries the newest version of the file shows; 0 where no version is known."""
    return max((place + 1 for place, each in enumerate(entries) if _is_version(each)), default=0)


def is_behind(entries: Sequence[e.Entry]) -> bool:
    """Whether the record has something since the newest version of the file that belongs into it."""
    return any(
        not isinstance(each, NOTHING_NEW) and not _is_numbered(each) for each in entries[newest_version(entries) :]
    )


def requested_since(entries: Sequence[e.Entry]) -> e.PostmortemAsked | None:
    """Return the newest request for the post-mortem that no pull request and no update has answered yet."""
    kinds = (e.PostmortemAsked, e.PostmortemOpened, e.PostmortemUpdated)
    newest = next((each for each in reversed(entries) if isinstance(each, kinds)), None)
    return newest if isinstance(newest, e.PostmortemAsked) else None


def incident_in_file(number: int, entries: Sequence[e.Entry]) -> Incident | None:
    """Return the incident as the newest version of the file shows it."""
    return fold(number, entries[: newest_version(entries)])


def incident_in_offer(number: int, entries: Sequence[e.Entry]) -> Incident | None:
    """Return the incident as it was when a correction of the merged file was last offered; None if it never was."""
    place = max((place for place, each in enumerate(entries) if isinstance(each, e.FollowUpOffered)), default=-1)
    return fold(number, entries[:place]) if place >= 0 else None


def _is_version(entry: e.Entry) -> bool:
    return isinstance(entry, e.PostmortemOpened | e.PostmortemUpdated) and entry.written != ()


def _is_numbered(entry: e.Entry) -> bool:
    return isinstance(entry, e.ActionOpened) and entry.key.startswith(MERGE_KEY)


def file_facts(incident: Incident) -> Mapping[str, object]:
    """Return the facts that the front matter holds of an incident, by their keys; times are ISO, in UTC."""
    spans = durations(incident.milestones).items()
    return {
        "severity": incident.severity or None,
        "services": list(incident.services),
        "roles": dict(incident.roles),
        **{name: format_iso(incident.milestones[name]) for name in ORDER if name in incident.milestones},
        "minutes": {name.removeprefix("time to "): int(span.total_seconds() // 60) for name, span in spans},
    }


def differing_facts(before: Incident, after: Incident) -> tuple[str, ...]:
    """Return which facts of a merged file have changed since: keys of its front matter, and the impact."""
    old, new = file_facts(before), file_facts(after)
    keys = [
        key for key in dict.fromkeys((*old, *new)) if key not in ("minutes", "roles") and old.get(key) != new.get(key)
    ]
    return (*keys, *(["impact"] if before.impact != after.impact else []))


def format_iso(at: datetime) -> str:
    """Return a time as the front matter has it."""
    return at.isoformat().replace("+00:00", "Z")
