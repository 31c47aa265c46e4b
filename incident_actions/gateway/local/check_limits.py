"""Which files the check reads, how long each may be, and what it says of one that it does not read."""

from __future__ import annotations

from difflib import get_close_matches

from incident_actions.gateway.local.workspace import BYTES_OF_A_CHARACTER
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import CONFIGURATION
from incident_actions.postmortem.check import LONGEST, TALLEST, is_postmortem
from incident_actions.postmortem.finding import FileTooLong, Finding, TemplateTooLong, TemplateUnknown


def is_checked(path: str) -> bool:
    """Whether the check reads a file of the repository."""
    return path == CONFIGURATION or is_template(path) or is_postmortem(path)


def is_template(path: str) -> bool:
    """Whether a path is that of a team's own template, or stands in the place of their folder."""
    return path == templates.OWN or path.startswith(f"{templates.OWN}/")


def longest(path: str) -> int:
    """How many bytes of a file are read."""
    return templates.LONGEST if is_template(path) else LONGEST * BYTES_OF_A_CHARACTER


def too_long(path: str) -> Finding:
    """What is said of a longer one."""
    return TemplateTooLong(1, templates.LONGEST) if is_template(path) else FileTooLong(1, LONGEST, TALLEST)


def unused(path: str) -> Finding | None:
    """What is said of a template that the tool has none of, and never looks for; None for every other file."""
    name = path.removeprefix(f"{templates.OWN}/")
    if not is_template(path) or templates.template(name) is not None:
        return None
    return TemplateUnknown(1, name, "".join(get_close_matches(name, templates.names(), 1)))
