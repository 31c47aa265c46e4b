"""The scenarios that come with the tool, and those of a team."""

from __future__ import annotations

from pathlib import Path

from incident_actions.game_days.scenario import Scenario
from incident_actions.game_days.scenario_reader import read_scenario
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.local.safe_files import MAX_BYTES_PER_CHARACTER, NotReadable, read_named_file
from incident_actions.gateway.repository.templates import PACKAGE
from incident_actions.model.process.extends import did_you_mean
from incident_actions.model.process.yaml_parsing import LONGEST

FOLDER = PACKAGE / "game_days" / "scenarios"
DEFAULT_SCENARIO = "bad-release"


def scenario_names() -> tuple[str, ...]:
    """Return the names of the scenarios that come with the tool."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yml")))


def scenario_text(given: str) -> str:
    """Return the text of a scenario that comes with the tool, by its name, or of a file; raises UserError."""
    names = scenario_names()
    if given in names:
        return (FOLDER / f"{given}.yml").read_text(encoding="utf-8")
    if "/" not in given and not given.endswith((".yml", ".yaml")):
        hint = did_you_mean(given, names).capitalize()
        raise UserError(f"There is no scenario {given!r}. {hint}The scenarios are {', '.join(names)}. Or name a file.")
    return named_text(given)


def named_text(given: str) -> str:
    """Return the text of a file that a person named; raises UserError."""
    try:
        return read_named_file(Path(given), LONGEST * MAX_BYTES_PER_CHARACTER).decode("utf-8", "replace")
    except NotReadable as wrong:
        raise UserError(str(wrong)) from wrong
    except OSError as wrong:
        raise UserError(f"{given} can't be read: {wrong.strerror}.") from wrong


def shipped_scenarios() -> dict[str, Scenario]:
    """Return every scenario that comes with the tool, by its name."""
    return {name: read_scenario(scenario_text(name), f"{name}.yml") for name in scenario_names()}
