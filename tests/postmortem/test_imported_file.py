"""A file that the tool did not write gets front matter and a row in the index, and loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.postmortem import index
from incident_actions.postmortem.check import findings
from incident_actions.postmortem.imported_file import import_text, index_with_row
from incident_actions.postmortem.links import FileLinks
from tests.postmortem.good_postmortem import GOOD_POSTMORTEM
from tests.worlds import PROCESS

PATH = "docs/incidents/2024-05-06-database.md"
LINKS = FileLinks("https://github.com", "acme/shop")
FOREIGN = "# Post-mortem: database outage\n\n**Severity:** SEV-2\n**Duration:** 75 min\n\nIt was down.\n"
FRONT = """\
---
incident: null
imported: true
title: Database outage
date: '2024-05-06'
severity: SEV-2
services: []
roles: {}
minutes:
  resolve: 75
---

"""


def imported(text: str) -> str:
    return import_text(text, PATH, PROCESS).text


def test_a_file_gets_front_matter_from_what_it_says() -> None:
    assert imported(FOREIGN) == FRONT + FOREIGN


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    assert imported(f"\ufeff{FOREIGN}".replace("\n", "\r\n")) == f"\ufeff{FRONT}{FOREIGN}".replace("\n", "\r\n")


def test_front_matter_of_another_tool_gets_what_it_lacks() -> None:
    text = "---\nlayout: post\ntitle: The database\nseverity: SEV-1 # the worst\n---\nIt was down.\n"

    assert imported(text) == (
        "---\nlayout: post\ntitle: The database\nseverity: SEV-1 # the worst\nincident: null\nimported: true\ndate: '2024-05-06'\n"
        "services: []\nroles: {}\nminutes: {}\n---\nIt was down.\n"
    )


@pytest.mark.parametrize(
    ("text", "outcome"),
    [(GOOD_POSTMORTEM, "complete"), (FRONT + FOREIGN, "complete"), ("---\na: [\n---\nIt was down.\n", "unreadable")],
)
def test_a_file_that_needs_nothing_or_cannot_be_read_stays_as_it_is(text: str, outcome: str) -> None:
    found = import_text(text, PATH, PROCESS)

    assert (found.outcome, found.text) == (outcome, text)


def test_an_imported_file_has_sound_front_matter() -> None:
    assert [each.rule for each in findings(imported(FOREIGN), PROCESS) if each.rule.startswith("front-matter")] == []


def test_an_incident_without_a_number_is_allowed_to_imported_files_only() -> None:
    found = findings(imported(FOREIGN).replace("imported: true\n", ""), PROCESS)

    assert [each.rule for each in found if each.rule.startswith("front-matter")] == ["front-matter-key"]


def test_the_index_gets_a_row_once() -> None:
    facts = import_text(FOREIGN, PATH, PROCESS).facts

    once = index_with_row(None, PATH, facts, LINKS)

    row = "| 2024-05-06 | [Database outage](2024-05-06-database.md) |  | SEV-2 |  | 1 h 15 min |  |"
    assert once == index.empty_index().replace(index.CLOSING, f"{row}\n{index.CLOSING}")
    assert index_with_row(once, PATH, facts, LINKS) == once
    assert index_with_row(once, "docs/incidents/old/a.md", facts, LINKS).count("\n") == once.count("\n") + 1


def test_the_row_links_to_the_incident_where_the_file_names_it() -> None:
    facts = import_text(f"{FOREIGN}\nIncident: #12\n", PATH, PROCESS).facts

    assert "| [#12](https://github.com/acme/shop/issues/12) |" in index_with_row(None, PATH, facts, LINKS)


PIECES = ("---\n", "title: a\n", "a: [\n", "# Post-mortem: x\n", "Severity: 1\n", "Date: 2024-05-06\n", "**Duration:** 5 min\n", "| Severity | 1 |\n|---|---|\n", "Started: 25:99\n", "\ufeff", "\r\n", "\n", "```\n")  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=30).map("".join))
def test_no_text_is_lost_and_a_second_import_changes_nothing(text: str) -> None:
    first = import_text(text, PATH, PROCESS)

    kept = iter(first.text)
    assert all(character in kept for character in text)
    if first.outcome == "imported":
        assert import_text(first.text, PATH, PROCESS).text == first.text
