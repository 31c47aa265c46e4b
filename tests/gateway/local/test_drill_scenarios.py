"""The scenarios that come with the tool can be played in a real repository, too."""

from pathlib import Path

import pytest

from incident_actions.contract.drill_scenario import DrillScenario, LaterStep, ScenarioAnswer, read_step
from incident_actions.game_days.scenario import Scenario, ScenarioMoment
from incident_actions.game_days.scenario_reader import read_scenario
from incident_actions.gateway.local import drill_scenarios
from incident_actions.gateway.local.drill_scenarios import SCENARIOS, find_scenario

NAMES = tuple(sorted(path.stem for path in SCENARIOS.glob("*.yml")))


def validated(name: str) -> Scenario:
    """Read a scenario as `drill --serve` does."""
    return read_scenario((SCENARIOS / f"{name}.yml").read_text(), f"{name}.yml")


def test_a_name_that_there_is_not_has_the_list() -> None:
    assert len(NAMES) >= 6
    assert find_scenario("bad-relese") == ScenarioAnswer(NAMES)


@pytest.mark.parametrize("name", ["../secrets", "", "scenario.yml", "/etc/passwd"])
def test_no_name_leads_to_another_file(name: str) -> None:
    assert find_scenario(name).found is None


def test_a_drill_begins_with_the_first_alert_and_the_rest_is_news() -> None:
    found = find_scenario("bad-release").found

    assert found is not None
    assert (found.title, found.severities) == ("Checkout answers with errors", ("critical",))
    assert found.steps[:2] == (
        LaterStep(0, "start", "", "merge", "linus", "Release 41\n\nCopies the settings of the example."),
        LaterStep(
            3,
            "start",
            "mitigated",
            "comment",
            "mary",
            "Customers call us: they cannot pay. What shall we tell them?",
        ),
    )


def test_what_a_scenario_leaves_out_is_as_its_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drill_scenarios, "SCENARIOS", tmp_path)
    steps = "[{alert: {title: Down}}, {by: mary, comment: Really?}, {at: 2, by: linus, silent: he sleeps}]"
    (tmp_path / "short.yml").write_text(f"title: Short\nsummary: It breaks.\nsteps: {steps}\n")

    assert find_scenario("short").found == DrillScenario(
        "short",
        "Down",
        (),
        "It breaks.",
        (
            LaterStep(0, "start", "", "comment", "mary", "Really?"),
            LaterStep(2, "start", "", "silent", "linus", "he sleeps"),
        ),
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_is_read_whole_and_its_steps_fit_on_record(name: str) -> None:
    scenario, found = validated(name), find_scenario(name).found

    assert isinstance(found, DrillScenario)
    assert found.briefing.startswith(scenario.summary.strip())
    assert len(found.steps) == len(scenario.steps) - 1
    assert sum(each.kind == "over" for each in found.steps) == sum(
        each.alert is not None and each.alert.status == "resolved" for each in scenario.steps
    )
    assert [read_step(each.as_pair()) for each in found.steps] == list(found.steps)
    assert {each.after for each in found.steps} <= {each.value for each in ScenarioMoment}
    kept = [each for each in scenario.steps if each.after is not ScenarioMoment.START]
    assert [(each.minutes, each.after, each.unless, each.by) for each in found.steps if each.after != "start"] == [
        (each.at, each.after.value, each.unless.value if each.unless else "", each.by or "") for each in kept
    ]
