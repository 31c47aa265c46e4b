"""Find out whether the record is intact, was edited, damaged or deleted, and which of its entries can be trusted.

Anybody with write access can edit or delete the bot's comments, and no workflow starts then, so each run checks. A
change shows in GitHub's data: a seal that doesn't fit, or a comment updated later than the tool wrote it. Then the run
asks GitHub who edited it. If a signing key is in use, nothing without its seal is trusted: the record is rebuilt from
the comments and the issue's timeline. Without a key, whatever can be read is kept, and what is missing is rebuilt.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context
from incident_actions.contract.issue import Comment, ManualAction
from incident_actions.contract.labels import tool_labels
from incident_actions.contract.questions import EditorOf
from incident_actions.contract.snapshot import Snapshot
from incident_actions.engine import record_sequence as sequence
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident import entry_json
from incident_actions.model.incident.entry import Damage
from incident_actions.model.person import Person
from incident_actions.text import record
from incident_actions.text.record import NONE, Block, Sequence
from incident_actions.text.seal import Trust
from incident_actions.text.slash_grammar import may_hold_command

EDIT_GRACE = timedelta(seconds=60)
"""How much later than it was written a card may have been updated before the run asks who edited it.

A run takes some seconds, and two clocks are involved.
"""


@dataclass(frozen=True)
class RecordPages:
    """The comments that hold the older entries of a record."""

    ids: tuple[int, ...] = ()
    entries: int = 0
    """How many entries they hold."""
    on_last: int = 0
    """How many of these the last one holds."""


@dataclass(frozen=True)
class RecordState:
    """The card, the record on it, and whether either was changed."""

    card: Comment | None = None
    entries: tuple[e.Entry, ...] = ()
    pages: tuple[int, ...] = ()
    on_pages: int = 0
    """How many of the entries are on pages."""
    written: datetime | None = None
    damage: Damage | None = None
    """What happened to the record, or None if it is intact."""
    by: str = ""
    """The login of whoever edited it, if it is known."""
    sequence: Sequence = NONE
    """The sequence on the card."""
    proven: Sequence = NONE
    """The latest sequence that is proven, by the card or by another comment of the tool."""
    on_last_page: int = 0
    """How many of the entries are on the last page."""

    def pages_of(self, entries: tuple[e.Entry, ...]) -> RecordPages:
        """Return the pages if they still hold the beginning of a record; else none."""
        begin = self.entries[: self.on_pages]
        kept = RecordPages(self.pages, self.on_pages, self.on_last_page)
        return kept if entries[: self.on_pages] == begin else RecordPages()

    @property
    def must_rebuild(self) -> bool:
        """Return whether the record must be rebuilt from what GitHub still has."""
        return self.damage in (Damage.DAMAGED, Damage.DELETED)

    @property
    def is_newer(self) -> bool:
        """Return whether a newer version declared the incident, so that this one can't read its state."""
        unread = (entry for entry in self.entries if isinstance(entry, e.UnknownEntry))
        newer = (each for each in unread if not self.must_rebuild or entry_json.may_be_newer(each))
        return any(entry_json.kind_of(each) == e.Declared.kind for each in newer)

    def sequence_of(self, entries: tuple[e.Entry, ...]) -> Sequence:
        """Return the sequence of the record with these entries. It is later than any before, whatever is left out."""
        if self.must_rebuild or (self.entries and entries[:1] != self.entries[:1]):
            return Sequence(self.proven.rebuilt + 1, len(entries))
        return self.sequence if entries == self.entries else Sequence(self.sequence.rebuilt, len(entries))

    def lost_entries(self, entries: tuple[e.Entry, ...]) -> int:
        """Return how many entries the record is known to have had beyond these restored ones."""
        return max(0, self.proven.entries - len(entries)) if self.must_rebuild else 0


