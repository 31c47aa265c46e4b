"""Write an incident's record on its card, the one comment that is edited in place."""

from __future__ import annotations

from datetime import datetime

from incident_actions.contract.card_comment import CARD_MARK, RECORD_PAGE_MARK
from incident_actions.contract.decision import Context
from incident_actions.contract.effects import PostRecordPage
from incident_actions.engine.card_view import newest_that_fit, render
from incident_actions.engine.record_integrity import RecordPages
from incident_actions.model.alerts.alert import digest
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.text import record
from incident_actions.text.record import NONE, Sequence
from incident_actions.text.seal import Seal

PAGE_THRESHOLD = 20_000
"""The length in characters at which a record's older entries move to a page of their own.

The rest of a comment's limit is then left for everything else that the card shows.
"""

LONGEST_SEQUENCE = Sequence(999_999, 999_999)
"""A sequence with as many digits as any can have, to reserve room for it on the card."""

LONGEST_PAGE = 55_000
"""The most characters of entries on a page. A run reads each page of a long record with a request."""

KEPT_ON_CARD = 8_000
"""How many characters of the newest entries stay on the card when a page is posted, so that few pages are needed."""


@dataclass(frozen=True)
class Card:
    """The content of a card."""

    visible_text: str
    """The part that people see."""
    lines: list[str]
    """The entries on the card, one JSON object a line."""
    pages: tuple[int, ...]
    """The ids of the comments that hold the earlier entries."""

    def comment_text(self, at: datetime | None, seal: Seal, sequence: Sequence = NONE) -> str:
        """Return the comment's whole text as written at a moment. Only signed records have a sequence."""
        return f"{CARD_MARK}\n{self.visible_text}\n\n{record.write_block(self.lines, self.pages, at, seal, sequence)}"


def build_card(incident: Incident, entries: tuple[e.Entry, ...], known: RecordPages, context: Context) -> Card:
    """Build an incident's card, and move its older entries to a page if there are many.

    A new page also takes over the entries of the last one while there is room, so that a long record has few. The page
    that it replaces stays, because a run at the same moment may write a card that lists it.
    """
    pages, own = known.ids, record.entry_lines(entries[known.entries :])
    if sum(map(len, own)) > PAGE_THRESHOLD and len(own) > 1:
        first = len(own) - newest_that_fit(list(map(len, own)), KEPT_ON_CARD)
        moved, own = own[:first], own[first:]
        last = record.entry_lines(entries[known.entries - known.on_last : known.entries])
        if pages and sum(map(len, (*last, *moved))) <= LONGEST_PAGE:
            pages, moved = pages[:-1], [*last, *moved]
        pages = (*pages, *_post_pages(moved, len(pages), context))
    block = record.write_block(own, pages, context.now, context.snapshot.seal, LONGEST_SEQUENCE)
    room = record.LIMIT - len(block) - len(CARD_MARK) - len("\n\n\n")
    return Card(render(incident, entries, context, room), own, pages)


def _post_pages(lines: list[str], place: int, context: Context) -> tuple[int, ...]:
    """Post entries, in JSON, on as many pages as they need, and return the ids of the pages."""
    made: list[int] = []
    while lines:
        size = len(lines)
        while sum(map(len, lines[:size])) > LONGEST_PAGE and size > 1:
            size //= 2
        text = context.wording.render("comments/page.md", {"number": place + len(made) + 1})
        block = record.write_block(lines[:size], seal=context.snapshot.seal)
        key = f"page:{context.snapshot.issue.number}.{digest(block)}"
        page = PostRecordPage(key, context.snapshot.issue.number, f"{RECORD_PAGE_MARK}\n{text}\n\n{block}")
        made.append(context.create(page).number)
        lines = lines[size:]
    return tuple(made)
