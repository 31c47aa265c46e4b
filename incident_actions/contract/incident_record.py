"""What an issue and its comments show of an incident's record, for those who only read it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from incident_actions.contract import card_comment
from incident_actions.contract.issue import Comment, Issue
from incident_actions.contract.snapshot import Snapshot
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.text import record


class Legibility(StrEnum):
    """How far a record can be read."""

    WHOLE = "whole"
    DAMAGED = "damaged"
    """The card or one of its pages was edited, or a page is missing, or a newer version began the record."""
    MISSING = "missing"
    """There is no card: no run has answered the issue yet, or somebody deleted it."""


@dataclass(frozen=True)
class IncidentRecord:
    """An issue with the label of incidents, and the entries on its record that can be trusted."""

    issue: Issue
    entries: tuple[e.Entry, ...]
    legibility: Legibility
    card: int = 0
    """The id of the card's comment, or 0."""

    @property
    def is_whole(self) -> bool:
        """Return whether every entry could be read."""
        return self.legibility is Legibility.WHOLE


def read_incident_record(shown: Snapshot, pages: Iterable[Comment] = ()) -> IncidentRecord:
    """Return the record that a snapshot shows, without blocks whose seal is wrong.

    `pages` are the comments with earlier entries that the snapshot doesn't have. Nobody is asked who edited a card, so
    what only GitHub's own history could tell is not noticed here.
    """
    card = card_comment.find_card(shown)
    if card is None:
        return IncidentRecord(shown.issue, (), Legibility.MISSING)
    own = record.read_block(card.body, shown.seal)
    comments = {each.id: each for each in (*shown.comments, *pages)}
    listed = [comments.get(number) for number in own.pages] if own else []
    ours = [each for each in listed if each and card_comment.is_ours(each, shown, card_comment.RECORD_PAGE_MARK)]
    blocks = (*(record.read_block(each.body, shown.seal) for each in ours), own)
    trusted = [block for block in blocks if block and shown.seal.accepts(block.trust)]
    entries = tuple(entry for block in trusted for entry in block.entries)
    begins = bool(entries) and isinstance(entries[0], e.Declared | e.MadePrivate)
    whole = begins and len(trusted) == len(listed) + 1
    return IncidentRecord(shown.issue, entries, Legibility.WHOLE if whole else Legibility.DAMAGED, card.id)
