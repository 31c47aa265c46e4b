"""How a record is written on an issue and read back: the card, one comment, edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from incident_actions import record, timeline
from incident_actions.commands.table import COMMANDS
from incident_actions.effects import OpenPage
from incident_actions.incident import entry as e
from incident_actions.incident.incident import Incident
from incident_actions.incident.phase import RUNNING, Phase
from incident_actions.process.process import Process
from incident_actions.reactions.aftermath import due, owed
from incident_actions.scene import View
from incident_actions.snapshot import Comment, Snapshot

MARK = "<!-- incident-actions:card -->"
PAGE_MARK = "<!-- incident-actions:page -->"
SHOWN_LINES = 40
"""How many of the newest timeline lines the card shows at the most; the post-mortem shows all."""

SHOWN_TEXT = 300
"""How many characters of a text the card's timeline shows; the line links to the comment with the whole."""

SHOWN_ALARMS = 8
"""How many alerts the card shows at the most."""

SHOWN_LENGTH = 12_000
"""How many characters the card's timeline takes at the most."""

PAGE_AT = 20_000
"""The length in characters from which the older entries of a record move to a page of their own, so that the card
stays below what a comment takes whatever else it shows."""

KEPT_BACK = 8_000
"""How many characters of the newest entries stay on the card when a page is sealed, so that few pages are needed."""


def find(snapshot: Snapshot) -> Comment | None:
    """The card: the bot's own oldest comment that begins with the mark and ends with a record."""
    cards = (comment for comment in snapshot.comments if _ours(comment, snapshot, MARK))
    return min(cards, key=lambda comment: comment.id, default=None)


def _ours(comment: Comment, snapshot: Snapshot, mark: str) -> bool:
    mine = comment.author.login == snapshot.bot.login
    return mine and comment.body.startswith(mark) and record.read(comment.body) is not None


def entries_on(card: Comment | None, view: View) -> tuple[e.Entry, ...]:
    """The whole record: its earlier pages, then the card's own entries."""
    if card is None:
        return ()
    entries: list[e.Entry] = []
    for number in record.pages(card.body):
        page = view.comment(number)
        if page is not None and _ours(page, view.snapshot, PAGE_MARK):
            entries.extend(record.read(page.body) or ())
    return (*entries, *(record.read(card.body) or ()))


def body(incident: Incident, entries: tuple[e.Entry, ...], card: Comment | None, view: View) -> str:
    """Write the card for an incident; older entries go to a page of their own when there are many."""
    pages = record.pages(card.body) if card else ()
    on_pages = sum(len(record.read(page.body) or ()) for number in pages if (page := view.comment(number)))
    own = entries[on_pages:]
    if len(record.written(own)) > PAGE_AT and len(own) > 1:
        first = len(own) - _newest([len(record.written((entry,))) for entry in own], KEPT_BACK)
        pages = (*pages, *_sealed(own[:first], len(pages), view))
        own = own[first:]
    return f"{MARK}\n{_face(incident, entries, view)}\n\n{record.written(own, pages)}"


def _newest(lengths: Sequence[int], room: int) -> int:
    """How many of the newest fit into so many characters; at least one."""
    taken = accumulate(reversed(lengths))
    return max(1, sum(1 for length in taken if length <= room))


def _sealed(entries: tuple[e.Entry, ...], place: int, view: View) -> tuple[int, ...]:
    """Put entries on as many pages as they need."""
    made: list[int] = []
    while entries:
        size = len(entries)
        while len(record.written(entries[:size])) > 2 * PAGE_AT and size > 1:
            size //= 2
        text = view.wording.render("comments/page.md", {"number": place + len(made) + 1})
        key = f"page:{view.snapshot.issue.number}.{place + len(made) + 1}"
        page = OpenPage(key, view.snapshot.issue.number, f"{PAGE_MARK}\n{text}\n\n{record.written(entries[:size])}")
        made.append(view.make(page).number)
        entries = entries[size:]
    return tuple(made)


def _face(incident: Incident, entries: tuple[e.Entry, ...], view: View) -> str:
    told = timeline.lines(map(_shortened, entries), view.wording)
    shown = _newest([len(line.text) for line in told[-SHOWN_LINES:]], SHOWN_LENGTH)
    process = view.process
    rank = process.rank(incident.severity)
    return view.wording.render(
        "comments/card.md",
        {
            "incident": incident,
            "severity": process.severities[rank - 1] if rank else None,
            "rank": rank,
            "severities": len(process.severities),
            "running": incident.phase in RUNNING,
            "owed": owed(incident, process),
            "next_update": next_update(incident, process),
            "postmortem_due": due(incident, process) if owed(incident, process) else None,
            "next": expected_next(incident, process),
            "roles": [
                (role.name, incident.roles[role.key])
                for role in process.roles
                if role.key in incident.roles and role.key != "commander"
            ],
            **_alarms(incident),
            "lines": told[-shown:],
            "hidden": max(0, len(told) - shown),
            "commands": [command for command in COMMANDS if command.place == "incident"],
            "issue": f"{view.snapshot.server}/{view.snapshot.repository}/issues/{incident.number}",
        },
    )


def _alarms(incident: Incident) -> dict[str, object]:
    """The alerts that the card shows: those that fire before those that are over, and not too many."""
    ordered = sorted(incident.alarms, key=lambda alarm: not alarm.firing)
    return {"alarms": ordered[:SHOWN_ALARMS], "alarms_hidden": len(ordered[SHOWN_ALARMS:])}


def _shortened(entry: e.Entry) -> e.Entry:
    """The entry with its long texts cut to what the card's timeline shows."""
    texts = ((slot.name, getattr(entry, slot.name)) for slot in fields(entry))
    long: dict[str, Any] = {
        name: f"{text[: SHOWN_TEXT - 1]}…" for name, text in texts if isinstance(text, str) and len(text) > SHOWN_TEXT
    }
    return replace(entry, **long) if long else entry


def next_update(incident: Incident, process: Process) -> datetime | None:
    """When the next update is due: the severity's interval after the last update, or after the declaration."""
    severity = process.severity(incident.severity)
    if severity is None or severity.update_every is None or incident.phase not in RUNNING:
        return None
    return (incident.last_update or incident.declared) + timedelta(minutes=severity.update_every)


def expected_next(incident: Incident, process: Process) -> str:
    """The one thing that is expected of people now, as a name that the card's template words."""
    if incident.phase in (Phase.CLOSED, Phase.DISMISSED):
        return incident.phase
    if incident.phase is Phase.RESOLVED:
        return "postmortem" if owed(incident, process) else "close"
    if not incident.severity:
        return "severity"
    if "acknowledged" not in incident.milestones:
        return "acknowledge"
    if "commander" not in incident.roles:
        return "commander"
    return "mitigate" if incident.phase is Phase.ACTIVE else "resolve"
