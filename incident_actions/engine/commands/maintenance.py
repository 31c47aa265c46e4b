"""`/maintenance <start> <length> <services> [quiet] <text>`: schedule maintenance, with an issue of its own."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from incident_actions.contract.decision import CommandRequest, Decision, Refused, cut_text
from incident_actions.contract.effects import OpenIssue
from incident_actions.engine.commands.command import Command, full_text, wrong_form
from incident_actions.model.incident import time_text
from incident_actions.model.incident.entry import CommandAnswered
from incident_actions.model.incident.start_text import split_start
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text import maintenance_marker
from incident_actions.text.maintenance_marker import MaintenanceWindow
from incident_actions.text.messages import (
    AlreadyOver,
    MaintenanceReady,
    SpanOutOfRange,
    TimeNotUnderstood,
    UnknownService,
)
from incident_actions.text.safe_markdown import plain_line
from incident_actions.text.slash_grammar import SlashCommand

USAGE = "/maintenance <start> <length> <service>, <service> [quiet] <text>"
LONGEST = 30 * 24 * 60
"""The most minutes that maintenance can take."""

_FOR = lazy_pattern(r"for\s+", re.IGNORECASE)
_ALL = lazy_pattern(r"(?:all|everything)\b[\s:,]*", re.IGNORECASE)
_QUIET = lazy_pattern(r"quiet(?:ly)?\b[\s:,]*", re.IGNORECASE)
_BETWEEN = lazy_pattern(r"\s*(?:,|\band\b|&)\s*", re.IGNORECASE)
_WORD = lazy_pattern(r"[^\s,:]+")


def decide(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Open the issue of the maintenance, and reply with what was understood."""
    start, rest = _split_start(asked, request)
    length, rest = time_text.split_span(_FOR.sub("", rest, count=1) if _FOR.match(rest) else rest)
    if length is None:
        raise wrong_form(asked, USAGE)
    if length > timedelta(minutes=LONGEST):
        raise Refused(SpanOutOfRange(asked.word, time_text.format_length(length), 1, LONGEST))
    if start + length <= request.comment.created:
        raise Refused(AlreadyOver(asked.word, start + length))
    known = request.process.service_names
    services, rest = split_services(rest, known)
    if known and rest and not services:
        raise Refused(UnknownService(asked.word, rest.split()[0][:40], known))
    quiet = _QUIET.match(rest)
    text = cut_text(rest[quiet.end() :] if quiet else rest).strip()
    if not services or not plain_line(text):
        raise wrong_form(asked, USAGE)
    window = MaintenanceWindow(request.key, start, start + length, services, text, quiet=quiet is not None)
    made = request.context.create(maintenance_issue(window, request))
    page, built = request.process.page_address, request.process.site is not None
    ready = MaintenanceReady(made.number, window.start, window.end, services, text, window.quiet, page, built)
    return Decision((CommandAnswered(**request.entry_fields(), word=asked.word),), (ready,))


def maintenance_issue(window: MaintenanceWindow, request: CommandRequest) -> OpenIssue:
    """Return the issue to open. Its text says when and what, and which part of it is public."""
    context = request.context
    values = {"window": window, "text_mark": maintenance_marker.TEXT, "end_mark": maintenance_marker.END}
    shown = context.wording.render("issues/maintenance.md", values)
    first = plain_line(window.text.partition("\n")[0])[:150]
    return OpenIssue(
        key=window.key,
        title=f"Maintenance: {first}",
        body=f"{maintenance_marker.first_line(window)}\n\n{shown}",
        labels=(request.process.labels.maintenance,),
        since=request.comment.created,
    )


def _split_start(asked: SlashCommand, request: CommandRequest) -> tuple[datetime, str]:
    """Return the start and the rest of the line."""
    text = full_text(asked)
    if not text:
        raise wrong_form(asked, USAGE)
    start, rest = split_start(text, request.comment.created, request.context.zone)
    if start is None:
        raise Refused(TimeNotUnderstood(asked.word, text[:40], ahead=True))
    return start, rest


def split_services(text: str, known: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Split the services off that a text begins with, and return the rest. Without known ones, each is one word."""
    if known and (everything := _ALL.match(text)):
        return known, text[everything.end() :]
    found: list[str] = []
    rest = text
    while name := _leading_name(rest, known):
        found.append(next((each for each in known if each.casefold() == name.casefold()), name))
        rest = rest[len(name) :]
        between = _BETWEEN.match(rest)
        if not between or not _leading_name(rest[between.end() :], known):
            break
        rest = rest[between.end() :]
    return tuple(dict.fromkeys(found)), rest.lstrip(" \t\n:,;–-")


def _leading_name(text: str, known: tuple[str, ...]) -> str:
    """Return the name of a service that a text begins with, as typed; empty for none."""
    if not known:
        found = _WORD.match(text)
        return found[0] if found else ""
    folded = text.casefold()
    names = sorted((each for each in known if folded.startswith(each.casefold())), key=len, reverse=True)
    fitting = (text[: len(each)] for each in names if not text[len(each) : len(each) + 1].isalnum())
    return next(fitting, "")


MAINTENANCE = Command(
    "maintenance", USAGE, "schedule maintenance; `quiet` keeps its alerts from opening incidents", decide, "any issue"
)
