"""The state of a record: intact, edited, damaged or deleted, and which of its entries are trusted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract.card_comment import CARD_MARK, RECORD_PAGE_MARK
from incident_actions.contract.decision import Context, NeedsAnswer
from incident_actions.contract.effects import COMMENT_MARK, PostComment
from incident_actions.contract.issue import Comment, ManualAction, ManualChange
from incident_actions.contract.questions import AnyQuestion, ChangesOf, CommentOf, EditorOf
from incident_actions.engine.record_integrity import EDIT_GRACE, RecordPages, RecordState, inspect_record, was_answered
from incident_actions.engine.record_sequence import mark_comments
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.entry import Damage
from incident_actions.text import record
from incident_actions.text.record import NONE, Sequence
from tests.worlds import BOT, PROCESS, START, WORDING, World, make_labels

KEY = b"0123456789abcdef0123456789abcdef"
CARD, PAGE, REPLY = 101, 102, 103
DECLARED = e.Declared(at=START, accepted=START, by="grace", by_id=2, title="Checkout is down")
FIRST = e.NoteAdded(at=START, accepted=START, by="grace", by_id=2, comment=11, text="first")
SECOND = e.NoteAdded(at=START, accepted=START, by="grace", by_id=2, comment=12, text="second")
ENTRIES = (DECLARED, FIRST)


def unread(raw: str, comment: int = 0) -> e.UnknownEntry:
    """Return an entry that this version can't read."""
    return e.UnknownEntry(at=START, accepted=START, comment=comment, raw=raw)


def signed() -> World:
    """Return a world whose records are signed."""
    return World(key=KEY)


def label_as_the_tool(world: World) -> None:
    """Add the label that every card leaves on its issue, so that the timeline shows that there was one."""
    world.changes.append(ManualChange(ManualAction.LABELED, BOT, START, "SEV-1"))
    world.issue = replace(world.issue, labels=make_labels("incident", "SEV-1"))


def put_card(
    world: World,
    entries: Iterable[e.Entry] = ENTRIES,
    *,
    pages: tuple[int, ...] = (),
    key: bytes | None = None,
    sequence: Sequence = NONE,
    written: bool = True,
) -> Comment:
    """Post a card as the tool writes it: under the world's key, or another one."""
    seal = world.snapshot.seal if key is None else replace(world.snapshot.seal, key=key)
    block = record.write_record(entries, pages, START if written else None, seal, sequence)
    card = Comment(CARD, BOT, f"{CARD_MARK}\nThe card\n\n{block}", START, START, frozenset(), "IC_card")
    world.comments[CARD] = card
    return card


def put_page(world: World, *entries: e.Entry, key: bytes | None = None) -> Comment:
    """Post an earlier page of the record."""
    seal = world.snapshot.seal if key is None else replace(world.snapshot.seal, key=key)
    body = f"{RECORD_PAGE_MARK}\nA page\n\n{record.write_record(entries, seal=seal)}"
    world.comments[PAGE] = page = Comment(PAGE, BOT, body, START, START, frozenset(), "IC_page")
    return page


def put_reply(world: World, sequence: Sequence) -> None:
    """Post a reply of the tool that proves a sequence."""
    body = f"{COMMENT_MARK.format(key='reply:1')}\nDone."
    (marked,) = mark_comments((PostComment(7, "reply:1", body),), sequence, world.snapshot.seal)
    assert isinstance(marked, PostComment)
    world.comments[REPLY] = Comment(REPLY, BOT, marked.body, START, START, frozenset(), "IC_reply")


def change_card(world: World, *, late: timedelta = timedelta(0), body: str = "", editor: str | None = "") -> None:
    """Change the card as somebody, so much later than the tool wrote it."""
    card = world.comments[CARD]
    world.comments[CARD] = replace(card, body=body or card.body, updated=START + late)
    world.editors[card.node_id] = editor


def state_of(world: World) -> RecordState:
    """Return the state of a world's record, with every question answered."""
    answers: dict[AnyQuestion, object] = {ChangesOf(7): tuple(world.changes), CommentOf(PAGE): None}
    for each in world.comments.values():
        answers[EditorOf(each.node_id)] = world.editors.get(each.node_id, "")
    snapshot = world.snapshot.with_answers(answers)
    return inspect_record(Context(snapshot, PROCESS, WORDING, START))


