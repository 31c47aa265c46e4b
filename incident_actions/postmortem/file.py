"""Write the post-mortem file: its name, its front matter for machines, and the rest in the process's own form."""

from __future__ import annotations

from datetime import date, datetime
from io import StringIO
from urllib.parse import quote

from ruamel.yaml import YAML

from incident_actions.contract.decision import Context
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.postmortem import PostmortemRules
from incident_actions.model.process.process import Process
from incident_actions.postmortem.header import header_lines
from incident_actions.postmortem.links import FileLinks, LinkStyles, known_logins
from incident_actions.postmortem.recurrence_lines import shown_recurrence
from incident_actions.postmortem.roles_of_people import role_words
from incident_actions.postmortem.section_values import section_values
from incident_actions.postmortem.versions import file_facts
from incident_actions.text.slug import make_slug
from incident_actions.text.wording import SafeText

DIRECTORY = "docs/incidents"
INDEX = "README.md"
BLANK_LINES = lazy_pattern(r"\n{3,}")
BREAKS = lazy_pattern("[\x85\u2028\u2029]")
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


def file_text(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> str:
    """Return the whole file."""
    snapshot, rules = context.snapshot, context.process.postmortem
    logins = (*known_logins(entries), *incident.roles.values())
    words = role_words(entries, context.process, context.wording) if rules.names == "roles" else {}
    people, shown = (FileLinks(snapshot.server, snapshot.repository, logins, roles) for roles in ({}, words))
    links = LinkStyles(people, shown)
    day = _day_in_header(incident, rules)
    values = {
        "incident": incident,
        "rules": rules,
        "header": SafeText(header_lines(incident, start_time(incident), day, context, links)),
        "day": start_time(incident).date(),
        "recurrence": shown_recurrence(entries),
        "issues": f"{snapshot.server}/{snapshot.repository}/issues",
        "blob": f"{snapshot.server}/{snapshot.repository}/blob/{quote(snapshot.default_branch)}",
        **section_values(incident, entries, context, links, day),
    }
    squeezed = BLANK_LINES.sub("\n\n", context.wording.render("postmortem/file.md", values))
    return f"---\n{front_matter(incident)}---\n\n{squeezed}\n"


def _day_in_header(incident: Incident, rules: PostmortemRules) -> date | None:
    """Return the day that the header has, on which times below need no date."""
    return start_time(incident).date() if any(each.content == "date" for each in rules.header) else None
