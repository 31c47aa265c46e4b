"""Read a scenario, and report all its mistakes with file, line and column, as for a configuration."""

from __future__ import annotations

from collections.abc import Iterator

from incident_actions.game_days.scenario import ACTIONS, Scenario, ScenarioMoment, ScenarioStep
from incident_actions.model.process.error_text import flaws
from incident_actions.model.process.extends import Flaw, Layers, did_you_mean, plain_values
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.validation import InvalidValues, validate
from incident_actions.model.process.yaml_parsing import parse_yaml

NEEDS_PERSON = ("report", "comment", "merge", "silent")
OPENS = ("alert", "report")


def read_scenario(text: str, file: str) -> Scenario:
    """Return the scenario of a file's text; raises InvalidConfiguration with every mistake."""
    own = parse_yaml(text, file)
    layers = Layers(file, own, plain_values(own), {}, ())
    try:
        scenario = validate(Scenario, layers.values)
    except InvalidValues as wrong:
        raise InvalidConfiguration(map(layers.mistake, flaws(wrong.errors, Scenario))) from wrong
    if found := tuple(_step_flaws(scenario)):
        raise InvalidConfiguration(map(layers.mistake, found))
    return scenario


def _step_flaws(scenario: Scenario) -> Iterator[Flaw]:
    opened = {each.incident for each in scenario.steps if _opens(each)}
    people = {login.casefold(): login for login in scenario.people}
    for place, step in enumerate(scenario.steps):
        here = ("steps", place)
        yield from _action_flaws(step, here)
        if step.by and step.by.casefold() not in people:
            known = ", ".join(people.values()) or "nobody"
            hint = did_you_mean(step.by, people.values())
            yield Flaw((*here, "by"), f"not one of `people`; {hint}there are: {known}")
        if not _opens(step) and step.incident not in opened:
            hint = did_you_mean(step.incident, opened)
            names = ", ".join(sorted(opened)) or "none"
            yield Flaw((*here, "incident"), f"no step opens an incident of that name; {hint}there are: {names}")
    if not any(_opens(each) and each.after is ScenarioMoment.START for each in scenario.steps):
        yield Flaw(("steps",), "expected an `alert` or a `report` after the start, which opens the first incident")


def _opens(step: ScenarioStep) -> bool:
    """Whether a step can open an incident."""
    return any(name in step.actions for name in OPENS)


def _action_flaws(step: ScenarioStep, here: tuple[str, int]) -> Iterator[Flaw]:
    choice = ", ".join(f"`{name}`" for name in ACTIONS)
    if not step.actions:
        yield Flaw(here, f"expected one of {choice}")
    elif len(step.actions) > 1:
        yield Flaw((*here, step.actions[1]), f"a step has only one of {choice}; make it a step of its own")
    elif step.actions[0] in NEEDS_PERSON and step.by is None:
        yield Flaw((*here, step.actions[0]), "`by` is missing: who does it?")
    elif step.actions[0] == "alert" and step.by is not None:
        yield Flaw((*here, "by"), "an alert comes from nobody; remove `by`")
