"""A rehearsal of a preset, put together: its process, the people of acme/shop, and the story of both."""

from __future__ import annotations

from incident_actions.drill import night
from incident_actions.drill.rehearsal.cast import Cast
from incident_actions.drill.rehearsal.scenes import scenes
from incident_actions.drill.rehearsal.score import score
from incident_actions.drill.rehearsal.tale import INCIDENT, Tale
from incident_actions.drill.scenario import README
from incident_actions.drill.stage import Stage
from incident_actions.drill.story import Story
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates, tool_files
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.process import Process
from incident_actions.sandbox.tool import TOOL
from incident_actions.text.wording import Wording


def rehearsal(preset: str) -> Story:
    """The story of a preset; raises InvalidConfiguration where there is none of that name."""
    cast = Cast(_process(f"extends: {preset}\n"))
    tale = Tale(Cast(_process(cast.configuration)))
    wording = Wording(templates.template)
    values = {"process": tale.process, "severity": tale.severity}
    return Story(
        preset=preset,
        scenes=scenes(tale),
        files={
            **tool_files.adopted(cast.configuration, TOOL),
            "README.md": README,
            night.SETTINGS: night.settings(5),
        },
        people=cast.collaborators,
        opening=wording.render("drill/rehearsal.txt", values),
        path=lambda: tale.path,
        verdict=lambda on: _verdict(on, tale.process, wording),
    )


def _process(text: str) -> Process:
    return read_process(text, templates.preset, tuple(BY_WORD))


def _verdict(on: Stage, process: Process, wording: Wording) -> str:
    found = score(INCIDENT, on.world.record(INCIDENT), process)
    return wording.render("drill/score.txt", {"score": found})
