"""Post-mortem files and their index: what we write is read back, and what people made of it breaks nothing."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis import target
from ruamel.yaml import YAML

from incident_actions.contract.decision import TEXT_LIMIT
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.milestone import ORDER
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.process import Process
from incident_actions.model.process.service_list import services_in
from incident_actions.postmortem import index
from incident_actions.postmortem.file import file_path, front_matter
from incident_actions.postmortem.items import read_items
from incident_actions.postmortem.links import FileLinks
from incident_actions.text.safe_markdown import escape_cell
from tests.generated_values import MOMENTS, TEXTS
from tests.laboratory.torture.row import Row
from tests.laboratory.torture.searching import Properties, searched
from tests.postmortem.form_processes import FORMS
from tests.worlds import PROCESS

FRAGMENTS = (
    "## Action items\n\n", "# Action items\n", "## Other\n", "### Below\n", "Action items\n===\n", "| Item | Owner | Due | Type |\n",
    "|---|---|---|---|\n", "| Fix it | @linus | 2026-04-01 | prevent |\n", "| Fix | @acme/all | 2026-99-99 | x |\n", "| Fix", " | ",
    "- [ ] Fix it — Owner: @ada — Due: 2026-04-01\n", "- [x] ", "- ", "### Action Items\n", "- Fix it", " — ownership: @ada", " — due date: 2026-04-01", "[Action]", "Owner:", " — ", "(#12)", "[#12](http://x)", "\\|", "|", "\n", "\n\n",
    "---\n", "---\ntitle: x\n---\n", "<!--", "-->", "`", "```\n", "> ", "text", "é", "\x00", "\r\n", "@", "2026-04-01", "…", "_No response_",
)  # fmt: skip
FILES = st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)
TITLES = (
    st.sampled_from(
        ("Checkout is down", "a | b", "](x.md)", "<!-- /incident-actions:index -->", "\n| x", "#1", "é", "---")
    )
    | TEXTS
)
INCIDENTS = st.builds(
    Incident,
    number=st.integers(1, 10**6),
    phase=st.sampled_from(Phase),
    status=st.just("resolved"),
    severity=st.sampled_from(("", "SEV-1", "SEV | 2")),
    title=TITLES,
    declared=MOMENTS,
    declared_by=st.just("ada"),
    services=TEXTS.map(services_in),
    roles=st.dictionaries(st.sampled_from(("commander", "comms")), st.sampled_from(("ada", "grace"))),
    milestones=st.dictionaries(st.sampled_from(ORDER), MOMENTS),
)
MARKS = (
    index.OPENING,
    index.CLOSING,
    "\n",
    "\n\n",
    "| a |",
    "|--|\n",
    *(f"{line}\n" for line in index.HEAD),
    "# Incidents",
    "](x.md)",
)
INDEXES = st.lists(st.sampled_from(MARKS), max_size=12).map("".join) | TEXTS | st.none()

LINKS = FileLinks("https://x.test", "acme/shop")


def rows_are_items(drawn: tuple[str, Process]) -> None:
    """Every row found has a text of one line that an entry keeps, an owner who is no team, and a known type."""
    text, process = drawn
    found = read_items(text, process)
    target(float(len(found)), label="rows")

    for row in found:
        assert row.text.strip()
        assert len(row.text) <= TEXT_LIMIT
        assert re.fullmatch(r"[A-Za-z0-9-]{0,39}", row.owner)
        assert row.type in ("", *process.actions.types)
        assert row.due is None or isinstance(row.due, date)


def written_rows_come_back(items: list[str]) -> None:
    """A table with cells as we write them has as many rows as items that say something."""
    table = "".join(f"| {escape_cell(text)} | @linus | 2026-04-01 | prevent |\n" for text in items)
    text = f"## Action items\n\n| Item | Owner | Due | Type |\n|---|---|---|---|\n{table}\nafter\n"

    found = read_items(text, PROCESS)

    assert len(found) <= len(items)
    assert all((row.owner, row.due, row.type) == ("linus", date(2026, 4, 1), "prevent") for row in found)


def front_matter_is_yaml(incident: Incident) -> None:
    """Whatever the incident is called, its front matter is YAML that says so, and nothing ends it early."""
    written = front_matter(incident)

    read: dict[str, Any] = YAML(typ="safe", pure=True).load(written)
    facts = (read["incident"], read["title"], read["services"])
    assert facts == (incident.number, incident.title, list(incident.services))
    assert not any(line.startswith(("---", "...")) for line in written.split("\n"))


def the_index_keeps_what_it_holds(drawn: tuple[str | None, Incident, Incident]) -> None:
    """Each incident has one row, an incident's second time changes nothing, and what stands around stays."""
    text, one, two = drawn
    once = index.with_row(text, one, file_path(one, PROCESS), LINKS)
    target(float(len(once.splitlines())), label="lines")

    assert index.with_row(once, one, file_path(one, PROCESS), LINKS) == once
    assert once.count(f"]({file_path(one, PROCESS).rpartition('/')[2]})") >= 1
    before, mark, rest = (text or "").partition(index.OPENING)
    if mark:
        assert once.startswith(before)
        assert once.endswith(rest.partition(index.CLOSING)[2])
    free = index.free_path(once, two, file_path(two, PROCESS))
    both = index.with_row(once, two, free, LINKS)
    if free != file_path(one, PROCESS):
        assert f"]({file_path(one, PROCESS).rpartition('/')[2]})" in both


PROPERTIES: Properties = {
    "rows": (
        rows_are_items,
        st.tuples(
            FILES | FILES.map(lambda text: f"## Action items\n\n{text}") | st.text(),
            st.sampled_from((PROCESS, *FORMS.values())),
        ),
    ),
    "written": (written_rows_come_back, st.lists(TEXTS, max_size=5)),
    "front matter": (front_matter_is_yaml, INCIDENTS),
    "index": (the_index_keeps_what_it_holds, st.tuples(INDEXES, INCIDENTS, INCIDENTS)),
}


def torture(seed: int, seconds: float) -> Row:
    """Search until the time is over."""
    return searched("post-mortems and their index", PROPERTIES, seed, seconds)
