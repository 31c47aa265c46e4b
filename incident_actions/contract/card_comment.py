"""Find the card, and what else the tool has posted, among an issue's comments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from incident_actions.contract.effects import comment_keys
from incident_actions.contract.issue import Comment
from incident_actions.contract.snapshot import Snapshot
from incident_actions.text import record
from incident_actions.text.seal import Trust

OWN_MARK = "<!-- incident-actions:"
"""How every comment of the tool begins."""

CARD_MARK = "<!-- incident-actions:card -->"

RECORD_PAGE_MARK = "<!-- incident-actions:page -->"


def find_card(snapshot: Snapshot) -> Comment | None:
    """Return the card: the bot's oldest comment with the card's mark, preferring one with a complete record."""
    return min(all_cards(snapshot), key=lambda card: (record.read_block(card.body) is None, card.id), default=None)


def all_cards(snapshot: Snapshot) -> tuple[Comment, ...]:
    """Return every card of the issue: two runs that declared it at the same moment may both have posted one."""
    return tuple(comment for comment in snapshot.own_comments if comment.body.startswith(CARD_MARK))


def is_ours(comment: Comment, snapshot: Snapshot, mark: str) -> bool:
    """Return whether the bot wrote a comment that begins with this mark."""
    return comment.body.startswith(mark) and comment.author.is_same_as(snapshot.bot)


def posted_keys(comments: Iterable[Comment], snapshot: Snapshot) -> frozenset[str]:
    """Return the keys of everything that the tool has posted among these comments."""
    same = comments is snapshot.comments
    ours = snapshot.own_comments if same else (each for each in comments if is_ours(each, snapshot, OWN_MARK))
    return frozenset(key for each in ours if each.body.startswith(OWN_MARK) for key in comment_keys(each.body))


def last_write(snapshot: Snapshot) -> datetime | None:
    """Return when the record was last written, or None if it is not intact. Older comments need not be read again."""
    card = find_card(snapshot)
    block = record.read_block(card.body, snapshot.seal) if card else None
    if block is None or block.trust is not Trust.SEALED:
        return None
    return max((entry.accepted for entry in block.entries), default=None)


def missing_pages(snapshot: Snapshot) -> tuple[int, ...]:
    """Return the comments that hold earlier entries of the record and are not among those that were read."""
    card = find_card(snapshot)
    block = record.read_block(card.body, snapshot.seal) if card else None
    shown = {each.id for each in snapshot.comments}
    return tuple(each for each in (block.pages if block else ()) if each not in shown)