def question_of(world: World) -> object:
    """Return what must be asked before the state of a world's record is known."""
    with pytest.raises(NeedsAnswer) as needed:
        inspect_record(Context(world.snapshot, PROCESS, WORDING, START))
    return needed.value.question


@pytest.mark.parametrize("key", [b"", KEY], ids=["without a key", "with a key"])
def test_a_record_that_nobody_changed_is_intact_without_a_question(key: bytes) -> None:
    world = World(key=key)
    card = put_card(world, sequence=Sequence(0, 2))

    found = inspect_record(Context(world.snapshot, PROCESS, WORDING, START))

    assert found == RecordState(card, ENTRIES, written=START, sequence=Sequence(0, 2), proven=Sequence(0, 2))
    assert not found.must_rebuild


def test_a_record_begins_with_its_earlier_pages() -> None:
    world = World()
    put_page(world, *ENTRIES)
    card = put_card(world, [SECOND], pages=(PAGE,))

    assert state_of(world) == RecordState(card, (*ENTRIES, SECOND), (PAGE,), 2, START, on_last_page=2)


def test_an_issue_without_a_card_has_no_record() -> None:
    assert inspect_record(Context(World().snapshot, PROCESS, WORDING, START)) == RecordState()


@pytest.mark.parametrize(
    ("late", "asked"),
    [(timedelta(0), False), (EDIT_GRACE, False), (EDIT_GRACE + timedelta(seconds=1), True)],
    ids=["at once", "at the end of the grace", "a second later"],
)
def test_an_editor_is_asked_for_only_after_the_grace(late: timedelta, asked: bool) -> None:
    world = World()
    put_card(world)
    change_card(world, late=late, editor="mallory")

    found = state_of(world)

    assert (found.damage, found.by) == ((Damage.EDITED, "mallory") if asked else (None, ""))
    if asked:
        assert question_of(world) == EditorOf("IC_card")


def test_a_card_without_a_time_of_writing_is_asked_about() -> None:
    world = World()
    put_card(world, written=False)

    assert question_of(world) == EditorOf("IC_card")
    assert (state_of(world).damage, state_of(world).written) == (None, None)


@pytest.mark.parametrize("editor", ["", None, "github-actions[bot]", "GitHub-Actions[bot]"])
def test_a_late_card_that_nobody_else_edited_is_intact(editor: str | None) -> None:
    world = World()
    put_card(world)
    change_card(world, late=timedelta(hours=1), editor=editor)

    assert (state_of(world).damage, state_of(world).by, state_of(world).entries) == (None, "", ENTRIES)


def test_a_signed_card_that_somebody_edited_is_damaged_though_its_seal_fits() -> None:
    world = signed()
    label_as_the_tool(world)
    put_card(world)
    change_card(world, late=timedelta(hours=1), editor="mallory")

    found = state_of(world)

    assert (found.damage, found.by, found.entries) == (Damage.DAMAGED, "mallory", ENTRIES)


def test_of_a_damaged_record_without_a_key_all_that_can_be_read_is_kept() -> None:
    world = World()
    label_as_the_tool(world)
    card = put_card(world)
    change_card(world, body=card.body.replace("first", "forged"), editor="mallory")

    found = state_of(world)

    assert found == RecordState(
        world.comments[CARD], (DECLARED, replace(FIRST, text="forged")), (), 0, START, Damage.DAMAGED, "mallory"
    )


def test_of_a_damaged_record_with_a_key_nothing_is_kept() -> None:
    world = signed()
    card = put_card(world)
    put_reply(world, Sequence(0, 2))
    change_card(world, body=card.body.replace("first", "forged"), editor="mallory")

    found = state_of(world)

    assert found == RecordState(world.comments[CARD], damage=Damage.DAMAGED, by="mallory", proven=Sequence(0, 2))


def test_a_card_that_lost_its_block_is_damaged() -> None:
    world = World()
    label_as_the_tool(world)
    put_card(world)
    change_card(world, body=f"{CARD_MARK}\nNothing is left", editor="mallory")

    assert state_of(world) == RecordState(world.comments[CARD], damage=Damage.DAMAGED, by="mallory")


