"""The post-mortem file: its name, its front matter for machines, and its sections in the process's order."""

from __future__ import annotations

import re
from datetime import datetime
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from incident_actions import timeline
from incident_actions.incident import entry as e
from incident_actions.incident.incident import Incident
from incident_actions.incident.milestone import ORDER, durations
from incident_actions.scene import View
from incident_actions.slug import slug

DIRECTORY = "docs/incidents"
LINE_ENDS = str.maketrans("\x85\u2028\u2029", "   ")
"""Line ends of YAML 1.1 that the dumper writes as they are, so that readers fold them away."""

BLANK_LINES = re.compile(r"\n{3,}")


def path_of(incident: Incident) -> str:
    """`docs/incidents/<YYYY-MM-DD>-<short-name>.md`: the day it began (UTC), and a slug of its title."""
    name = slug(incident.title, f"incident-{incident.number}")
    return f"{DIRECTORY}/{began(incident):%Y-%m-%d}-{name}.md"


def began(incident: Incident) -> datetime:
    """When it began: started, else detected, else declared."""
    known = incident.milestones
    return known.get("started", known.get("detected", incident.declared))


def front_matter(incident: Incident) -> str:
    """The facts for machines, written by a YAML dumper."""
    values: dict[str, Any] = {
        "incident": incident.number,
        "title": incident.title.translate(LINE_ENDS),
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
    yaml.allow_unicode = True
    yaml.width = 4096
    yaml.dump(values, out)
    return out.getvalue()


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def text_of(incident: Incident, entries: tuple[e.Entry, ...], view: View) -> str:
    """Write the whole file."""
    rules = view.process.postmortem
    role_names = {role.key: role.name for role in view.process.roles}
    words = view.wording.render(
        "postmortem/file.md",
        {
            "incident": incident,
            "rules": rules,
            "began": began(incident),
            "durations": durations(incident.milestones),
            "milestones": [(name, incident.milestones[name]) for name in ORDER if name in incident.milestones],
            "lines": timeline.lines(entries, view.wording),
            "updates": [each for each in entries if isinstance(each, (e.Updated, e.StatusSet)) and each.text],
            "roles": [(role_names.get(key, key), person) for key, person in incident.roles.items()],
            "link": f"{view.snapshot.server}/{view.snapshot.repository}/issues/{incident.number}",
        },
    )
    squeezed = BLANK_LINES.sub("\n\n", words)
    return f"---\n{front_matter(incident)}---\n\n{squeezed}\n"
