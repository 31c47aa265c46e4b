"""Milestones have the names that the process gives them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from incident_actions.contract.decision import EntryFields
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import fold
from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.process import Process
from incident_actions.postmortem.milestone_names import MilestoneNames, fill_name
from tests.worlds import PROCESS

AT = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
NOW = EntryFields(at=AT, accepted=AT, by="grace", by_id=0, comment=5, index=0)
DECLARED = e.Declared(**NOW, severity="SEV-1")
ALERT = e.AlertFired(**NOW, alert="a", delivery="d", source="Grafana", title="Disk")


def naming(names: Mapping[str, str]) -> Process:
    rules = replace(PROCESS.postmortem, milestones=dict(names))
    return replace(PROCESS, postmortem=rules)


def name_of(entry: e.Entry, names: Mapping[str, str], *others: e.Entry) -> str:
    entries = (DECLARED, *others)
    incident = fold(7, entries)
    assert incident
    return MilestoneNames(incident, entries, naming(names)).name_entry(entry)


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        (DECLARED, {"declared": "so"}),
        (e.Acknowledged(**NOW), {"acknowledged": "so"}),
        (e.MilestoneSet(**NOW, milestone="started"), {"started": "so"}),
        (e.MilestoneSet(**NOW, milestone="detected"), {"detected": "so"}),
        (e.MilestoneSet(**NOW, milestone="mitigated", status="Monitoring"), {"mitigated": "so"}),
        (e.StatusSet(**NOW, to="Identified", phase=Phase.ACTIVE), {"identified": "so"}),
        (e.StatusSet(**NOW, to="Monitoring", phase=Phase.MITIGATED), {"mitigated": "so"}),
        (e.StatusSet(**NOW, to="Monitoring", phase=Phase.MITIGATED), {"mitigated": "not", "Monitoring": "so"}),
        (e.Resolved(**NOW), {"resolved": "so"}),
    ],
)
def test_an_entry_has_the_name_of_its_milestone(entry: e.Entry, names: Mapping[str, str]) -> None:
    assert name_of(entry, names) == "so"


@pytest.mark.parametrize(
    "entry",
    [
        e.NoteAdded(**NOW, text="x"),
        e.StatusSet(**NOW, to="Investigating", phase=Phase.ACTIVE),
    ],
)
def test_other_entries_have_no_name(entry: e.Entry) -> None:
    assert name_of(entry, {"identified": "so", "alert": "so", "mitigated": "so"}) == ""


def test_the_declaration_is_the_detection_where_nothing_was_detected_before() -> None:
    assert name_of(DECLARED, {"detected": "so"}) == "so"
    assert name_of(DECLARED, {"detected": "so"}, ALERT) == ""
    assert name_of(DECLARED, {"detected": "so"}, e.MilestoneSet(**NOW, milestone="detected")) == ""


def test_the_first_alert_alone_has_the_name_of_the_alert_and_of_the_detection() -> None:
    names, detected = {"alert": "so", "detected": "not"}, e.MilestoneSet(**NOW, milestone="detected")
    again = replace(ALERT, title="Memory", at=AT + timedelta(minutes=1))

    assert name_of(ALERT, names, ALERT, again, detected) == "so"
    assert name_of(again, names, ALERT, again, detected) == ""
    assert name_of(detected, names, ALERT, again, detected) == ""


def test_the_declaration_can_name_the_severity_and_leaves_the_commander_to_a_link() -> None:
    names = {"declared": "incident declared {severity}, IC {commander}"}

    assert name_of(DECLARED, names) == "incident declared SEV-1"
    assert (
        name_of(DECLARED, names, e.RoleTaken(**NOW, role="commander", person="ada"))
        == "incident declared SEV-1, IC {commander}"
    )


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("first {a}: {b}", "first 1"),
        ("first {b}: {a}", "first: 1"),
        ("{b}, {a}, {b}, end", ", 1, end"),
        ("plain", "plain"),
    ],
)
def test_a_part_without_its_value_is_left_out(text: str, filled: str) -> None:
    assert fill_name(text, {"a": "1", "b": ""}) == filled
