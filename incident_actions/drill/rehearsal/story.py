"""The story of a preset's rehearsal: its process, the people of acme/shop, and the scenes for both."""

from __future__ import annotations

from incident_actions.drill.adopter import files_of_adopter
from incident_actions.drill.installed_tool import SOURCE
from incident_actions.drill.rehearsal.people import Participants
from incident_actions.drill.rehearsal.scenes import rehearsal_scenes
from incident_actions.drill.rehearsal.score import compute_score
from incident_actions.drill.rehearsal.timeline import Timeline
from incident_actions.drill.shop import FIRST_FILES, INCIDENT
from incident_actions.drill.stage import Stage
from incident_actions.drill.story import Story
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.process import Process
from incident_actions.text.wording import Wording


def rehearsal_story(preset: str) -> Story:
    """Return the story of a preset; raises InvalidConfiguration for an unknown one."""
    participants = Participants(_process(f"extends: {preset}\n"))
    timeline = Timeline(Participants(_process(participants.configuration)))
    wording = Wording(templates.load_template)
    values = {"process": timeline.process, "severity": timeline.severity}
    return Story(
        preset=preset,
        scenes=rehearsal_scenes(timeline),
        files={
            **files_of_adopter(participants.configuration, SOURCE),
            **FIRST_FILES,
        },
        people=participants.collaborators,
        opening=wording.render("drill/rehearsal.txt", values),
        path=lambda: timeline.path,
        verdict=lambda on: _verdict(on, timeline.process, wording),
    )


def _process(text: str) -> Process:
    return read_process(text, templates.load_preset, tuple(BY_WORD))


def _verdict(on: Stage, process: Process, wording: Wording) -> str:
    found = compute_score(INCIDENT, on.repository.record(INCIDENT), process)
    return wording.render("drill/score.txt", {"score": found})
