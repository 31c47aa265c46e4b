"""The scenarios that come with the tool, as far as a drill in a repository needs them.

Nobody plays the people of a scenario there, so what they do becomes news. The files are not validated in a run: a test
reads each of them as `drill --serve` does, and compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from incident_actions.contract.drill_scenario import DrillScenario, LaterStep, ScenarioAnswer
from incident_actions.model.process.extends import plain_values
from incident_actions.model.process.yaml_parsing import parse_yaml

SCENARIOS = Path(__file__).parents[2] / "game_days" / "scenarios"
START = "start"


def find_scenario(name: str) -> ScenarioAnswer:
    """Return the scenario of a name, if there is one, and the names of all."""
    known = tuple(sorted(path.stem for path in SCENARIOS.glob("*.yml")))
    if name not in known:
        return ScenarioAnswer(known)
    file = SCENARIOS / f"{name}.yml"
    given: Any = plain_values(parse_yaml(file.read_text(encoding="utf-8"), file.name))
    return ScenarioAnswer(known, _read_scenario(name, given))


def _read_scenario(name: str, given: Mapping[str, Any]) -> DrillScenario:
    """Return a scenario whose drill begins with its first alert or report, which gives title and severity."""
    steps = given["steps"]
    opening = min((each for each in steps if _opens(each)), key=_minutes)
    opened = opening.get("alert") or opening["report"]
    return DrillScenario(
        name=name,
        title=opened["title"],
        severities=(opened["severity"],) if opened.get("severity") else (),
        briefing="\n\n".join(text.strip() for text in (given["summary"], opened.get("summary", "")) if text),
        steps=tuple(_later_step(each, _minutes(opening)) for each in steps if each is not opening),
    )


def _opens(step: Mapping[str, Any]) -> bool:
    return ("alert" in step or "report" in step) and step.get("after", START) == START


def _minutes(step: Mapping[str, Any]) -> int:
    return int(step.get("at", 0))


def _later_step(step: Mapping[str, Any], begins: int) -> LaterStep:
    """Return a step; what counts from the start of the scenario counts from the start of the drill, `begins` later."""
    after, (kind, text) = step.get("after", START), _news(step)
    minutes = max(0, _minutes(step) - (begins if after == START else 0))
    return LaterStep(minutes, after, step.get("unless", ""), kind, step.get("by", ""), text)


def _news(step: Mapping[str, Any]) -> tuple[str, str]:
    """Return what a step is, and its words."""
    if alert := step.get("alert"):
        return "over" if alert.get("status") == "resolved" else "alert", alert["title"]
    for kind, more in (("report", "summary"), ("merge", "text")):
        if told := step.get(kind):
            return kind, "\n\n".join(text for text in (told["title"], told.get(more, "")) if text)
    return ("silent", step["silent"]) if "silent" in step else ("comment", step["comment"])
