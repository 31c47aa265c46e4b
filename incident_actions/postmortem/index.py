"""The index of all post-mortems, `docs/incidents/README.md`: one table row an incident, the newest first."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.milestone import durations
from incident_actions.postmortem.file import DIRECTORY, INDEX, start_time
from incident_actions.text.safe_markdown import escape_cell
from incident_actions.text.wording import format_length

PATH = f"{DIRECTORY}/{INDEX}"
OPENING = "<!-- incident-actions:index -->"
CLOSING = "<!-- /incident-actions:index -->"
ROWS = re.compile(r"\A(?:\n\|[^\n]*)*")
"""The table, where somebody deleted the marker at its end."""

HEAD = ("| Date | Incident | Severity | Duration | Review |", "|---|---|---|---|---|")


def empty_index() -> str:
    """Return the index of a repository without post-mortems."""
    return "\n".join(["# Incidents", "", OPENING, *HEAD, CLOSING, ""])


def free_path(text: str | None, incident: Incident, path: str) -> str:
    """Return the path, with the incident's number where another incident's post-mortem has it in the index."""
    name = PurePosixPath(path).name
    there = [line for line in (text or "").splitlines() if _links_to(name, line)]
    taken = any(not re.match(rf"\|[^|]*\|\s*#{incident.number}\s", line) for line in there)
    return f"{path.removesuffix('.md')}-{incident.number}.md" if taken else path


def with_row(text: str | None, incident: Incident, path: str) -> str:
    """Return the index with the incident's row, new or replaced; the rest of the file stays as it is."""
    text = text if text is not None else empty_index()
    before, opening, rest = text.partition(OPENING)
    if not opening:
        before, rest = f"{text.rstrip()}\n\n", f"\n{CLOSING}\n"
    if CLOSING not in rest:
        rest = ROWS.sub(rf"\g<0>{CLOSING}", rest, count=1)
    table, _, after = rest.partition(CLOSING)
    name = PurePosixPath(path).name
    others = [
        line for line in table.splitlines() if line.startswith("|") and line not in HEAD and not _links_to(name, line)
    ]
    others = [line for line in others if not line.startswith("| Date") and not line.startswith("|--")]
    rows = sorted([*others, _row(incident, name)], reverse=True)
    return "\n".join([f"{before}{OPENING}", *HEAD, *rows, f"{CLOSING}{after}"])


def _links_to(name: str, row: str) -> bool:
    """Whether a row is that of a file; its last cell tells, whatever is in its title."""
    return re.search(rf"\]\({re.escape(name)}\)\s*\|?\s*\Z", row) is not None


def _row(incident: Incident, name: str) -> str:
    lasted = durations(incident.milestones).get("time to resolve")
    values = (
        f"{start_time(incident):%Y-%m-%d}",
        f"#{incident.number} {escape_cell(incident.title)}",
        escape_cell(incident.severity) or "not set",
        format_length(lasted) if lasted is not None else "not known",
        f"[post-mortem]({name})",
    )
    return f"| {' | '.join(values)} |"
