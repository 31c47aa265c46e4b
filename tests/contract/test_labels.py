"""The tool knows its own labels, and leaves all others alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.contract.issue import Label
from incident_actions.contract.labels import (
    DEFAULT_COLOUR,
    is_severity_spelling,
    item_labels,
    label_meanings,
    tool_labels,
    undescribed_labels,
)
from tests.own_timers import only_own_timers
from tests.timers.timer_records import process
from tests.worlds import PROCESS, World

RENAMED = process(
    only_own_timers("""
severities:
  - {label: P1, colour: ff0000, definition: Everything is down}
  - {label: P2, colour: "00ff00", definition: Half is down}
labels: {incident: outage, action_item: follow-up, postmortem_owed: review-owed, postmortem: review, owner_wanted: orphan, overdue: late, without_evidence: word, week: digest}
""")
)


def test_the_labels_of_an_incident_are_its_severities_its_statuses_and_two_more() -> None:
    assert tool_labels(PROCESS) == {
        *("SEV-1", "SEV-2", "SEV-3", "SEV-4"),
        *("status: investigating", "status: identified", "status: monitoring", "status: resolved"),
        *("incident", "needs-postmortem"),
    }


def test_the_labels_of_an_action_item_are_four_of_its_own() -> None:
    assert item_labels(PROCESS) == {"action-item", "needs-owner", "overdue", "closed-without-evidence"}
    assert item_labels(RENAMED) == {"follow-up", "orphan", "late", "word"}


@pytest.mark.parametrize(
    ("label", "is_spelling"),
    [("sev1", True), ("Severity: high", True), ("P1", False), ("critical", False), ("sev-9", False), ("bug", False)],
)
def test_a_label_in_another_spelling_of_a_severity_gives_way_to_it(label: str, is_spelling: bool) -> None:
    assert is_severity_spelling(label, PROCESS) is is_spelling


def test_labels_that_a_team_renamed_are_the_tools_instead_of_its_own() -> None:
    statuses = {RENAMED.status_label(each.word) for each in RENAMED.statuses}

    assert tool_labels(RENAMED) - statuses == {"P1", "P2", "outage", "review-owed"}


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        (Label("SEV-1", DEFAULT_COLOUR), ("SEV-1",)),
        (Label("SEV-1", DEFAULT_COLOUR, "ours"), ()),
        (Label("SEV-1", "b60205"), ()),
    ],
    ids=["made up by GitHub", "described", "painted"],
)
def test_a_label_is_undescribed_if_it_has_githubs_colour_and_no_description(
    label: Label, expected: tuple[str, ...]
) -> None:
    assert undescribed_labels(replace(World().issue, labels=(label,))) == expected


def test_each_label_means_what_the_process_says() -> None:
    meanings = label_meanings(RENAMED)

    assert {name: meaning for name, meaning in meanings.items() if not meaning[1].startswith("Incident status")} == {
        "P1": ("ff0000", "Everything is down"),
        "P2": ("00ff00", "Half is down"),
        "outage": ("b60205", "An incident, managed with slash commands in comments"),
        "follow-up": ("5319e7", "A follow-up task from an incident, with an owner and a due date"),
        "review-owed": ("fbca04", "Resolved, but the post-mortem is not merged yet"),
        "review": ("0075ca", "The post-mortem of an incident, to be completed and merged"),
        "orphan": ("fbca04", "An action item without an assignee"),
        "drill": ("c5def5", "A drill: nobody outside it is paged, and no figure counts it"),
        "late": ("d93f0b", "An action item that is past its due date"),
        "word": ("d93f0b", "An action item that counts as open until its evidence is named"),
        "digest": ("5319e7", "The action items of one week, with the reminders of those who have several"),
    }


def test_a_status_label_has_the_colour_of_its_phase_and_the_first_word_is_the_most_urgent() -> None:
    words = ("Investigating", "Identified", "Monitoring", "Resolved")

    meanings = label_meanings(PROCESS)
    assert [meanings[PROCESS.status_label(word)] for word in words] == [
        ("d73a4a", "Incident status: Investigating"),
        ("fbca04", "Incident status: Identified"),
        ("1d76db", "Incident status: Monitoring"),
        ("0e8a16", "Incident status: Resolved"),
    ]


@pytest.mark.parametrize(("length", "shown"), [(100, 100), (101, 100)])
def test_a_definition_is_cut_to_the_length_that_github_takes(length: int, shown: int) -> None:
    worst = replace(PROCESS.severities[0], definition="x" * length)
    long = replace(PROCESS, severities=(worst,))

    assert label_meanings(long)["SEV-1"] == (worst.colour, "x" * shown)


def test_a_review_meeting_has_a_label_of_its_own_if_a_team_names_one() -> None:
    meeting = replace(PROCESS, labels=replace(PROCESS.labels, review="ops sync"))

    assert tool_labels(meeting) - tool_labels(PROCESS) == {"ops sync"}
    assert label_meanings(meeting)["ops sync"] == (
        "5319e7",
        "The review meeting has yet to discuss this incident; /reviewed removes it from the list",
    )


def test_every_label_of_ours_has_a_meaning_that_github_takes() -> None:
    meanings = label_meanings(PROCESS)

    assert set(meanings) == {
        *(each.label for each in PROCESS.severities),
        *(PROCESS.status_label(each.word) for each in PROCESS.statuses),
        *("incident", "action-item", "needs-postmortem", "postmortem", "needs-owner", "overdue"),
        *("closed-without-evidence", "weekly-action-items", "drill"),
    }
    assert [
        name for name, (colour, meaning) in meanings.items() if len(colour) != 6 or not 0 < len(meaning) <= 100
    ] == []
