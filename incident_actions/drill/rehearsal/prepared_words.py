"""Checklists and announcements that a process has prepared, checked where people read them."""

from __future__ import annotations

import re
from html import unescape
from string import Formatter

from incident_actions.drill.rehearsal.timeline import Timeline
from incident_actions.drill.stage import Stage
from incident_actions.model.process.communication import Announcement, Checklist

BLANK = re.compile(r"\[([a-z][a-z ]+)\]")
FENCED = re.compile(r"^(`{3,})[^\n]*\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


def expect_checklists(timeline: Timeline, on: Stage, phase: str, text: str) -> None:
    """Check that a text shows every step of a phase's checklists."""
    mine = (each for each in timeline.process.checklists if each.when == phase)
    lists = [each for each in mine if _concerns(each, timeline)]
    if lists:
        lacking = [step for each in lists for step in each.items if step not in visible_text(text)]
        on.check(f"checklists posted: {' · '.join(each.name for each in lists)}", lacking, [])


def expect_ready_words(timeline: Timeline, on: Stage, stage: str, text: str) -> None:
    """Check that a text shows the announcements of a stage, apart from those that an earlier text showed."""
    for announcement in _announcements(timeline, stage):
        ready = _ready_blocks(announcement, text)
        on.check_silently(f"{announcement.name} is ready to copy", len(ready), 1)
        _print_announcement(timeline, on, announcement, ready[0])


def show_ready_words(timeline: Timeline, on: Stage, stage: str, text: str) -> None:
    """Print those announcements of a stage that a text shows already."""
    for announcement in _announcements(timeline, stage):
        for block in _ready_blocks(announcement, text):
            _print_announcement(timeline, on, announcement, block)


def _announcements(timeline: Timeline, stage: str) -> list[Announcement]:
    mine = (each for each in timeline.process.announcements if each.stage.casefold() == stage.casefold())
    return [each for each in mine if _concerns(each, timeline) and each.name not in timeline.announced]


def _ready_blocks(announcement: Announcement, text: str) -> list[str]:
    return [block for _, block in FENCED.findall(text) if not _lacking(announcement, block)]


def _print_announcement(timeline: Timeline, on: Stage, announcement: Announcement, block: str) -> None:
    """Print an announcement with its blanks filled; if some are left, only which."""
    timeline.announced.add(announcement.name)
    blanks = dict.fromkeys(BLANK.findall(block))
    left = f" (left to fill in: {', '.join(blanks)})" if blanks else ""
    on.narration.print_fact(f"announcement for {announcement.audience}, ready to copy{left}")
    if not blanks:
        on.narration.print_detail(block.strip())


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
