"""Write the post-mortem file: its name, its front matter for machines, and the rest in the process's own form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
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
from incident_actions.text import timeline
from incident_actions.text.slug import make_slug
from incident_actions.text.wording import format_minute
from incident_actions.timers import promises

DIRECTORY = "docs/incidents"
INDEX = "README.md"
PROMISES_IN = ("promises", "updates", "durations", "timeline")
"""The section that says how far promises were kept: the first of these, or else below the header."""

BLANK_LINES = re.compile(r"\n{3,}")
BREAKS = re.compile("[\x85\u2028\u2029]")
"""Characters that YAML takes for a line break, so that they must be escaped."""


def file_path(incident: Incident, process: Process) -> str:
    """Return the file's path as the process names it, from the day (UTC), a slug of the title, and the number."""
    name = make_slug(incident.title, f"incident-{incident.number}")
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
    values: dict[str, Any] = {
        "incident": incident.number,
        "title": incident.title,
        "severity": incident.severity or None,
        "services": list(incident.services),
        "roles": dict(incident.roles),
        **{name: _iso(incident.milestones[name]) for name in ORDER if name in incident.milestones},
        "minutes": {
            name.removeprefix("time to "): int(span.total_seconds() // 60)
            for name, span in durations(incident.milestones).items()
        },
    }
    out = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # typed None by the library, documented as a bool
    texts = (incident.title, incident.severity, *incident.services)
    yaml.allow_unicode = not any(map(BREAKS.search, texts))
    yaml.width = 4096
    yaml.dump(values, out)
    return out.getvalue()


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _asked_at(entries: tuple[e.Entry, ...], now: datetime) -> datetime:
    """Return when a post-mortem of a running incident was requested, so that every run writes the same file."""
    return max((entry.at for entry in entries if isinstance(entry, e.PostmortemAsked)), default=now)


def file_text(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> str:
    """Return the whole file."""
    rules = context.process.postmortem
    role_names = {role.key: role.name for role in context.process.roles}
    timers = promises.lateness(entries)
    words = context.wording.render(
        "postmortem/file.md",
        {
            "incident": incident,
            "rules": rules,
            "facts": header_values(incident, start_time(incident)),
            "durations": durations(incident.milestones),
            "milestones": [(name, incident.milestones[name]) for name in ORDER if name in incident.milestones],
            "lines": _with_times(
                timeline.lines(entries, context.wording, context.process), rules, start_time(incident)
            ),
            "published": [each for each in entries if isinstance(each, e.UpdatePublished) and each.text],
            "updates": [each for each in entries if isinstance(each, (e.UpdatePosted, e.StatusSet)) and each.text],
            "promised_in": _promises_section(rules),
            "score": promises.score_promises(entries, context.process, _asked_at(entries, context.now)),
            "timers": timers,
            "rung": context.process.find_rung(timers.what),
            "roles": [(role_names.get(key, key), person) for key, person in incident.roles.items()],
            "types": context.process.actions.types,
            "actions": Columns(context.process).item_cells(incident.actions),
            "link": f"{context.snapshot.server}/{context.snapshot.repository}/issues/{incident.number}",
        },
    )
    squeezed = BLANK_LINES.sub("\n\n", words)
    return f"---\n{front_matter(incident)}---\n\n{squeezed}\n"


def _with_times(
    rows: list[timeline.TimelineRow], rules: PostmortemRules, began: datetime
) -> Iterator[tuple[str, timeline.TimelineRow]]:
    """Return the timeline's lines with their times; a time without a date is of the day above it."""
    clock_alone = rules.times == "time"
    day = began.date() if any(each.content == "date" for each in rules.header) else None
    for each in rows:
        yield f"{each.at:%H:%M}" if clock_alone and each.at.date() == day else format_minute(each.at), each
        day = each.at.date()


def _promises_section(rules: PostmortemRules) -> int:
    """Return the index of the section that says how far promises were kept; -1 below the header."""
    contents = [section.content for section in rules.sections]
    return next((contents.index(each) for each in PROMISES_IN if each in contents), -1)
