"""The tool's own `.github`, in an installed package as in a checkout, and what a repository makes of it that adopts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incident_actions.gateway.repository import templates
from incident_actions.gateway.repository.templates import PACKAGE

if TYPE_CHECKING:
    from incident_actions.setup.source import Source

# The wheel carries a copy of it inside the package; a checkout runs on the very same files.
GITHUB = next(place for place in (PACKAGE / "adopt", PACKAGE.parent / ".github") if place.is_dir())
ACTION = ".github/actions/incident-actions"


def own(path: str) -> str:
    """A file of the tool's own `.github`; raises FileNotFoundError."""
    return (GITHUB / path.removeprefix(".github/")).read_text(encoding="utf-8")


def adopted(configuration: str, source: Source, runner: str = "") -> dict[str, str]:
    """The files of a repository that adopted the tool with a configuration; raises InvalidConfiguration."""
    from incident_actions.engine.commands.registry import BY_WORD
    from incident_actions.model.process.configuration_reader import CONFIGURATION, read_process
    from incident_actions.setup.files import Adoption, initial_files, maintained_files
    from incident_actions.text.wording import Wording

    process = read_process(configuration, templates.preset, tuple(BY_WORD))
    render = Wording(templates.template).render
    given = Adoption(source, process.name, runner=runner)
    return initial_files(given, render) | {CONFIGURATION: configuration} | maintained_files(given, process, own, render)
