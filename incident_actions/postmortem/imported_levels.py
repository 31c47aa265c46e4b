"""The levels of the check for an imported file: what people wrote for another tool fails nobody's pull request."""

from __future__ import annotations

from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident.incident import Incident
from incident_actions.model.process.check_rules import Level, RuleName
from incident_actions.model.process.process import Process
from incident_actions.postmortem.checks.front_matter import UnreadableFrontMatter, parse_front_matter
from incident_actions.postmortem.finding import rule_levels
from incident_actions.postmortem.outline import read_outline

ALWAYS_ERRORS = ("secret-found",)
"""A credential must not be published, whoever wrote it."""


def process_for_file(text: str, process: Process, incident: Incident | None) -> Process:
    """Return the process with the levels for one file: in an imported one, errors are warnings.

    A file about an `incident` that is on record was not imported, whatever its front matter says.
    """
    if incident is not None or not is_imported(text):
        return process
    milder: dict[RuleName, Level] = {
        name: "warning" if level == "error" and name not in ALWAYS_ERRORS else level
        for name, level in rule_levels(process).items()
    }
    return replace(process, postmortem=replace(process.postmortem, rules=milder))


def is_imported(text: str) -> bool:
    """Whether the front matter of a file says that it was imported."""
    try:
        values = parse_front_matter((read_outline(text).front_matter or "").strip())
    except UnreadableFrontMatter:
        return False
    return values.get("imported") is True
