"""How a record is written on an issue and read back: the card, one comment, edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
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
from incident_actions.seal import Seal, Trust
from incident_actions.snapshot import Comment, Snapshot
from incident_actions.timers.schedule import next_update

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
    """The card: the bot's own oldest comment that begins with the mark; one whose record is whole comes first."""
    return min(all_of(snapshot), key=lambda card: (record.read(card.body) is None, card.id), default=None)


def all_of(snapshot: Snapshot) -> tuple[Comment, ...]:
    """Every card of the issue; two runs that declared it at the same moment may have left two."""
    return tuple(comment for comment in snapshot.comments if is_ours(comment, snapshot, MARK))


def is_ours(comment: Comment, snapshot: Snapshot, mark: str) -> bool:
    """Whether the bot wrote a comment, with this mark at its fixed place."""
    return comment.author.same(snapshot.bot) and comment.body.startswith(mark)


def cursor(snapshot: Snapshot) -> datetime | None:
    """When the record was written to last: only what was said since must be read. None where it is not whole."""
    card = find(snapshot)
    block = record.read(card.body, snapshot.seal) if card else None
    if block is None or block.trust is not Trust.SEALED:
        return None
    return max((entry.accepted for entry in block.entries), default=None)


@dataclass(frozen=True, slots=True)
class Card:
    """What a card is made of: what people see, the entries it carries itself, and where the earlier ones are."""

    face: str
    entries: tuple[e.Entry, ...]
    pages: tuple[int, ...]

    def text(self, at: datetime | None, seal: Seal) -> str:
        """The comment's whole text, as it is written at some moment."""
        return f"{MARK}\n{self.face}\n\n{record.written(self.entries, self.pages, at, seal)}"


def drawn(incident: Incident, entries: tuple[e.Entry, ...], pages: tuple[int, ...], on_pages: int, view: View) -> Card:
    """Draw the card for an incident; older entries go to a page of their own when there are many.

    The first `on_pages` entries stand on `pages` already.
    """
    own = entries[on_pages:]
    if len(record.written(own)) > PAGE_AT and len(own) > 1:
        first = len(own) - _newest([len(record.written((entry,))) for entry in own], KEPT_BACK)
        pages = (*pages, *_sealed(own[:first], len(pages), view))
        own = own[first:]
    return Card(_face(incident, entries, view), own, pages)


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
        block = record.written(entries[:size], seal=view.snapshot.seal)
        page = OpenPage(key, view.snapshot.issue.number, f"{PAGE_MARK}\n{text}\n\n{block}")
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
            "commands": [command for command in COMMANDS if command.place in ("incident", "both")],
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