def inspect_record(context: Context) -> RecordState:
    """Return the state of the record; raises NeedsAnswer if GitHub must be asked who edited it."""
    card = card_comment.find_card(context.snapshot)
    if card is None:
        proven = sequence.latest_sequence(context.snapshot)
        return RecordState(damage=Damage.DELETED if proven != NONE or _had_card(context) else None, proven=proven)
    state = _read(card, context)
    if state.must_rebuild and state.proven == NONE and not _had_card(context):
        return RecordState()  # it only looks like a card: this never was an incident
    return state


def _read(card: Comment, context: Context) -> RecordState:
    block = record.read_block(card.body, context.snapshot.seal) or Block((), trust=Trust.BROKEN)
    newest = sequence.latest_sequence(context.snapshot)
    trouble, by = _damage(card, block, newest, context)
    if context.snapshot.seal.key and block.trust is not Trust.SEALED:
        return RecordState(card, damage=trouble, by=by, proven=newest)
    believed: list[int] = []
    entries: list[e.Entry] = []
    on_last = 0
    for number in block.pages:
        page = _page(number, context)
        if page is None:
            trouble = Damage.DAMAGED
        else:
            believed.append(number)
            entries += page.entries
            on_last = len(page.entries)
    own = block.entries if block.trust is Trust.SEALED else tuple(filter(_is_intact, block.entries))
    return RecordState(
        card,
        (*entries, *own),
        tuple(believed),
        len(entries),
        block.written,
        trouble,
        by,
        block.sequence,
        max(block.sequence, newest),
        on_last,
    )


def _is_intact(entry: e.Entry) -> bool:
    """Return whether an entry of a damaged record is kept.

    An unreadable entry of a comment is not, so that the comment is answered again. An entry of a newer version can't be
    read either, but nothing could restore it.
    """
    return not (isinstance(entry, e.UnknownEntry) and entry.comment) or entry_json.may_be_newer(entry)


def _damage(card: Comment, block: Block, newest: Sequence, context: Context) -> tuple[Damage | None, str]:
    """Return what happened to a card since it was written, and who did it.

    `newest` is the sequence that comments prove. With a key, only the tool can make a seal, so a card that somebody
    else edited is one of its earlier texts.
    """
    seal = context.snapshot.seal
    late = block.written is None or card.updated > block.written + EDIT_GRACE
    older = newest > block.sequence
    if block.trust is Trust.SEALED and not late and not older:
        return None, ""
    editor = context.ask(EditorOf(card.node_id))
    by = editor if editor and not Person(editor).is_same_as(context.snapshot.bot) else ""
    if older or not seal.accepts(block.trust) or (by and seal.key):
        return Damage.DAMAGED, by
    return (Damage.EDITED, by) if by else (None, "")


def _page(number: int, context: Context) -> Block | None:
    """Return an earlier page of the record, or None if it was deleted or can't be trusted."""
    page = context.find_comment(number)
    if page is None or not card_comment.is_ours(page, context.snapshot, card_comment.RECORD_PAGE_MARK):
        return None
    block = record.read_block(page.body, context.snapshot.seal)
    return block if block is not None and context.snapshot.seal.accepts(block.trust) else None


def _had_card(context: Context) -> bool:
    """Return whether the issue had a card once: nobody can edit its timeline, which shows the bot's labels.

    GitHub is asked only if something points to a card, so that declaring an incident doesn't wait for it.
    """
    labels = tool_labels(context.process) - {context.process.labels.incident}
    if not _has_traces(context.snapshot, labels):
        return False
    return any(
        change.action is ManualAction.LABELED and change.by.is_same_as(context.snapshot.bot) and change.label in labels
        for change in context.manual_changes()
    )


def _has_traces(snapshot: Snapshot, labels: set[str]) -> bool:
    has_comment = any(comment.body.startswith(card_comment.OWN_MARK) for comment in snapshot.own_comments)
    return has_comment or bool(labels & snapshot.issue.label_names) or any(map(was_answered, snapshot.comments))


def was_answered(comment: Comment) -> bool:
    """Return whether a comment with a command has the reaction that marks it as answered."""
    return comment.is_acknowledged and may_hold_command(comment.body)
