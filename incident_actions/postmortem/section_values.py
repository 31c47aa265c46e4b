"""What the record holds for each section of a post-mortem, ready for the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from incident_actions.contract.decision import Context
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.milestone import ORDER, durations
from incident_actions.model.incident.recent_change import RecentChange
from incident_actions.model.process.postmortem import PostmortemRules
from incident_actions.model.process.process import Process
from incident_actions.postmortem.columns import Columns
from incident_actions.postmortem.links import FileLinks, LinkStyles
from incident_actions.postmortem.timeline_rows import TimelineRows
from incident_actions.text.safe_markdown import escape_block, escape_line, inline_code
from incident_actions.text.wording import SafeText, format_clock, format_minute
from incident_actions.timers import promises

PROMISES_IN = ("promises", "internal updates", "durations")
"""The section that shows how many updates were on time: the first of these, or else the appendix."""

ANSWERS_IN = ("triage", "impact", "summary")
"""The section that shows the form's answers: the first of these, or else the appendix."""

APPENDIX = -1
"""What stands for the place of the appendix among the sections."""

ENDED = {
    "detected": "time to detect",
    "acknowledged": "time to acknowledge",
    "mitigated": "time to mitigate",
    "resolved": "time to resolve",
}
"""The duration that each milestone ends."""


def section_values(
    incident: Incident, entries: tuple[e.Entry, ...], context: Context, links: LinkStyles, day: date | None
) -> Mapping[str, Any]:
    """Return the values of the sections and of the appendix; `day` is the day that the header has."""
    process = context.process
    rows = TimelineRows(incident, entries, context, links)
    timers, promised_in = promises.lateness(entries), _place_of(PROMISES_IN, process.postmortem)
    answers, answered_in = _answers(incident, process, links.shown), _place_of(ANSWERS_IN, process.postmortem)
    score = promises.score_promises(entries, process, _asked_at(entries, context.now))
    appendix_rows = tuple(rows.appendix_rows(day))
    changes = _changes(incident, links.shown, day)

    def block(text: str) -> SafeText:
        return SafeText(links.shown.references_in_block(escape_block(text)))

    return {
        "summary": block(incident.summary if incident.summary != incident.impact else ""),
        "resolution": block(incident.resolution),
        "impact": block(incident.impact),
        "milestone_rows": _milestone_rows(incident, day),
        "rows": tuple(rows.story_rows(day)),
        "appendix_rows": appendix_rows,
        "has_appendix": bool(
            appendix_rows
            or timers.fired
            or (promised_in == APPENDIX and score.promised)
            or (answered_in == APPENDIX and (answers or changes))
        ),
        "changes": changes,
        "answers": answers,
        "answered_in": answered_in,
        "published_updates": _updates(
            (each for each in entries if isinstance(each, e.UpdatePublished)), links.shown, day
        ),
        "internal_updates": _updates(
            (each for each in entries if isinstance(each, (e.UpdatePosted, e.StatusSet))), links.shown, day
        ),
        "promised_in": promised_in,
        "score": score,
        "timers": timers,
        "rung": process.find_rung(timers.what),
        "role_links": _role_links(incident, context, links.people),
        "types": process.actions.types,
        "actions": Columns(process).item_cells(incident.actions, links.people),
    }


def _asked_at(entries: tuple[e.Entry, ...], now: datetime) -> datetime:
    """Return when a post-mortem of a running incident was requested, so that every run writes the same file."""
    return max((entry.at for entry in entries if isinstance(entry, e.PostmortemAsked)), default=now)


def _role_links(incident: Incident, context: Context, people: FileLinks) -> list[tuple[str, SafeText]]:
    names = {role.key: role.name for role in context.process.roles}
    return [(names.get(key, key), SafeText(people.person(who))) for key, who in incident.roles.items()]


def _short_times(times: Iterable[datetime], day: date | None) -> Iterator[str]:
    """Return times of a list; one without a date is of the day above it."""
    for at in times:
        yield format_clock(at, day) if day else format_minute(at)
        day = at.date()


def _milestone_rows(incident: Incident, day: date | None) -> list[tuple[str, str, str, timedelta | None]]:
    """Return each milestone that was reached, its time, and the duration that it ended."""
    known, spans = incident.milestones, durations(incident.milestones)
    names = [name for name in ORDER if name in known]
    times = _short_times((known[name] for name in names), day)
    return [(name, at, span := ENDED.get(name, ""), spans.get(span)) for name, at in zip(names, times, strict=True)]


def _updates(
    entries: Iterable[e.UpdatePublished | e.UpdatePosted | e.StatusSet], links: FileLinks, day: date | None
) -> list[tuple[str, str]]:
    """Return the updates that have a text, ready for the file, each with its time."""
    worded = [each for each in entries if each.text]
    times = _short_times((each.at for each in worded), day)
    return [(at, SafeText(links.references(escape_line(each.text)))) for at, each in zip(times, worded, strict=True)]


def _answers(incident: Incident, process: Process, links: FileLinks) -> list[tuple[str, SafeText]]:
    """Return the form's questions that have an answer, in the order of the process; renamed ones by their ids."""
    labels = {question.id: question.label for question in process.triage.questions}
    ids = (
        *(each for each in labels if each in incident.answers),
        *(each for each in incident.answers if each not in labels),
    )
    return [(labels.get(each, each), SafeText(links.references(escape_line(incident.answers[each])))) for each in ids]


def _changes(incident: Incident, links: FileLinks, day: date | None) -> list[tuple[str, str, SafeText, SafeText]]:
    """Return the time, kind, name and title of what changed before the start. It names nobody: that isn't the cause."""
    listed = incident.changes_before.changes if incident.changes_before else ()
    times = _short_times((each.at for each in listed), day)
    return [(at, each.kind, *_change(each, links)) for at, each in zip(times, listed, strict=True)]


def _change(change: RecentChange, links: FileLinks) -> tuple[SafeText, SafeText]:
    name = f"{change.repository}{change.name}" if change.kind == "merge" else inline_code(change.name)
    place = f"{change.repository} " if change.repository and change.kind != "merge" else ""
    return SafeText(links.references(f"{place}{name}")), SafeText(links.references(escape_line(change.title)))


def _place_of(contents: tuple[str, ...], rules: PostmortemRules) -> int:
    """Return the index of the section with the first of these contents that the process has, or `APPENDIX`."""
    known = [section.content for section in rules.sections]
    return next((known.index(each) for each in contents if each in known), APPENDIX)
