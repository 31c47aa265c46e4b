"""What a trial has shown, for people and for programs."""

from __future__ import annotations

import pytest

from incident_actions.conformance.assumption import Assumption
from incident_actions.conformance.report import as_json, exit_code, observation_line, summary_line
from incident_actions.conformance.suite import Observation, Outcome

RULE = Assumption("label-color", "A label keeps its color.", "https://docs.github.com/labels", lambda _: None)


@pytest.mark.parametrize(
    ("outcome", "found", "line"),
    [
        ("holds", "", "ok      label-color: A label keeps its color. (https://docs.github.com/labels)"),
        (
            "differs",
            "the color: 'red'\ninstead of 'blue'",
            "DIFFERS label-color: A label keeps its color. Here: the color: 'red' instead of 'blue'. (https://docs.github.com/labels)",
        ),
    ],
)
def test_an_observation_is_one_line_with_its_source(outcome: Outcome, found: str, line: str) -> None:
    assert observation_line(Observation(RULE, outcome, found)) == line


@pytest.mark.parametrize(
    ("outcomes", "words", "code"),
    [
        (["holds", "holds"], "2 of 2 assumptions hold.", 0),
        (
            ["holds", "missing"],
            "1 of 2 assumptions hold; 1 could not be tried, because the server or the token lacks a feature.",
            0,
        ),
        (["differs", "unclear"], "0 of 2 assumptions hold; 1 differs; 1 could not be checked: run it again later.", 1),
        (["differs", "differs"], "0 of 2 assumptions hold; 2 differ.", 1),
        (["holds", "unclear"], "1 of 2 assumptions hold; 1 could not be checked: run it again later.", 3),
    ],
)
def test_the_counts_and_the_exit_code_follow_from_the_outcomes(outcomes: list[Outcome], words: str, code: int) -> None:
    seen = [Observation(RULE, outcome) for outcome in outcomes]

    assert (summary_line(seen), exit_code(seen)) == (words, code)


def test_programs_get_every_assumption_with_its_source() -> None:
    assert as_json("https://api.github.com", "ada/x", [Observation(RULE, "differs", "it is red")]) == {
        "api": "https://api.github.com",
        "repository": "ada/x",
        "counts": {"holds": 0, "differs": 1, "missing": 0, "unclear": 0},
        "assumptions": [
            {
                "name": "label-color",
                "sentence": "A label keeps its color.",
                "source": "https://docs.github.com/labels",
                "outcome": "differs",
                "found": "it is red",
            }
        ],
    }