def test_an_older_card_is_damaged_although_its_seal_fits() -> None:
    world = signed()
    put_card(world, sequence=Sequence(0, 2))
    put_reply(world, Sequence(0, 5))

    found = state_of(world)

    assert (found.damage, found.sequence, found.proven) == (Damage.DAMAGED, Sequence(0, 2), Sequence(0, 5))


def test_a_card_that_is_newer_than_all_replies_is_intact() -> None:
    world = signed()
    put_card(world, sequence=Sequence(1, 2))
    put_reply(world, Sequence(0, 9))

    assert (state_of(world).damage, state_of(world).proven) == (None, Sequence(1, 2))


def test_a_record_with_a_plain_seal_is_not_trusted_where_there_is_a_key() -> None:
    world = signed()
    put_card(world, key=b"")
    put_reply(world, Sequence(0, 2))

    found = state_of(world)

    assert (found.damage, found.entries, found.proven) == (Damage.DAMAGED, (), Sequence(0, 2))


@pytest.mark.parametrize(
    ("raw", "comment", "kept"),
    [
        ('{"kind":"from-the-future","comment":9}', 9, True),
        ('{"kind":"note","comment":9}', 9, False),
        ('{"kind":"note","comment":0}', 0, True),
    ],
    ids=["a newer version's", "an unreadable one of a comment", "an unreadable one of no comment"],
)
def test_of_a_damaged_record_an_unreadable_entry_of_a_comment_is_answered_again(
    raw: str, comment: int, kept: bool
) -> None:
    world = World()
    label_as_the_tool(world)
    put_card(world, [DECLARED, unread(raw, comment)])
    change_card(world, body=world.comments[CARD].body.replace("sha256:", "sha256:0"))

    kinds = [type(each) for each in state_of(world).entries]

    assert kinds == [e.Declared, *([e.UnknownEntry] if kept else [])]


def test_an_unreadable_entry_of_an_intact_record_is_kept() -> None:
    world = World()
    put_card(world, [DECLARED, unread('{"kind":"note","comment":9}', 9)])

    assert [type(each) for each in state_of(world).entries] == [e.Declared, e.UnknownEntry]


def test_a_record_whose_page_was_deleted_is_damaged() -> None:
    world = World()
    label_as_the_tool(world)
    put_card(world, pages=(PAGE,))

    found = state_of(world)

    assert (found.damage, found.pages, found.on_pages, found.entries) == (Damage.DAMAGED, (), 0, ENTRIES)
    assert question_of(world) == CommentOf(PAGE)


@pytest.mark.parametrize("wrong", ["of somebody else", "without its mark", "without its block", "with a plain seal"])
def test_a_page_that_the_tool_did_not_write_so_is_not_trusted(wrong: str) -> None:
    world = signed()
    page = put_page(world, SECOND, key=b"" if wrong == "with a plain seal" else None)
    changed = {
        "of somebody else": replace(page, author=world.person("mallory")),
        "without its mark": replace(page, body=page.body.removeprefix(RECORD_PAGE_MARK)),
        "without its block": replace(page, body=f"{RECORD_PAGE_MARK}\nA page"),
    }
    world.comments[PAGE] = changed.get(wrong, page)
    put_card(world, pages=(PAGE,), sequence=Sequence(0, 3))

    found = state_of(world)

    assert (found.damage, found.pages, found.entries) == (Damage.DAMAGED, (), ENTRIES)


@pytest.mark.parametrize(
    ("author", "label", "action", "deleted"),
    [
        ("bot", "SEV-1", ManualAction.LABELED, True),
        ("bot", "status: investigating", ManualAction.LABELED, True),
        ("grace", "SEV-1", ManualAction.LABELED, False),
        ("bot", "incident", ManualAction.LABELED, False),
        ("bot", "bug", ManualAction.LABELED, False),
        ("bot", "SEV-1", ManualAction.UNLABELED, False),
    ],
)
def test_a_card_was_deleted_if_the_tool_had_labeled_the_issue(
    author: str, label: str, action: ManualAction, deleted: bool
) -> None:
    world = World()
    by = BOT if author == "bot" else world.person(author)
    world.changes.append(ManualChange(action, by, START, label))
    world.issue = replace(world.issue, labels=make_labels("incident", "SEV-1"))

    assert state_of(world) == RecordState(damage=Damage.DELETED if deleted else None)


