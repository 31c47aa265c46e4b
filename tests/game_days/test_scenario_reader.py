"""A scenario is checked like a configuration: every mistake with its file, line and column."""

from __future__ import annotations

import pytest

from incident_actions.game_days.scenario import Scenario, ScenarioAlert, ScenarioMoment, ScenarioStep
from incident_actions.game_days.scenario_reader import read_scenario
from incident_actions.model.process.mistake import InvalidConfiguration

HEAD = "title: A\nsummary: B\npeople: {mary: triage}\nsteps:\n  - alert: {title: Down}\n"


def mistakes(text: str) -> list[str]:
    with pytest.raises(InvalidConfiguration) as wrong:
        read_scenario(text, "own.yml")
    return [str(each) for each in wrong.value.mistakes]


def test_a_scenario_is_read() -> None:
    text = f"{HEAD}  - {{at: 5, after: mitigated, unless: resolved, by: mary, comment: Thanks}}\nexpect: [Ask]\n"

    assert read_scenario(text, "own.yml") == Scenario(
        title="A",
        summary="B",
        people={"mary": "triage"},
        steps=(
            ScenarioStep(alert=ScenarioAlert(title="Down")),
            ScenarioStep(
                at=5, after=ScenarioMoment.MITIGATED, unless=ScenarioMoment.RESOLVED, by="mary", comment="Thanks"
            ),
        ),
        expect=("Ask",),
    )


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("expct: [x]\n", ["own.yml:6:1: expct: unknown key; did you mean `expect`?"]),
        ("  - {by: mary, coment: x}\n", ["own.yml:6:16: steps.1.coment: unknown key; did you mean `comment`?"]),
        (
            "  - {aftr: mitigated, by: mary, comment: x}\n",
            ["own.yml:6:6: steps.1.aftr: unknown key; did you mean `after`?"],
        ),
        (
            "  - {after: mitigted, by: mary, comment: x}\n",
            [
                "own.yml:6:6: steps.1.after: did you mean `mitigated`? expected 'start', 'declared', 'paged', "
                "'acknowledged', 'updated', 'published', 'mitigated' or 'resolved'"
            ],
        ),
        (
            "  - {at: soon, by: mary, comment: x}\n",
            ["own.yml:6:6: steps.1.at: expected a whole number of minutes, such as 30"],
        ),
        ("  - {by: mary}\n", ["own.yml:6:5: steps.1: expected one of `alert`, `report`, `comment`, `merge`, `silent`"]),
        (
            "  - {by: mary, comment: x, silent: y}\n",
            [
                "own.yml:6:28: steps.1.silent: a step has only one of `alert`, `report`, `comment`, `merge`, `silent`; "
                "make it a step of its own"
            ],
        ),
        ("  - {comment: x}\n", ["own.yml:6:6: steps.1.comment: `by` is missing: who does it?"]),
        ("  - {by: mary, alert: {title: x}}\n", ["own.yml:6:6: steps.1.by: an alert comes from nobody; remove `by`"]),
        (
            "  - {by: marry, comment: x}\n",
            ["own.yml:6:6: steps.1.by: not one of `people`; did you mean `mary`? there are: mary"],
        ),
        (
            "  - {by: mary, incident: secnd, comment: x}\n",
            ["own.yml:6:16: steps.1.incident: no step opens an incident of that name; there are: first"],
        ),
    ],
)
def test_a_mistake_has_its_place_and_what_was_probably_meant(more: str, found: list[str]) -> None:
    assert mistakes(HEAD + more) == found


def test_a_scenario_opens_an_incident_by_itself() -> None:
    text = "title: A\nsummary: B\nsteps:\n  - {after: declared, alert: {title: Down}}\n"

    assert mistakes(text) == [
        "own.yml:3:1: steps: expected an `alert` or a `report` after the start, which opens the first incident"
    ]


def test_an_empty_file_lacks_everything() -> None:
    assert mistakes("") == [f"own.yml:1:1: {key}: this key is required" for key in ("title", "summary", "steps")]
