"""How a record is written on an issue and read back: the card, one comment, edited in place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from incident_actions import record
from incident_actions.effects import OpenPage
from incident_actions.face import face, newest
from incident_actions.incident import entry as e
from incident_actions.incident.incident import Incident
from incident_actions.record import NONE, Sequence
from incident_actions.scene import View
from incident_actions.seal import Seal, Trust
from incident_actions.snapshot import Comment, Snapshot

MARK = "<!-- incident-actions:card -->"
PAGE_MARK = "<!-- incident-actions:page -->"
PAGE_AT = 20_000
"""The length in characters from which the older entries of a record move to a page of their own, so that the card
stays below what a comment takes whatever else it shows."""

LONGEST_SEQUENCE = Sequence(999_999, 999_999)
"""A sequence with as many digits as any can have: a card leaves room for it."""

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
    """What a card is made of: what people see, the entries it carries, spelled, and where the earlier ones are."""

    face: str
    lines: list[str]
    pages: tuple[int, ...]

    def text(self, at: datetime | None, seal: Seal, sequence: Sequence = NONE) -> str:
        """The comment's whole text, as it is written at some moment; a `sequence` is for signed records alone."""
        return f"{MARK}\n{self.face}\n\n{record.block(self.lines, self.pages, at, seal, sequence)}"


def drawn(incident: Incident, entries: tuple[e.Entry, ...], pages: tuple[int, ...], on_pages: int, view: View) -> Card:
    """Draw the card for an incident; older entries go to a page of their own when there are many.

    The first `on_pages` entries stand on `pages` already.
    """
    own = record.lines_of(entries[on_pages:])
    if sum(map(len, own)) > PAGE_AT and len(own) > 1:
        first = len(own) - newest(list(map(len, own)), KEPT_BACK)
        pages = (*pages, *_sealed(own[:first], len(pages), view))
        own = own[first:]
    block = record.block(own, pages, view.now, view.snapshot.seal, LONGEST_SEQUENCE)
    room = record.LIMIT - len(block) - len(MARK) - len("\n\n\n")
    return Card(face(incident, entries, view, room), own, pages)


def _sealed(lines: list[str], place: int, view: View) -> tuple[int, ...]:
    """Put entries, spelled, on as many pages as they need."""
    made: list[int] = []
    while lines:
        size = len(lines)
        while sum(map(len, lines[:size])) > 2 * PAGE_AT and size > 1:
            size //= 2
        text = view.wording.render("comments/page.md", {"number": place + len(made) + 1})
        key = f"page:{view.snapshot.issue.number}.{place + len(made) + 1}"
        block = record.block(lines[:size], seal=view.snapshot.seal)
        page = OpenPage(key, view.snapshot.issue.number, f"{PAGE_MARK}\n{text}\n\n{block}")
        made.append(view.make(page).number)
        lines = lines[size:]
    return tuple(made)
