"""A post-mortem that names no source of the detection is reported; any source is enough, wherever it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_actions.postmortem.check import findings
from incident_actions.postmortem.checks.detection import SOURCE, find_problems
from incident_actions.postmortem.finding import DetectionWithoutSource
from incident_actions.postmortem.outline import read_outline
from tests.postmortem.form_processes import FORMS
from tests.postmortem.good_postmortem import GOOD_POSTMORTEM, findings_of, line_of
from tests.postmortem.sound_postmortems import SOUND
from tests.worlds import PROCESS

NOTICED = "Customers noticed first."
SILENT = GOOD_POSTMORTEM.replace(NOTICED, "It took too long.")


def test_a_file_without_a_source_is_reported_at_its_timeline() -> None:
    assert findings(SILENT, PROCESS) == (DetectionWithoutSource(line_of("## Timeline")),)


@pytest.mark.parametrize(
    "words",
    ["The alert on failed orders fired.", "Grafana alerted us.", "PagerDuty paged linus.", "A synthetic check failed; we saw the dashboard.",
     "Reported by a customer at 13:50.", "Two users opened a ticket.", "Detected by: `linus`", "@linus noticed it by chance.",
     "We\nfound out on the train.", "Support called.", "A customer on the phone complained about it."],
)  # fmt: skip
def test_any_source_is_enough(words: str) -> None:
    assert findings_of(NOTICED, words) == []


@pytest.mark.parametrize(
    "noticed",
    ["noticed", "Notices", "NOTICING", "reported", "detected", "discovered", "complained", "raised", "spotted", "flagged",
     "escalated", "observed", "found", "saw", "told us", "wrote in", "wrote to", "called", "opened a ticket",
     "opened the case"],
)  # fmt: skip
def test_any_word_for_noticing_is_enough_beside_people(noticed: str) -> None:
    assert findings_of(NOTICED, f"A client {noticed} so.") == []


@pytest.mark.parametrize(
    "source",
    ["alerts", "alertmanager", "alarm", "monitoring", "pager", "pages", "dashboards", "synthetics", "probe", "healthcheck",
     "health checks", "anomaly detection", "support ticket", "bug report", "User tickets", "customer reports"],
)  # fmt: skip
def test_any_word_for_a_source_is_enough(source: str) -> None:
    assert findings_of(NOTICED, f"From {source} at night.") == []


@pytest.mark.parametrize(
    "words",
    ["There was no alert.", "It began before any alert.", "The release was found to be wrong.", "Nobody looked."],
)
def test_what_only_mentions_alerts_is_not_a_source(words: str) -> None:
    assert findings_of(NOTICED, words) == [DetectionWithoutSource(line_of("## Timeline"))]


@pytest.mark.parametrize(
    ("field", "reported"),
    [("Alert from Grafana", False), ("<!-- alert / user report -->", False), ("", True), (" ", True)],
)
def test_the_header_names_the_source_where_the_process_has_a_field_for_it(field: str, reported: bool) -> None:
    text = SILENT.replace("- **Commander:**", f"- **Detected by:** {field}\n- **Commander:**")

    found = [each for each in findings(text, PROCESS) if isinstance(each, DetectionWithoutSource)]

    assert bool(found) is reported


def test_a_form_without_timeline_and_summary_has_no_place_for_the_source() -> None:
    assert findings(SOUND["war-room"], FORMS["war-room"]) == ()


@given(st.from_regex(re.compile(SOURCE.pattern, re.IGNORECASE), fullmatch=True))
def test_whatever_has_the_form_of_a_source_is_enough(words: str) -> None:
    line = " ".join(words.split())
    read = read_outline(SILENT.replace("It took too long.", line))

    if any(SOURCE.search(each.visible_text) for each in read.passages):
        assert list(find_problems(read, PROCESS)) == []
