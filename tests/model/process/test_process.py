"""Severities, status words and roles are found in any spelling, where only one can be meant."""

import pytest

from incident_actions.model.incident.phase import Phase
from incident_actions.model.process.process import Process
from tests.worlds import PROCESS


def of(*labels: str) -> Process:
    """Return the default process with other severities."""
    severity = PROCESS.severities[0]
    return PROCESS.model_copy(
        update={"severities": tuple(severity.model_copy(update={"label": label}) for label in labels)}
    )


DASHED = of("SEV-1", "SEV-2", "SEV-3")
NAMED = of("P1 - Critical", "P2 - High", "P3 - Medium")
WORDY = of("Severity 1: Critical", "Severity 2: High", "Severity 3: Low")
SHORT = of("Sev1", "Sev2")
FROM_ZERO = of("P0", "P1", "P2")
WORDS = of("Critical", "Major", "Minor")


@pytest.mark.parametrize(
    ("process", "given", "label"),
    [
        (DASHED, "1", "SEV-1"),
        (DASHED, "SEV-2", "SEV-2"),
        (DASHED, "sev2", "SEV-2"),
        (DASHED, "Sev-3", "SEV-3"),
        (DASHED, "1:", "SEV-1"),
        (NAMED, "1", "P1 - Critical"),
        (NAMED, "p2", "P2 - High"),
        (NAMED, "P3 - Medium", "P3 - Medium"),
        (NAMED, "critical", "P1 - Critical"),
        (WORDY, "2", "Severity 2: High"),
        (WORDY, "severity 2", "Severity 2: High"),
        (WORDY, "severity2", "Severity 2: High"),
        (WORDY, "high", "Severity 2: High"),
        (WORDY, "Severity 3: Low", "Severity 3: Low"),
        (SHORT, "sev2", "Sev2"),
        (FROM_ZERO, "0", "P0"),
        (FROM_ZERO, "1", "P1"),
        (FROM_ZERO, "p2", "P2"),
        (WORDS, "1", "Critical"),
        (WORDS, "minor", "Minor"),
        (WORDS, "3", "Minor"),
    ],
)
def test_a_severity_is_found_as_people_spell_it(process: Process, given: str, label: str) -> None:
    found = process.severity(given)

    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    ("process", "given"),
    [
        (DASHED, "sev"),
        (DASHED, "4"),
        (DASHED, "0"),
        (DASHED, "-1"),
        (DASHED, ""),
        (DASHED, "²"),
        (DASHED, "SEV-11"),
        (WORDY, "severity"),
        (WORDY, "Severity 4"),
        (NAMED, "P"),
        (NAMED, "-"),
        (WORDS, "4"),
    ],
)
def test_an_ambiguous_or_unknown_severity_is_not_found(process: Process, given: str) -> None:
    assert process.severity(given) is None


def test_a_severity_has_its_place_by_its_whole_label() -> None:
    assert [NAMED.rank(label) for label in ("P1 - Critical", "P3 - Medium", "P3", "")] == [1, 3, 0, 0]


@pytest.mark.parametrize(
    ("given", "word"), [("identified", "Identified"), ("RESOLVED", "Resolved"), ("done", None), ("", None)]
)
def test_a_status_is_found_by_its_word(given: str, word: str | None) -> None:
    found = PROCESS.status(given)

    assert (found.word if found else None) == word


def test_each_phase_has_its_first_word() -> None:
    assert {phase: PROCESS.first_status(phase) for phase in Phase} == {
        Phase.ACTIVE: "Investigating",
        Phase.MITIGATED: "Monitoring",
        Phase.RESOLVED: "Resolved",
        Phase.CLOSED: "",
        Phase.DISMISSED: "",
    }
    assert PROCESS.status_label("Investigating") == "status: investigating"


@pytest.mark.parametrize(
    ("given", "key"),
    [("commander", "commander"), ("Comms Lead", "comms"), ("incident commander", "commander"), ("ic", None)],
)
def test_a_role_is_found_by_its_key_or_name(given: str, key: str | None) -> None:
    found = PROCESS.role(given)

    assert (found.key if found else None) == key


def test_no_severity_is_none_whatever_signs_the_labels_hold() -> None:
    first, *others = PROCESS.severities
    process = PROCESS.model_copy(update={"severities": (first.model_copy(update={"label": "- worst"}), *others)})

    assert process.severity("") is None
