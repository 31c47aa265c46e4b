"""Write the post-mortem file: its name, its front matter for machines, and the rest in the process's own form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from incident_actions.contract.decision import Context
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.milestone import ORDER, durations
from incident_actions.model.process.postmortem import PostmortemRules
from incident_actions.model.process.process import Process
from incident_actions.postmortem.columns import Columns
from incident_actions.postmortem.header import header_values
from incident_actions.postmortem.links import FileLinks, known_logins
from incident_actions.postmortem.versions import file_facts
from incident_actions.text import timeline
from incident_actions.text.safe_markdown import escape_block, escape_cell, escape_line
from incident_actions.text.slug import make_slug
from incident_actions.text.wording import SafeText, format_clock, format_minute
from incident_actions.timers import promises

DIRECTORY = "docs/incidents"
INDEX = "README.md"
PROMISES_IN = ("promises", "updates", "durations", "timeline")
"""The section that shows how many updates were on time: the first of these, or else below the header."""

ENDED = {
    "detected": "time to detect",
    "acknowledged": "time to acknowledge",
    "mitigated": "time to mitigate",
    "resolved": "time to resolve",
}
"""The duration that each milestone ends."""

BLANK_LINES = re.compile(r"\n{3,}")
BREAKS = re.compile("[\x85\u2028\u2029]")
"""Characters that YAML takes for a line break, so that they must be escaped."""


def file_path(incident: Incident, process: Process) -> str:
    """Return the file's path as the process names it, from the day (UTC), a slug of the title, and the number."""
    name = incident.short_name or make_slug(incident.title, f"incident-{incident.number}")
    values = {"date": f"{start_time(incident):%Y-%m-%d}", "name": name, "number": incident.number}
    file = process.postmortem.file.format(**values)
    if file.casefold() == INDEX.casefold():  # the index's own name, on a file system that ignores case
        file = f"{incident.number}.md"
    return f"{DIRECTORY}/{file}"


def start_time(incident: Incident) -> datetime:
    """Return when the incident began: started, else detected, else declared."""
    known = incident.milestones
    return known.get("started", known.get("detected", incident.declared))


def front_matter(incident: Incident) -> str:
    """Return the facts for machines, as YAML."""
    values = {"incident": incident.number, "title": incident.title, **file_facts(incident)}
    out = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # typed None by the library, documented as a bool
    texts = (incident.title, incident.severity, *incident.services)
    yaml.allow_unicode = not any(map(BREAKS.search, texts))
    yaml.width = 4096
    yaml.dump(values, out)
    return out.getvalue()


def _asked_at(entries: tuple[e.Entry, ...], now: datetime) -> datetime:
    """Return when a post-mortem of a running incident was requested, so that every run writes the same file."""
    return max((entry.at for entry in entries if isinstance(entry, e.PostmortemAsked)), default=now)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of the timeline, ready for the file; one without a text begins another day."""

    time: str
    text: str = ""
    by: str = ""
    """Who did it: empty where that is the tool, or where somebody only reported when it happened."""


def file_text(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> str:
    """Return the whole file."""
    snapshot = context.snapshot
    links = FileLinks(snapshot.server, snapshot.repository, (*known_logins(entries), *incident.roles.values()))
    words = context.wording.render("postmortem/file.md", _file_values(incident, entries, context, links))
    squeezed = BLANK_LINES.sub("\n\n", words)
    return f"---\n{front_matter(incident)}---\n\n{squeezed}\n"


def _file_values(
    incident: Incident, entries: tuple[e.Entry, ...], context: Context, links: FileLinks
) -> dict[str, Any]:
    process, day = context.process, start_time(incident).date()
    rules, shown_day = process.postmortem, _day_in_header(incident, process.postmortem)
    role_names = {role.key: role.name for role in process.roles}
    timers = promises.lateness(entries)

    def block(text: str) -> SafeText:
        return SafeText(links.references_in_block(escape_block(text)))

    return {
        "incident": incident,
        "rules": rules,
        "header": SafeText(_header(incident, context, links)),
        "summary": block(incident.summary if incident.summary != incident.impact else ""),
        "resolution": block(incident.resolution),
        "impact": block(incident.impact),
        "milestone_rows": _milestone_rows(incident, shown_day),
        "rows": tuple(_timeline_rows(entries, context, links, shown_day)),
        "published_updates": _updates(
            (each for each in entries if isinstance(each, e.UpdatePublished)), links, shown_day
        ),
        "internal_updates": _updates(
            (each for each in entries if isinstance(each, (e.UpdatePosted, e.StatusSet))), links, shown_day
        ),
        "promised_in": _promises_section(rules),
        "score": promises.score_promises(entries, process, _asked_at(entries, context.now)),
        "timers": timers,
        "rung": process.find_rung(timers.what),
        "day": day,
        "role_links": [(role_names.get(key, key), SafeText(links.person(who))) for key, who in incident.roles.items()],
        "types": process.actions.types,
        "actions": Columns(process).item_cells(incident.actions, links),
    }


def _header(incident: Incident, context: Context, links: FileLinks) -> str:
    """Return the lines below the title, with links in their values."""
    rules = context.process.postmortem
    values = {
        "incident": incident,
        "rules": rules,
        "facts": header_values(incident, start_time(incident), _day_in_header(incident, rules)),
        "impact_is_a_section": any(each.content == "impact" for each in rules.sections),
        "link": links.issue_url(incident.number),
    }
    lines = (line.partition(":** ") for line in context.wording.render("postmortem/header.md", values).split("\n"))
    return "\n".join(f"{name}{end}{links.references(value)}" for name, end, value in lines)


def _day_in_header(incident: Incident, rules: PostmortemRules) -> date | None:
    """Return the day that the header has, on which times below need no date."""
    return start_time(incident).date() if any(each.content == "date" for each in rules.header) else None


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


def _timeline_rows(
    entries: tuple[e.Entry, ...], context: Context, links: FileLinks, day: date | None
) -> Iterator[FileRow]:
    """Return the timeline's rows. If rows have times only, a row with the date precedes each further day."""
    rules = context.process.postmortem
    escape = escape_cell if rules.timeline == "table" else escape_line
    for entry in timeline.visible_entries(entries):
        row = timeline.word_entry(entry, context.wording, context.process)
        if rules.times == "time" and row.at.date() != day:
            day = row.at.date()
            yield FileRow(f"{day}")
        yield FileRow(
            f"{row.at:%H:%M}" if rules.times == "time" else format_minute(row.at),
            SafeText(links.references(escape(row.text))),
            SafeText(links.person(row.by) if _did_it(entry) else ""),
        )


def _did_it(entry: e.Entry) -> bool:
    """Whether whoever is on record for an entry did it, and did not only report when it happened."""
    return not (isinstance(entry, e.MilestoneSet) and entry.milestone in ("started", "detected"))


def _promises_section(rules: PostmortemRules) -> int:
    """Return the index of the section that shows how many updates were on time; -1 below the header."""
    contents = [section.content for section in rules.sections]
    return next((contents.index(each) for each in PROMISES_IN if each in contents), -1)
