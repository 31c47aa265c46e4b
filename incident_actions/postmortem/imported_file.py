"""Give a post-mortem of another tool its front matter and its row in the index, and keep every word of it."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from pathlib import PurePosixPath
from typing import Literal

from ruamel.yaml import YAML

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.milestone import durations
from incident_actions.model.process.process import Process
from incident_actions.postmortem import index
from incident_actions.postmortem.checks.front_matter import (
    REQUIRED_KEYS,
    UnreadableFrontMatter,
    parse_front_matter,
)
from incident_actions.postmortem.file import DIRECTORY
from incident_actions.postmortem.foreign_facts import ForeignFacts, read_facts
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.outline import read_outline
from incident_actions.postmortem.versions import format_iso
from incident_actions.text.safe_markdown import escape_cell, escape_link_text
from incident_actions.text.wording import format_length

Outcome = Literal["imported", "complete", "unreadable"]
BOM = "\ufeff"


@dataclass(frozen=True)
class ImportedFile:
    """A file with its front matter; `unreadable` front matter is left as it is, and `complete` needs nothing."""

    outcome: Outcome
    text: str
    facts: ForeignFacts


def import_text(text: str, path: str, process: Process) -> ImportedFile:
    """Add the front matter that a file lacks, from what it says. Nothing else of the file changes."""
    outline = read_outline(text)
    try:
        given = (outline.front_matter or "").strip()
        values = parse_front_matter(given) if given else {}
    except UnreadableFrontMatter:
        return ImportedFile("unreadable", text, read_facts(outline, path, process, {}))
    facts = read_facts(outline, path, process, values)
    lacking = {key: value for key, value in _front_matter(facts).items() if key not in values}
    if not set(REQUIRED_KEYS) - set(values):
        return ImportedFile("complete", text, facts)
    return ImportedFile("imported", _with_keys(text, _yaml(lacking), found=outline.front_matter is not None), facts)


def index_with_row(text: str | None, path: str, facts: ForeignFacts, links: FileLinks) -> str:
    """Return the index with a row for an imported file; the same where it has one already."""
    name = PurePosixPath(path).relative_to(DIRECTORY).as_posix()
    if text is not None and index.has_row(text, name):
        return text
    cells = (
        f"{facts.day:%Y-%m-%d}" if facts.day else "",
        f"[{escape_link_text(facts.title)}]({name.replace(' ', '%20')})",
        links.issue(facts.incident) if facts.incident else "",
        escape_cell(facts.severity) or "not set",
        escape_cell(", ".join(facts.services)),
        format_length(facts.lasted) if facts.lasted is not None else "not known",
        "",
    )
    return index.with_other_row(text, f"| {' | '.join(cells)} |", links)


def _front_matter(facts: ForeignFacts) -> Mapping[str, object]:
    """Return the keys of an imported file; `incident` is null where nobody knows its issue."""
    minutes = {name.removeprefix("time to "): span for name, span in durations(facts.times).items()}
    minutes |= {"resolve": facts.lasted} if facts.lasted is not None else {}
    return {
        "incident": facts.incident or None,
        "imported": True,
        "title": facts.title,
        **({"date": facts.day.isoformat()} if facts.day else {}),
        "severity": facts.severity or None,
        "services": list(facts.services),
        "roles": {"commander": facts.commander} if facts.commander else {},
        **{name: format_iso(at) for name, at in facts.times.items()},
        "minutes": {name: int(span.total_seconds() // 60) for name, span in minutes.items()},
    }


def _yaml(values: Mapping[str, object]) -> str:
    out = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # typed None by the library, documented as a bool
    yaml.width = 4096
    yaml.dump(dict(values), out)
    return out.getvalue()


def _with_keys(text: str, keys: str, *, found: bool) -> str:
    """Put keys at the end of the front matter, or before the text where it has none, with the file's line ends."""
    mark, body = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    end = "\r\n" if "\r\n" in body else "\n"
    added = keys.replace("\n", end)
    if not found:
        return f"{mark}---{end}{added}---{end}{end}{body}"
    at = body.index(f"{end}---", 3) + len(end)
    return f"{mark}{body[:at]}{added}{body[at:]}"
