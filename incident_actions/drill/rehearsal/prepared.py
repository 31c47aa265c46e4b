"""What a process has prepared for its incidents, and what of it cannot be read in a text."""

from __future__ import annotations

from string import Formatter

from incident_actions.drill.rehearsal.tale import Tale
from incident_actions.process.communication import Announcement, Checklist


def checklists(tale: Tale, phase: str) -> tuple[Checklist, ...]:
    """The checklists of a phase that are there for the incident's severity."""
    mine = (each for each in tale.process.checklists if each.when == phase)
    return tuple(each for each in mine if not each.severities or tale.severity.label in each.severities)


def words(tale: Tale, stage: str) -> tuple[Announcement, ...]:
    """The ready-made words for a stage that are there for the incident's severity."""
    mine = (each for each in tale.process.announcements if each.stage.casefold() == stage.casefold())
    return tuple(each for each in mine if not each.severities or tale.severity.label in each.severities)


def lacking(announcement: Announcement, shown: str) -> list[str]:
    """The lines of ready-made words, between their blanks, that a text does not show."""
    parts = (part for part, *_ in Formatter().parse(announcement.text))
    lines = (line.strip(" @") for part in parts for line in part.splitlines())
    return [line for line in lines if line not in shown]
