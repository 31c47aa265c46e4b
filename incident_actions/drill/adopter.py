"""The files of a repository that has adopted the tool, for sandboxes to begin with."""

from __future__ import annotations

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.gateway.repository.tool_files import read_tool_file
from incident_actions.model.process.configuration_reader import CONFIGURATION, read_process
from incident_actions.setup.files import Adoption, initial_files, maintained_files
from incident_actions.setup.source import Source
from incident_actions.text.wording import Wording


def files_of_adopter(configuration: str, source: Source, runner: str = "") -> dict[str, str]:
    """Return the files of a repository that adopted the tool with a configuration; raises InvalidConfiguration."""
    process = read_process(configuration, templates.load_preset, tuple(BY_WORD))
    render = Wording(templates.load_template).render
    given = Adoption(source, process.name, runner=runner)
    return (
        initial_files(given, render)
        | {CONFIGURATION: configuration}
        | maintained_files(given, process, read_tool_file, render)
    )
