"""Imported files are checked at milder levels, and nothing else is."""

from __future__ import annotations

import pytest

from incident_actions.model.incident.incident import Incident
from incident_actions.postmortem.check import findings
from incident_actions.postmortem.finding import level_of
from incident_actions.postmortem.imported_levels import is_imported, process_for_file
from tests.postmortem.good_postmortem import GOOD_POSTMORTEM
from tests.worlds import PROCESS, World

FOREIGN = """\
---
incident: null
imported: true
title: Database outage
---

# Database outage

TODO: the disk was full, and -----BEGIN RSA PRIVATE KEY----- was on it.
"""


def levels(text: str, incident: Incident | None = None) -> dict[str, str]:
    """The level of each rule that finds something in a file."""
    process = process_for_file(text, PROCESS, incident)
    return {each.rule: level_of(each, process) for each in findings(text, process)}


def on_record() -> Incident:
    world = World()
    world.run()
    return world.incident


def test_errors_of_an_imported_file_are_warnings_but_for_credentials() -> None:
    found = levels(FOREIGN)

    assert {name for name, level in found.items() if level == "error"} == {"secret-found"}
    assert (found["section-missing"], found["placeholder-left"]) == ("warning", "warning")


def test_a_file_about_an_incident_on_record_is_checked_as_it_is_whatever_it_says() -> None:
    assert levels(FOREIGN, on_record())["section-missing"] == "error"


@pytest.mark.parametrize(
    "text",
    [
        GOOD_POSTMORTEM,
        FOREIGN.replace("imported: true", "imported: 'true'"),
        FOREIGN.replace("imported: true", "imported: ["),
        FOREIGN.replace("---\n", ""),
    ],
    ids=["ours", "a text", "unreadable", "no front matter"],
)
def test_other_files_keep_their_levels(text: str) -> None:
    assert not is_imported(text)
    assert process_for_file(text, PROCESS, None) is PROCESS
