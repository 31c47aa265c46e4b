"""A heading that means a section of the process is found under the names that people use."""

import pytest

from incident_actions.postmortem.near_headings import near_headings, parts_near
from incident_actions.postmortem.outline import read_outline
from tests.postmortem.corpus_results import PROCESSES


def near(title: str, *headings: str, preset: str = "default") -> tuple[str, ...]:
    """Return which headings of a file are near a section of the process."""
    process = PROCESSES[preset]
    (section,) = (each for each in process.postmortem.sections if each.title == title)
    text = "# Post-mortem\n\n" + "".join(f"## {each}\n\nWords.\n\n" for each in headings)
    return near_headings(section, read_outline(text), process)


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Timeline (UTC)", "Timeline"),
        ("Timeline (UTC)", "3. Sequence of events"),
        ("Root cause", "Root Causes"),
        ("Root cause", "Root Cause Analysis"),
        ("What went poorly", "What Went Wrong"),
        ("What went poorly", "What didn't go well?"),
        ("Where we were lucky", "Where we got lucky"),
        ("Action items", "Action Items & Follow-ups"),
        ("Action items", "✅ Action items:"),
        ("Action items", "**Remediation**"),
        ("Action items", "TODOs"),
        ("Summary", "TL;DR"),
    ],
)
def test_a_heading_with_another_name_is_near(title: str, heading: str) -> None:
    assert near(title, "Background", heading) == (heading,)


@pytest.mark.parametrize("heading", ["Actions of the attacker", "Impacts", "Timeliness", "Background"])
def test_a_heading_that_only_looks_alike_is_not_near(heading: str) -> None:
    assert (near("Action items", heading), near("Timeline (UTC)", heading)) == ((), ())


def test_another_section_of_the_process_is_never_near() -> None:
    assert near("Action Items", "Next steps", preset="war-room") == ()
    assert near("Action Items", "Next steps", preset="p-levels") == ("Next steps",)


def test_a_part_inside_another_is_returned_once() -> None:
    process = PROCESSES["default"]
    section = process.postmortem.sections[-1]
    read = read_outline("# T\n\n## Actions\n\n- a\n\n### Next steps\n\n- b\n\n## Tasks\n\n- c\n")

    assert [each.title for each in parts_near(section, read, process)] == ["Actions", "Tasks"]
