"""Collect the facts that a report needs from an incident's record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from incident_actions.contract.incident_record import IncidentRecord
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident, fold_entry
from incident_actions.model.incident.pace import NEVER
from incident_actions.model.process.process import Process
from incident_actions.postmortem import policy
from incident_actions.reports.incident_facts import MINUTE, IncidentFacts, Moment, Page, ReviewFacts
from incident_actions.timers.promises import score_promises, timer_dues


def collect_facts(record: IncidentRecord, process: Process, now: datetime, preset: str = "") -> IncidentFacts:
    """Return the facts about an incident; of a damaged record, only what the issue itself shows."""
    issue = record.issue
    labels = tuple(sorted(issue.label_names))
    incident, moments = _fold(issue.number, record.entries)
    if not record.is_whole or incident is None:
        return IncidentFacts(issue.number, issue.title, issue.created, issue.updated, labels, legible=False)
    score = score_promises(record.entries, process, now)
    return IncidentFacts(
        number=issue.number,
        title=issue.title,
        opened=issue.created,
        updated=issue.updated,
        labels=labels,
        is_drill=incident.drill is not None,
        phase=incident.phase.value,
        severity=incident.severity,
        services=incident.services,
        preset=preset,
        moments=moments,
        duplicate_of=incident.duplicate_of,
        promised=score.promised,
        kept=score.kept,
        silence=score.silence / MINUTE,
        silent_from=score.silent_from if score.silent_from != NEVER else None,
        delays=tuple(max(0.0, (fired.at - due) / MINUTE) for fired, due in timer_dues(record.entries)),
        pages=tuple(dict.fromkeys(_pages(record.entries))),
        people=len(set(_responders(record.entries, moments.get("resolved")))),
        reopened=sum(isinstance(each, e.Reopened) for each in record.entries),
        earlier=tuple(dict.fromkeys(_earlier(record.entries))),
        review=review_facts(incident, record.entries, process),
    )


def _fold(number: int, entries: Sequence[e.Entry]) -> tuple[Incident | None, dict[str, Moment]]:
    """Return the incident, and each of its milestones with the comment that reported it last."""
    incident: Incident | None = None
    moments: dict[str, Moment] = {}
    for entry in entries:
        before = incident.milestones if incident else {}
        incident = fold_entry(number, incident, entry)
        after = incident.milestones if incident else {}
        if after is not before:
            moments = {
                name: moments[name] if name in moments and before.get(name) == at else Moment(at, entry.comment)
                for name, at in after.items()
            }
    return incident, moments


def _pages(entries: Sequence[e.Entry]) -> Iterator[Page]:
    for entry in entries:
        if isinstance(entry, e.PeoplePaged | e.TimerFired | e.Escalated):
            yield from (Page(entry.at.replace(second=0, microsecond=0), person) for person in entry.to)


def _responders(entries: Sequence[e.Entry], end: Moment | None) -> Iterator[str]:
    """Yield the people who did something about the incident before its end, or held a role in it."""
    for entry in entries:
        if end and entry.at > end.at:
            continue
        names = (entry.by, entry.person if isinstance(entry, e.RoleTaken) else "")
        yield from (name.casefold() for name in names if name and not name.endswith("[bot]"))


def _earlier(entries: Sequence[e.Entry]) -> Iterator[int]:
    for entry in entries:
        if isinstance(entry, e.AlertFired) and entry.after:
            yield entry.after
        if isinstance(entry, e.RecurrenceFound):
            yield from (int(number) for number, _ in entry.postmortems if number.isdecimal())


def review_facts(incident: Incident, entries: Sequence[e.Entry], process: Process) -> ReviewFacts:
    """Return what became of an incident's post-mortem."""
    ends = (entry for entry in entries if isinstance(entry, e.PostmortemEnded) and entry.merged)
    merged = next((Moment(entry.at, entry.comment) for entry in ends), None)
    held = merged if not incident.postmortem_errors else None
    return ReviewFacts(
        required=policy.is_required(incident, process) or bool(incident.postmortem_waived) or merged is not None,
        due=policy.due_by(incident, process),
        merged=held,
        waived=bool(incident.postmortem_waived),
        accepted=bool(incident.postmortem_accepted),
        path=incident.postmortem.path if incident.postmortem and held else "",
    )
