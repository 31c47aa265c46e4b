"""Which files of a repository only the tool uses, so that they go when a team leaves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from incident_actions.model.process.configuration_reader import CONFIGURATION, FORM
from incident_actions.setup import workflows
from incident_actions.setup.stamp import is_stamped

MAINTAINED = (*(workflows.workflow_path(name) for name in (*workflows.NAMES, *workflows.OPTIONAL)), FORM)
"""Where `init` writes the workflows and the form."""

TEAMS_OWN = (CONFIGURATION, ".github/incidents")
"""The configuration, and the folder with a team's own templates."""


def files_to_remove(maintained: Mapping[str, str], teams_own: Iterable[str]) -> tuple[str, ...]:
    """Return the files that `init` wrote, edited or not, and those with which the team configures the tool.

    `maintained` are the texts of the files at `MAINTAINED` that exist, and `teams_own` the paths of those at
    `TEAMS_OWN`. A file of the same name that somebody else wrote stays.
    """
    return (*sorted(path for path, text in maintained.items() if is_stamped(text)), *sorted(teams_own))
