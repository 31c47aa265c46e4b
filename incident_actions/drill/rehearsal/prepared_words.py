"""Checklists and announcements that a process has prepared, checked where people read them."""

from __future__ import annotations

import re
from html import unescape
from string import Formatter

from incident_actions.drill.rehearsal.timeline import Timeline
from incident_actions.drill.shop import INCIDENT
from incident_actions.drill.stage import Stage
from incident_actions.engine import form_answers
from incident_actions.engine.ready_words import DECLARED, STATUS_PAGE_LINE
from incident_actions.model.process.communication import Announcement, Checklist

BLANK = re.compile(r"\[([a-z][a-z ]+)\]")
FENCED = re.compile(r"^(`{3,})[^\n]*\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


def expect_checklists(timeline: Timeline, on: Stage, phase: str, text: str) -> None:
    """Check that a text shows every step of a phase's checklists."""
    mine = (each for each in timeline.process.checklists if each.when == phase)
    lists = [each for each in mine if _concerns(each, timeline)]
    if lists:
        incident = timeline.read_incident(on)
        left = (step for each in lists for step in form_answers.unanswered_items(each, incident, timeline.process))
        lacking = [step for step in left if step not in visible_text(text)]
        on.check(f"checklists posted: {' · '.join(each.name for each in lists)}", lacking, [])


def applicable_steps(timeline: Timeline, phase: str) -> list[str]:
    """Return the steps of a phase that people tick."""
    mine = (each for each in timeline.process.checklists if each.when == phase and each.kind == "steps")
    return [step for each in mine if _concerns(each, timeline) for step in each.items]


def expect_ready_words(timeline: Timeline, on: Stage, stage: str, text: str) -> None:
    """Check that a text shows the announcements of a stage, apart from those that an earlier text showed."""
    for announcement in _announcements(timeline, stage):
        ready = _ready_blocks(announcement, text)
        on.check_silently(f"{announcement.name} is ready to copy", len(ready), 1)
        _print_announcement(timeline, on, announcement, ready[0])


def expect_declared_words(timeline: Timeline, on: Stage) -> None:
    """Check that the card has the words for the declaration, and print those that a comment has completed.

    Words for some severities only are not ready before the severity is known.
    """
    replies = "\n".join(on.repository.replies(INCIDENT))
    rated = bool(timeline.read_incident(on).severity)
    for announcement in (each for each in _announcements(timeline, DECLARED) if rated or not each.severities):
        on.check_silently(
            f"{announcement.name} is on the card", len(_ready_blocks(announcement, on.repository.card(INCIDENT))), 1
        )
        for block in _ready_blocks(announcement, replies):
            _print_announcement(timeline, on, announcement, block)


def expect_completed_words(timeline: Timeline, on: Stage) -> None:
    """Check that each text for the declaration was posted once, as soon as everything that it needs was known."""
    expect_declared_words(timeline, on)
    on.check_silently(
        "the words for the declaration were posted",
        [each.name for each in _announcements(timeline, DECLARED)],
        [],
    )


def _announcements(timeline: Timeline, stage: str) -> list[Announcement]:
    mine = (each for each in timeline.process.announcements if each.stage.casefold() == stage.casefold())
    return [each for each in mine if _concerns(each, timeline) and each.name not in timeline.announced]


def _ready_blocks(announcement: Announcement, text: str) -> list[str]:
    blocks = (block for _, block in FENCED.findall(text))
    return [block for block in blocks if _shape(announcement).fullmatch(visible_text(block).strip("\n"))]


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


def _shape(announcement: Announcement) -> re.Pattern[str]:
    """Return what an announcement looks like, whatever fills its blanks. The line of a status page may be missing."""
    parts = Formatter().parse(STATUS_PAGE_LINE.sub("\0", announcement.text).rstrip("\n"))
    shape = "".join(
        re.escape(text.rstrip("@") if name else text) + (r"[^\n]*" if name else "") for text, name, *_ in parts
    )
    return re.compile(shape.replace(re.escape("\n") + "\0", r"(\n[^\n]*)?\n?"))
