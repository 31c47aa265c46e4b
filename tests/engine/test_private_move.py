"""A private incident in memory: what is left of it, whatever happened before, between and after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.contract.effects import (
    DeleteComment,
    OpenPrivateIssue,
    PostComment,
    SetIssue,
    WithdrawFiles,
    WithdrawItem,
    WriteCard,
)
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.incident import entry as e
from incident_actions.model.process.configuration_reader import read_process
from tests.worlds import BOT, RunDied, World, make_labels

PRIVATE = read_process(
    "extends: default\nescalation: [margaret]\nprivate: { repository: acme/security }\n",
    templates.load_preset,
    tuple(BY_WORD),
)


def private_world(**given: object) -> World:
    world = World(process=PRIVATE, **given)  # type: ignore[arg-type]  # fields of the world
    world.run()
    world.ask("grace", "/note the canary sings\n/ic\n/affects canary-service")
    return world


def words_since(world: World, place: int) -> str:
    written = world.log[place:]
    return "\n".join(str(each) for each in written if isinstance(each, PostComment | WriteCard | SetIssue))


def test_the_record_begins_anew_with_the_move() -> None:
    world = private_world()

    world.ask("grace", "/private the canary")

    (moved,) = world.entries()
    assert isinstance(moved, e.MadePrivate)
    assert (moved.repository, moved.by) == ("acme/security", "grace")
    opened = [made for made, _ in world.made.values() if isinstance(made, OpenPrivateIssue)]
    assert [each.labels for each in opened] == [("incident",)]
    assert "canary sings" in opened[0].body


@pytest.mark.parametrize("key", [b"", b"a key"], ids=["unsigned", "signed"])
def test_a_move_is_whole_wherever_a_run_dies(key: bytes) -> None:
    for strength in range(1, 30):
        world = private_world(key=key)
        world.strength, place = strength, len(world.log)
        try:
            world.ask("grace", "/private")
            died = False
        except RunDied:
            died = True
        world.strength = 10_000
        world.run()

        assert "canary" not in words_since(world, place), strength
        assert [type(entry) for entry in world.entries()] == [e.MadePrivate], strength
        assert (world.issue.title, world.issue.open) == ("Private incident", False), strength
        assert sum(isinstance(made, OpenPrivateIssue) for made, _ in world.made.values()) == 1, strength
        assert world.run().is_empty, strength
        if not died:
            return
    raise AssertionError("the run never came to its end")


def test_its_words_go_first_and_the_issue_is_closed_last() -> None:
    world = private_world()
    place = len(world.log)

    world.ask("grace", "/private")

    done = [each for each in world.log[place:] if isinstance(each, SetIssue | DeleteComment)]
    first, *between, last = done
    assert isinstance(first, SetIssue)
    assert isinstance(last, SetIssue)
    assert (first.title, first.open) == ("Private incident", None)
    assert last == SetIssue(world.issue.number, open=False, state_reason="not_planned")
    assert between
    assert all(isinstance(each, DeleteComment) for each in between)


def test_action_items_are_withdrawn_and_listed_for_the_private_issue() -> None:
    world = private_world()
    world.ask("grace", "/action @linus 2026-03-20 Alert on a full canary\n/action @ada 2026-03-21 Raise it")
    ours, theirs = (each.issue for each in world.entries() if isinstance(each, e.ActionOpened))
    world.issues_of_people = (theirs,)

    world.ask("grace", "/private")

    said = world.replies()[-1]
    withdrawn = [made for made, _ in world.made.values() if isinstance(made, WithdrawItem)]
    assert [(each.issue, each.title) for each in withdrawn] == [
        (ours, "Action item of a private incident"),
        (theirs, "Action item of a private incident"),
    ]
    assert not [each for each in withdrawn if "canary" in each.body]
    assert f"until an admin deletes them: #{ours}." in said
    assert f"keep their texts and their reminders: #{theirs}." in said
    (opened,) = (made for made, _ in world.made.values() if isinstance(made, OpenPrivateIssue))
    assert "- `/action @linus 2026-03-20 Alert on a full canary`\n" in opened.body


def test_what_waits_with_the_command_is_not_carried_out() -> None:
    world = private_world()
    place = len(world.log)
    world.post("grace", "/note the canary again\n/action @linus friday a canary")

    world.ask("ada", "/hotfix canary\n/private\n/update canary")

    assert "canary" not in words_since(world, place)
    assert not [key for key in world.made if key.startswith("hotfix")]
    assert world.replies()[-1].startswith("This incident is private")


def test_a_stranger_moves_nothing_and_hears_nothing_of_a_private_incident() -> None:
    world = private_world()

    (said,) = world.ask("mary", "/private")
    assert "needs the role **write**" in said

    world.ask("grace", "/private")
    said = world.ask("mary", "/canary")[-1]
    assert said.startswith("This incident is private and continues in acme/security#")


def test_a_refused_move_changes_nothing() -> None:
    world = private_world(moving_problem="not permitted")
    before, title = world.entries(), world.issue.title

    (said,) = world.ask("grace", "/private")

    assert "can't open issues in `acme/security`" in said
    assert [entry for entry in world.entries() if not isinstance(entry, e.CommandRefused)] == list(before)
    assert world.issue.title == title


def test_a_label_and_a_title_that_people_add_later_go_again() -> None:
    world = private_world()
    world.ask("grace", "/private")
    world.issue = replace(world.issue, title="The canary", open=True)

    world.run()

    assert (world.issue.title, world.issue.open) == ("Private incident", False)


def test_the_private_issue_becomes_the_incident_there_and_moves_no_further() -> None:
    there = read_process(
        "extends: default\nescalation: [margaret]\nprivate: { repository: acme/shop, severities: [SEV-1] }\n",
        templates.load_preset,
        tuple(BY_WORD),
    )
    opened = next(made for made, _ in _moved().made.values() if isinstance(made, OpenPrivateIssue))
    issue = replace(World().issue, author=BOT, body=opened.body, labels=make_labels("incident", "SEV-1"))
    world = World(process=there, issue=issue)

    world.run()

    assert world.incident.severity == "SEV-1"
    assert world.issue.body == opened.body
    assert world.ask("grace", "/private") == ["This incident is in the private repository already, so nothing moved."]
    world.comments.clear()
    world.run()
    assert world.incident.severity == "SEV-1", "a lost record is rebuilt there"


def _moved() -> World:
    world = private_world()
    world.ask("grace", "/private")
    return world


@pytest.mark.parametrize(("state", "withdrawn"), [("open", 1), ("merged", 0)])
def test_only_a_postmortem_that_is_still_open_is_withdrawn(state: str, withdrawn: int) -> None:
    world = private_world()
    world.ask("grace", "/sev 1\n/resolve the canary is out")
    world.run()
    assert world.incident is not None
    assert world.incident.postmortem is not None
    if state == "merged":
        world.merge()
        world.run()

    world.ask("grace", "/private")

    made = [each for each, _ in world.made.values() if isinstance(each, WithdrawFiles)]
    assert [(each.branch, each.title) for each in made] == [("postmortem/7", "Private incident")] * withdrawn


RULED = "extends: default\nprivate: {{ repository: {}, severities: [SEV-1] }}\n"


@pytest.mark.parametrize(("repository", "is_moved"), [("acme/security", True), ("Acme/Shop", False)])
def test_a_rule_moves_an_incident_unless_it_is_there_already(repository: str, *, is_moved: bool) -> None:
    world = World(process=read_process(RULED.format(repository), templates.load_preset, tuple(BY_WORD)))
    world.run()

    world.ask("grace", "/sev 1")
    world.run()

    moved = [(each.by, each.comment) for each in world.entries() if isinstance(each, e.MadePrivate)]
    assert moved == ([("", 0)] if is_moved else [])
    assert "can't move" not in "".join(world.replies())


@pytest.mark.parametrize("is_frozen", [True, False])
def test_the_reply_to_a_move_names_a_freeze_of_merges(*, is_frozen: bool) -> None:
    rules = "extends: default\nprivate: { repository: acme/security }\nfreeze: {}\n"
    world = World(process=read_process(rules, templates.load_preset, tuple(BY_WORD)))
    world.run()
    if is_frozen:
        world.ask("grace", "/freeze all")

    world.ask("grace", "/private")

    assert ("freeze" in world.replies()[-1]) is is_frozen
