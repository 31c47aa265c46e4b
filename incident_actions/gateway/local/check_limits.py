"""Which files `check` reads, how long they may be, and the findings for files that it does not read."""

from __future__ import annotations

from difflib import get_close_matches

from incident_actions.gateway.local.safe_files import MAX_BYTES_PER_CHARACTER
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import CONFIGURATION
from incident_actions.postmortem.check import LONGEST, TALLEST
from incident_actions.postmortem.finding import FileTooLong, Finding, TemplateTooLong, TemplateUnknown
from incident_actions.postmortem.index import is_postmortem


def is_checked(path: str) -> bool:
    """Return whether `check` reads a file of the repository."""
    return path == CONFIGURATION or is_template(path) or is_postmortem(path)


def is_template(path: str) -> bool:
    """Return whether a path is that of a team's own template, or of their folder."""
    return path == templates.OWN_FOLDER or path.startswith(f"{templates.OWN_FOLDER}/")


def max_bytes(path: str) -> int:
    """Return how many bytes of a file are read."""
    return templates.MAX_BYTES if is_template(path) else LONGEST * MAX_BYTES_PER_CHARACTER


def too_long_finding(path: str) -> Finding:
    """Return the finding for a longer file."""
    return TemplateTooLong(1, templates.MAX_BYTES) if is_template(path) else FileTooLong(1, LONGEST, TALLEST)


def unknown_template_finding(path: str) -> Finding | None:
    """Return the finding for a template whose name the tool does not use; None for any other file."""
    name = path.removeprefix(f"{templates.OWN_FOLDER}/")
    if not is_template(path) or templates.load_template(name) is not None:
        return None
    return TemplateUnknown(1, name, "".join(get_close_matches(name, templates.template_names(), 1)))
