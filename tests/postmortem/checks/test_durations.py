"""A duration in the text that does not follow from the times is reported, up to its own rounding."""

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.postmortem.check import findings
from incident_actions.postmortem.finding import DurationDiffers, Finding
from tests.postmortem.checks.test_record import FILE, known, line_of
from tests.worlds import PROCESS

ROW = "| Time to resolve | 1 h 15 min |"


def durations_found(text: str, *, recorded: bool = True) -> list[Finding]:
    found = findings(text, PROCESS, {}, known() if recorded else None)
    return [each for each in found if isinstance(each, DurationDiffers)]


@pytest.mark.parametrize(
    "row",
    [ROW, "| Time to resolve | 75 min |", "| Time to resolve | 76 minutes |", "| Resolved | Time to resolve: 1 hour 15 minutes |",
     "- **Time to resolve:** 1h15m", "| Time to resolve | not known |", "| Time to resolve | soon |", "| Time to recover | 3 h |"],
)  # fmt: skip
def test_a_duration_that_follows_from_the_record_is_left_alone(row: str) -> None:
    assert durations_found(FILE.replace(ROW, row)) == []


@pytest.mark.parametrize(
    ("row", "given"),
    [("| Time to resolve | 2 h |", "2 h"), ("| Resolved | Time to resolve: 45 min |", "45 min"), ("- TIME TO RESOLVE: 1 d", "1 d")],
)  # fmt: skip
def test_another_duration_is_reported_with_both(row: str, given: str) -> None:
    text = FILE.replace(ROW, row)

    assert durations_found(text) == [DurationDiffers(line_of(row, text), "time to resolve", given, "1 h 15 min", 7)]


def test_the_header_is_compared_as_well() -> None:
    text = FILE.replace("- **Commander:**", "- **Duration:** 2 h (13:40 UTC to 14:55 UTC)\n- **Commander:**")

    assert durations_found(text) == [
        DurationDiffers(line_of("- **Duration", text), "time to resolve", "2 h", "1 h 15 min", 7)
    ]


def test_days_are_compared_to_the_hour() -> None:
    resolved = known().milestones["started"] + timedelta(days=2, hours=3, minutes=40)
    incident = replace(known(), milestones={**known().milestones, "resolved": resolved})
    text = FILE.replace(ROW, "| Time to resolve | 2 d 3 h |")

    assert [each for each in findings(text, PROCESS, {}, incident) if isinstance(each, DurationDiffers)] == []


def test_without_a_record_durations_are_compared_with_the_files_own_times() -> None:
    text = FILE.replace("resolve: 75", "resolve: 50").replace(ROW, "| Time to mitigate | 3 h |")

    assert durations_found(text, recorded=False) == [
        DurationDiffers(line_of("  resolve:", text), "time to resolve", "50 min", "1 h 15 min", 0),
        DurationDiffers(line_of("| Time to mitigate", text), "time to mitigate", "3 h", "45 min", 0),
    ]
    assert durations_found(FILE, recorded=False) == []


@pytest.mark.parametrize(
    "times", ["started: yesterday", "started: 7", "started: [", "minutes: 5", "minutes: {resolve: soon, 3: 4}"]
)
def test_front_matter_without_times_is_compared_with_nothing(times: str) -> None:
    assert durations_found(f"---\n{times}\n---\n# A\n\n## Durations\n\n{ROW}\n", recorded=False) == []
