"""How the record on an issue stands: as it was left, edited by hand, damaged or gone; and what of it can be believed.

Whoever may write to the repository may edit or delete the bot's comments, and no run starts from that. So each run
looks. A change is noticed where GitHub shows it: a seal that does not fit, or a comment that was changed later than we
wrote it; then GitHub is asked who did it. With a key in use, what does not bear its seal is not believed at all: the
record is built again from the comments and the issue's own timeline. Without one, what can be read is kept, and what is
missing is built again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context
from incident_actions.contract.issue import Comment, ManualAction
from incident_actions.contract.labels import tool_labels
from incident_actions.contract.questions import EditorOf
from incident_actions.contract.snapshot import Snapshot
from incident_actions.engine import record_sequence as sequence
from incident_actions.model.incident import entry as e
from incident_actions.model.incident import entry_json
from incident_actions.model.incident.entry import Damage
from incident_actions.model.person import Person
from incident_actions.text import record
from incident_actions.text.record import NONE, Block, Sequence
from incident_actions.text.seal import Trust
from incident_actions.text.slash_grammar import may_hold_command

EDIT_GRACE = timedelta(seconds=60)
"""How much later than it was written a card may bear its last change before GitHub is asked who made it: a run takes
some seconds, and two clocks are involved."""


@dataclass(frozen=True, slots=True)
class RecordState:
    """The card, what the record says, how much of that stands on pages, and what happened to it: `trouble`, `by`.

    `sequence` is the card's own, `proven` the latest that is proven: by the card itself, or by a comment of the tool.
    """

    card: Comment | None = None
    entries: tuple[e.Entry, ...] = ()
    pages: tuple[int, ...] = ()
    on_pages: int = 0
    written: datetime | None = None
    damage: Damage | None = None
    by: str = ""
    sequence: Sequence = NONE
    proven: Sequence = NONE

    def pages_of(self, entries: tuple[e.Entry, ...]) -> tuple[tuple[int, ...], int]:
        """The pages that still hold the beginning of a record, and how many entries that is; else none."""
        begin = self.entries[: self.on_pages]
        return (self.pages, self.on_pages) if entries[: self.on_pages] == begin else ((), 0)

    @property
    def must_rebuild(self) -> bool:
        """Whether the record must be built again from what GitHub still knows."""
        return self.damage in (Damage.DAMAGED, Damage.DELETED)

    @property
    def is_newer(self) -> bool:
        """Whether a newer version declared the incident, so that this one cannot know how it stands."""
        unread = (entry for entry in self.entries if isinstance(entry, e.UnknownEntry))
        return any(entry_json.kind_of(entry) == e.Declared.kind for entry in unread)

    def sequence_of(self, entries: tuple[e.Entry, ...]) -> Sequence:
        """The sequence of the record once it has these entries: later than any before, whatever was lost."""
        if self.must_rebuild:
            return Sequence(self.proven.rebuilt + 1, len(entries))
        return self.sequence if entries == self.entries else Sequence(self.sequence.rebuilt, len(entries))

    def lost_entries(self, entries: tuple[e.Entry, ...]) -> int:
        """How many entries the record is known to have had more than these that were restored."""
        return max(0, self.proven.entries - len(entries)) if self.must_rebuild else 0


def inspect_record(context: Context) -> RecordState:
    """Look how the record stands; raises Wanted where GitHub must be asked who changed it."""
    card = card_comment.find_card(context.snapshot)
    if card is None:
        proven = sequence.latest_sequence(context.snapshot)
        return RecordState(damage=Damage.DELETED if proven != NONE or _had_card(context) else None, proven=proven)
    stands = _read(card, context)
    if stands.must_rebuild and stands.proven == NONE and not _had_card(context):
        return RecordState()  # it only looks like a card: nothing here ever was an incident
    return stands


def _read(card: Comment, context: Context) -> RecordState:
    block = record.read_block(card.body, context.snapshot.seal) or Block((), trust=Trust.BROKEN)
    newest = sequence.latest_sequence(context.snapshot)
    trouble, by = _damage(card, block, newest, context)
    if context.snapshot.seal.key and block.trust is not Trust.SEALED:
        return RecordState(card, damage=trouble, by=by, proven=newest)
    believed: list[int] = []
    entries: list[e.Entry] = []
    for number in block.pages:
        page = _page(number, context)
        if page is None:
            trouble = Damage.DAMAGED
        else:
            believed.append(number)
            entries += page.entries
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
    )


def _is_intact(entry: e.Entry) -> bool:
    """Whether a damaged record's entry is kept. A comment is answered again where its entry became unreadable.

    What a newer version wrote cannot be read either, but nothing here could put it back.
    """
    return not (isinstance(entry, e.UnknownEntry) and entry.comment) or entry_json.may_be_newer(entry)


def _damage(card: Comment, block: Block, newest: Sequence, context: Context) -> tuple[Damage | None, str]:
    """What happened to a card since it was written, and who did it; `newest` is what comments prove.

    With a key nobody but the tool can make a seal, so a card that somebody else edited is one of its earlier texts.
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
    """An earlier page of the record; None where it is gone or not to be believed."""
    page = context.find_comment(number)
    if page is None or not card_comment.is_ours(page, context.snapshot, card_comment.RECORD_PAGE_MARK):
        return None
    block = record.read_block(page.body, context.snapshot.seal)
    return block if block is not None and context.snapshot.seal.accepts(block.trust) else None


def _had_card(context: Context) -> bool:
    """Whether a card stood here once: the issue's own timeline, which nobody can edit, has the bot's labels.

    It is asked only where something hints at it, so that declaring does not wait for it.
    """
    labels = tool_labels(context.process) - {context.process.labels.incident}
    if not _has_traces(context.snapshot, labels):
        return False
    return any(
        change.action is ManualAction.LABELED and change.by.is_same_as(context.snapshot.bot) and change.label in labels
        for change in context.manual_changes()
    )


def _has_traces(snapshot: Snapshot, labels: set[str]) -> bool:
    said = any(card_comment.is_ours(comment, snapshot, "<!-- incident-actions:") for comment in snapshot.comments)
    return said or bool(labels & snapshot.issue.label_names) or any(map(was_answered, snapshot.comments))


def was_answered(comment: Comment) -> bool:
    """Whether a comment with a command bears the sign that it was answered."""
    signs = comment.reactions or {}
    return bool(signs.get("+1") or signs.get("confused")) and may_hold_command(comment.body)
