"""Checklists and announcements that a process has prepared, checked where people read them."""

from __future__ import annotations

import re
from html import unescape
from string import Formatter

from incident_actions.drill.rehearsal.timeline import Timeline
from incident_actions.drill.stage import Stage
from incident_actions.model.process.communication import Announcement, Checklist

FENCED = re.compile(r"^(`{3,})[^\n]*\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


def expect_checklists(timeline: Timeline, on: Stage, phase: str, text: str) -> None:
    """Check that a text shows every step of a phase's checklists."""
    mine = (each for each in timeline.process.checklists if each.when == phase)
    lists = [each for each in mine if _concerns(each, timeline)]
    if lists:
        lacking = [step for each in lists for step in each.items if step not in visible_text(text)]
        on.check(f"asked for: {' · '.join(each.name for each in lists)}", lacking, [])


def expect_ready_words(timeline: Timeline, on: Stage, stage: str, text: str) -> None:
    """Check that a text shows the announcements of a stage with their blanks filled."""
    mine = (each for each in timeline.process.announcements if each.stage.casefold() == stage.casefold())
    for announcement in (each for each in mine if _concerns(each, timeline)):
        ready = [block for _, block in FENCED.findall(text) if not _lacking(announcement, block)]
        on.check(f"words ready for {announcement.audience}:", len(ready), 1)
        on.narration.print_detail(ready[0].strip())


def _concerns(each: Checklist | Announcement, timeline: Timeline) -> bool:
    return not each.severities or timeline.severity.label in each.severities


def visible_text(markdown: str) -> str:
    """Return what a reader sees of Markdown: the text without its escapes."""
    return re.sub(r"[\u200b\u2060]|\\(?=\W)", "", unescape(markdown))


def _lacking(announcement: Announcement, text: str) -> list[str]:
    """List the lines of an announcement, between its blanks, that a text does not show."""
    parts = (part for part, *_ in Formatter().parse(announcement.text))
    lines = (line.strip(" @") for part in parts for line in part.splitlines())
    return [line for line in lines if line not in visible_text(text)]