@pytest.mark.parametrize("trace", ["a label", "a reply", "a reaction"])
def test_the_timeline_is_asked_for_if_something_points_to_a_card(trace: str) -> None:
    world = World()
    if trace == "a label":
        world.issue = replace(world.issue, labels=make_labels("SEV-1"))
    elif trace == "a reply":
        put_reply(world, NONE)
    else:
        comment = world.post("grace", "/ack")
        world.comments[comment.id] = replace(comment, reactions=frozenset({"+1"}))

    assert question_of(world) == ChangesOf(7)


def test_a_deleted_card_is_proven_by_a_signed_reply_without_a_question() -> None:
    world = signed()
    put_reply(world, Sequence(0, 4))

    found = inspect_record(Context(world.snapshot, PROCESS, WORDING, START))

    assert found == RecordState(damage=Damage.DELETED, proven=Sequence(0, 4))
    assert found.must_rebuild


def test_a_damaged_card_on_an_issue_that_never_was_an_incident_counts_for_nothing() -> None:
    world = World()
    world.comments[CARD] = Comment(CARD, BOT, f"{CARD_MARK}\nA copy", START, START, frozenset(), "IC_card")

    assert state_of(world) == RecordState()


@pytest.mark.parametrize(
    ("body", "reactions", "expected"),
    [
        ("/ack", frozenset({"+1"}), True),
        ("/ack", frozenset({"confused"}), True),
        ("/ack", frozenset({"heart"}), False),
        ("/ack", frozenset(), False),
        ("/ack", None, False),
        ("I agree", frozenset({"+1"}), False),
    ],
)
def test_a_comment_was_answered_if_it_has_a_command_and_the_tools_reaction(
    body: str, reactions: frozenset[str] | None, expected: bool
) -> None:
    comment = Comment(1, World().person("grace"), body, START, START, reactions)

    assert was_answered(comment) is expected


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((*ENTRIES, SECOND), RecordPages((PAGE,), 2, 2)),
        (ENTRIES, RecordPages((PAGE,), 2, 2)),
        ((DECLARED,), RecordPages()),
        ((FIRST, DECLARED, SECOND), RecordPages()),
    ],
    ids=["goes on", "the same", "shorter", "in another order"],
)
def test_pages_stay_while_the_record_begins_with_their_entries(
    entries: tuple[e.Entry, ...], expected: RecordPages
) -> None:
    state = RecordState(entries=(*ENTRIES, SECOND), pages=(PAGE,), on_pages=2, on_last_page=2)

    assert state.pages_of(entries) == expected


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((unread('{"kind":"declared","comment":0,"more":1}'),), True),
        ((DECLARED, unread('{"kind":"from-the-future"}')), False),
        ((DECLARED,), False),
        ((), False),
    ],
)
def test_a_record_is_newer_if_its_declaration_cannot_be_read(entries: tuple[e.Entry, ...], expected: bool) -> None:
    assert RecordState(entries=entries).is_newer is expected


@pytest.mark.parametrize(
    ("damage", "entries", "expected"),
    [
        (None, ENTRIES, Sequence(1, 5)),
        (None, (*ENTRIES, SECOND), Sequence(1, 3)),
        (Damage.EDITED, (*ENTRIES, SECOND), Sequence(1, 3)),
        (Damage.DAMAGED, ENTRIES, Sequence(3, 2)),
        (Damage.DELETED, (*ENTRIES, SECOND), Sequence(3, 3)),
    ],
)
def test_a_rebuilt_record_gets_a_later_sequence_than_any_that_is_proven(
    damage: Damage | None, entries: tuple[e.Entry, ...], expected: Sequence
) -> None:
    state = RecordState(entries=ENTRIES, damage=damage, sequence=Sequence(1, 5), proven=Sequence(2, 9))

    assert state.sequence_of(entries) == expected


@pytest.mark.parametrize(
    ("damage", "proven", "expected"),
    [(Damage.DELETED, 5, 3), (Damage.DAMAGED, 2, 0), (Damage.DAMAGED, 1, 0), (Damage.EDITED, 5, 0), (None, 5, 0)],
)
def test_entries_beyond_the_restored_ones_are_lost(damage: Damage | None, proven: int, expected: int) -> None:
    state = RecordState(damage=damage, proven=Sequence(0, proven))

    assert state.lost_entries(ENTRIES) == expected
