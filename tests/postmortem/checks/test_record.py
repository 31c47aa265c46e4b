"""The front matter is compared with the record, and a section that nobody wrote is found by its digest."""

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.model.incident.incident import Incident, PostmortemFile
from incident_actions.model.incident.phase import Phase
from incident_actions.postmortem.check import findings, incident_of
from incident_actions.postmortem.finding import DurationDiffers, Finding, RecordDiffers, SectionUntouched
from incident_actions.postmortem.parts import digests
from tests.postmortem.good_postmortem import GOOD_POSTMORTEM
from tests.worlds import PROCESS, START

TIMES = """\
started: '2026-03-04T13:40:00Z'
detected: '2026-03-04T13:50:00Z'
declared: '2026-03-04T14:00:00Z'
acknowledged: '2026-03-04T14:00:01Z'
mitigated: '2026-03-04T14:25:03Z'
resolved: '2026-03-04T14:55:04Z'
minutes:
  detect: 10
  acknowledge: 10
  mitigate: 45
  resolve: 75
"""
FILE = GOOD_POSTMORTEM.replace("declared: '2026-03-04T14:00:00Z'\nminutes:\n  resolve: 75\n", TIMES)
INCIDENT = Incident(
    number=7,
    phase=Phase.RESOLVED,
    status="Resolved",
    severity="SEV-1",
    title="Checkout is down",
    declared=START,
    declared_by="ada",
)


def known() -> Incident:
    """The incident as the good post-mortem has it."""
    milestones = {
        "started": START - timedelta(minutes=20),
        "detected": START - timedelta(minutes=10),
        "declared": START,
        "acknowledged": START + timedelta(seconds=1),
        "mitigated": START + timedelta(minutes=25, seconds=3),
        "resolved": START + timedelta(minutes=55, seconds=4),
    }
    return replace(INCIDENT, milestones=milestones)


def line_of(start: str, text: str = FILE) -> int:
    """The line that begins like this."""
    return next(number for number, line in enumerate(text.split("\n"), 1) if line.startswith(start))


def found(text: str, incident: Incident) -> tuple[Finding, ...]:
    return findings(text, PROCESS, {}, incident)


def test_a_file_that_agrees_with_the_record_has_no_findings() -> None:
    assert found(FILE, known()) == ()
    assert incident_of(FILE) == 7


@pytest.mark.parametrize("text", ["", "x", "---\nincident: seven\n---\n", "---\nincident: -7\n---\n", "---\n[\n---\n"])
def test_a_file_without_a_number_is_about_no_incident(text: str) -> None:
    assert incident_of(text) == 0


def test_a_time_that_differs_says_both_and_how_to_correct_the_record() -> None:
    text = FILE.replace("started: '2026-03-04T13:40:00Z'", "started: '2026-03-04T13:30:00Z'")

    assert found(text, known()) == (
        RecordDiffers(
            line_of("started:"), "started", "2026-03-04T13:30Z", "2026-03-04T13:40Z", 7, "/started 2026-03-04T13:30Z"
        ),
    )


def test_an_incident_that_was_resolved_again_differs_in_its_end_and_in_each_duration_that_follows() -> None:
    later = replace(known(), milestones={**known().milestones, "resolved": START + timedelta(hours=2)})

    assert found(FILE, later) == (
        RecordDiffers(
            line_of("resolved:"), "resolved", "2026-03-04T14:55Z", "2026-03-04T16:00Z", 7,
            "/time resolved 2026-03-04T14:55Z",
        ),
        RecordDiffers(line_of("  resolve:"), "minutes: resolve", "75 min", "140 min", 7, ""),
        DurationDiffers(line_of("| Time to resolve"), "time to resolve", "1 h 15 min", "2 h 20 min", 7),
    )  # fmt: skip


def test_an_incident_that_runs_again_has_no_end() -> None:
    running = replace(known(), milestones={k: at for k, at in known().milestones.items() if k != "resolved"})

    differs, minutes = found(FILE, running)

    assert isinstance(differs, RecordDiffers)
    assert isinstance(minutes, RecordDiffers)
    assert (differs.given, differs.known, minutes.given, minutes.known) == ("2026-03-04T14:55Z", "", "75 min", "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("started: '2026-03-04T13:40:00Z'", "started: 2026-03-04T13:40:59Z"),
        ("started: '2026-03-04T13:40:00Z'", "started: '2026-03-04T14:40+01:00'"),
        ("  resolve: 75", "  resolve: 76"),
    ],
)
def test_seconds_spellings_and_a_minute_of_rounding_are_no_difference(before: str, after: str) -> None:
    assert before in FILE
    assert found(FILE.replace(before, after), known()) == ()


def test_a_severity_and_a_missing_time_are_compared() -> None:
    text = FILE.replace("severity: SEV-1", "severity: SEV-3").replace("detected: '2026-03-04T13:50:00Z'\n", "")

    assert found(text, known()) == (
        RecordDiffers(1, "detected", "", "2026-03-04T13:50Z", 7, ""),
        RecordDiffers(line_of("severity:"), "severity", "SEV-3", "SEV-1", 7, "/sev SEV-3"),
    )


def test_a_section_that_only_an_earlier_version_would_recognize_is_found_by_its_digest() -> None:
    before, _, after = FILE.partition("## What went well\n\n")
    left = f"{before}## What went well\n\n- [Something that helped]\n\n{after[after.index('##') :]}"
    file = PostmortemFile("docs/incidents/x.md", digests(left), frozenset(digests(left)))

    wrong = found(left, replace(known(), postmortem_file=file))

    untouched = [each for each in wrong if isinstance(each, SectionUntouched)]
    assert SectionUntouched(line_of("## What went well"), "What went well") in untouched
    assert [each for each in found(left, known()) if isinstance(each, SectionUntouched)] == []
