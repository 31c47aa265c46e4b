"""A command runs if it exists, fits the issue, is unedited and permitted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.contract.decision import CommandRequest, Context, Decision, NeedsAnswer
from incident_actions.contract.issue import Comment
from incident_actions.contract.questions import COULD_NOT_CHECK, AnyQuestion, EditorOf, RoleOf
from incident_actions.engine.commands.able_people import role_of
from incident_actions.engine.commands.command import Command, wrong_form
from incident_actions.engine.commands.dispatch import refusal_entry, run_command
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.person import GHOST, Person
from incident_actions.text.messages import (
    CouldNotCheck,
    EditedBeforeRead,
    MayNot,
    NotHere,
    Refusal,
    UnknownCommand,
    WrongForm,
)
from incident_actions.text.slash_grammar import SlashCommand
from tests.action_items.item_world import item_world
from tests.worlds import PROCESS, START, WORDING, World


def note(asked: SlashCommand, request: CommandRequest) -> Decision:
    """Note the text, or refuse if there is none."""
    if not asked.rest:
        raise wrong_form(asked, "/frob <text>")
    return Decision((e.NoteAdded(**request.entry_fields(), text=asked.rest),))


REGISTRY = {
    each.word: each
    for each in (
        Command("frob", "/frob <text>", "frobnicate", note),
        Command("done", "/done", "finish the item", note, "action item"),
        Command("declare", "/declare", "declare an incident", note, "any issue"),
    )
}
COMMENT = Comment(11, Person("grace", 2), "/frob it", START, START, frozenset(), "IC_11")


def request(
    role: str = "write",
    *,
    comment: Comment = COMMENT,
    item: ActionItem | None = None,
    authority: Person | None = None,
    editor: str = "",
) -> CommandRequest:
    """Return a request by somebody with a role."""
    person = authority or comment.author
    answers: dict[AnyQuestion, object] = {RoleOf(person.login): role, EditorOf(comment.node_id): editor}
    context = Context(World().snapshot.with_answers(answers), PROCESS, WORDING, START)
    return CommandRequest(context, comment, 0, item=item, authority=authority)


def asked(word: str = "frob", rest: str = "it") -> SlashCommand:
    return SlashCommand(word, rest, 0)


def refused(reason: str, word: str = "frob", by: str = "grace", by_id: int = 2) -> Decision:
    """Return the entry that a refusal leaves."""
    entry = e.CommandRefused(
        at=START, accepted=START, by=by, by_id=by_id, comment=11, index=0, word=word, reason=reason
    )
    return Decision((entry,))


def test_a_permitted_command_is_decided() -> None:
    noted = e.NoteAdded(at=START, accepted=START, by="grace", by_id=2, comment=11, text="it")

    assert run_command(asked(), request(), REGISTRY) == (Decision((noted,)), None)


@pytest.mark.parametrize(
    ("command", "role", "refusal"),
    [
        (asked("frop"), "write", UnknownCommand("frop", "/frob it")),
        (asked("xyzzy"), "write", UnknownCommand("xyzzy", "")),
        (asked("don"), "write", UnknownCommand("don", "")),
        (asked("done"), "write", NotHere("done", "action item", "resolve")),
        (asked(), "triage", MayNot("frob", "grace", "write", "triage")),
        (asked(), "none", MayNot("frob", "grace", "write", "none")),
        (asked(), COULD_NOT_CHECK, CouldNotCheck("frob", "grace")),
        (asked(rest=""), "write", WrongForm("frob", "/frob <text>")),
    ],
    ids=[
        "a typo",
        "unknown",
        "like one of another place",
        "elsewhere",
        "not permitted",
        "no role",
        "unchecked",
        "by it",
    ],
)
def test_a_command_is_refused_for_the_first_reason_and_the_record_has_it(
    command: SlashCommand, role: str, refusal: Refusal
) -> None:
    found = run_command(command, request(role), REGISTRY)

    assert found == (refused(type(refusal).__name__, command.word), refusal)


def test_a_command_in_an_edited_comment_is_refused_before_anything_else() -> None:
    edited = replace(COMMENT, updated=START + timedelta(minutes=5))

    found = run_command(asked("xyzzy"), request(comment=edited, editor="mallory"), REGISTRY)

    assert found == (refused("EditedBeforeRead", "xyzzy"), EditedBeforeRead("xyzzy"))


def test_a_command_for_incidents_is_refused_on_an_action_item() -> None:
    found = run_command(asked(), request(item=item_world().item), REGISTRY)

    assert found == (refused("NotHere"), NotHere("frob", "incident"))


@pytest.mark.parametrize(("login", "number", "ran"), [("linus", 3, True), ("grace", 2, False)])
def test_the_owner_of_an_action_item_runs_its_commands_as_a_reader(login: str, number: int, ran: bool) -> None:
    comment = replace(COMMENT, author=Person(login, number))

    _, refusal = run_command(asked("done"), request("read", comment=comment, item=item_world().item), REGISTRY)

    assert refusal == (None if ran else MayNot("done", "grace", "write", "read"))


def test_the_permission_of_another_authority_counts_instead_of_the_authors() -> None:
    _, refusal = run_command(asked(), request("read", authority=Person("mary", 4)), REGISTRY)

    assert refusal == MayNot("frob", "mary", "write", "read")


def test_a_role_is_asked_for_only_once_the_command_exists_here() -> None:
    unanswered = CommandRequest(Context(World().snapshot, PROCESS, WORDING, START), COMMENT, 0)

    assert run_command(asked("xyzzy"), unanswered, REGISTRY)[1] == UnknownCommand("xyzzy", "")
    with pytest.raises(NeedsAnswer) as needed:
        run_command(asked(), unanswered, REGISTRY)
    assert needed.value.question == RoleOf("grace")


def test_the_record_has_the_first_forty_characters_of_a_refused_word() -> None:
    long = SlashCommand("x" * 41, "", 0)

    entry = refusal_entry(long, request(), UnknownCommand(long.word, ""))

    assert Decision((entry,)) == refused("UnknownCommand", "x" * 40)


def test_a_deleted_account_has_no_role_and_none_is_asked_for() -> None:
    context = Context(World().snapshot, PROCESS, WORDING, START)

    assert role_of(GHOST, context) == "none"
