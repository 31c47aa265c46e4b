"""People on record are accounts: one that takes another login is followed, and who takes its login is somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from incident_actions.contract.issue import ManualAction
from incident_actions.contract.questions import IdOf, IsAssignable
from incident_actions.model.incident import entry as e
from incident_actions.model.person import Person
from incident_actions.model.process.permission import needed_item_role
from tests.action_items.item_world import ItemWorld, item_world
from tests.engine.commands.asking import running
from tests.worlds import PROCESS, World

OTHER = 99
"""The account that registered a login which somebody gave up."""


def change_hands(world: World, login: str, to: str = "") -> None:
    """Somebody gives a login up, for another one or with the account; somebody else registers it."""
    account = world.ids.pop(login)
    if to:
        world.ids[to], world.roles = account, {**world.roles, to: world.roles[login]}
        world.comments = {
            number: replace(each, author=Person(to, account)) if each.author.id == account else each
            for number, each in world.comments.items()
        }
        if world.issue.author.id == account:
            world.issue = replace(world.issue, author=Person(to, account))
    world.ids[login] = OTHER


def assigned(world: World, login: str, account: int) -> None:
    world.issue = replace(world.issue, assignees=(login,), assignee_ids=(account,))


# ── What is on record


def test_an_entry_names_the_account_behind_each_login() -> None:
    world = running("/ic", "/page @linus why", "/take tech")
    world.ask("grace", "/handoff tech @grace now you")

    entries = world.entries()

    assert {entry.by_id for entry in entries if entry.by} == {2}
    assert [entry.person_id for entry in entries if isinstance(entry, e.RoleTaken)] == [2, 2, 2]
    assert world.incident.role_ids == {"commander": 2, "tech": 2}


def test_a_record_without_ids_goes_by_logins_as_before() -> None:
    world = running()
    ids, world.ids = world.ids, {"grace": world.ids["grace"]}
    world.ask("grace", "/ic @ada")
    world.ids = ids
    assert world.incident.role_ids == {}

    world.advance(hours=1)
    world.run()

    assert [said for said in world.tool_comments() if said.startswith("@ada")]


# ── Timers


def test_a_login_that_changed_hands_is_not_paged_and_who_is_on_call_is() -> None:
    world = World(roles={"ada": "admin", "grace": "write", "linus": "write", "margaret": "admin"})
    world.run()
    world.ask("ada", "/ic")
    del world.comments[max(number for number, each in world.comments.items() if each.author.login == "ada")]
    change_hands(world, "ada")

    world.advance(hours=3)
    world.run()

    spoken = world.tool_comments()[-1]
    assert "@ada" not in spoken
    assert "@margaret" in spoken


def test_a_commander_who_took_another_login_is_paged_by_it() -> None:
    world = running()
    world.ask("ada", "/ic")
    change_hands(world, "ada", "ada-l")

    world.advance(hours=3)
    world.run()

    assert "@ada-l" in world.tool_comments()[-1]
    assert "@ada:" not in world.tool_comments()[-1]
    assert "@ada-l" in world.cards()[0].body


# ── Assignees


def test_a_login_that_changed_hands_is_not_assigned() -> None:
    world = running()
    world.ask("ada", "/ic")
    world.comments = {number: each for number, each in world.comments.items() if each.author.login != "ada"}
    change_hands(world, "ada")
    world.issue = replace(world.issue, assignees=())

    world.run()

    assert world.issue.assignees == ()


def test_an_assignee_whom_others_added_stays_though_the_login_was_a_former_commanders() -> None:
    world = running()
    world.ask("ada", "/ic")
    world.ask("grace", "/ic")
    change_hands(world, "ada", "ada-l")
    world.issue = replace(world.issue, assignees=("ada", "grace"), assignee_ids=(OTHER, 2))

    world.run()

    assert world.issue.assignees == ("ada", "grace")


def test_a_commander_who_took_another_login_stays_assigned() -> None:
    world = running()
    world.ask("ada", "/ic")
    change_hands(world, "ada", "ada-l")
    assigned(world, "ada-l", 1)

    world.run()

    assert world.issue.assignees == ("ada-l",)


# ── Action items


def owned(account: int = 3) -> ItemWorld:
    """An item of linus, account 3."""
    return item_world(owner="linus", owner_id=account, lead="ada", lead_id=1)


def test_an_owner_has_the_say_by_account_and_not_by_login() -> None:
    item = owned().item

    needed = [
        needed_item_role("done", item, Person(*who), PROCESS) for who in (("linus", 3), ("lin", 3), ("linus", OTHER))
    ]

    assert needed == ["read", "read", "write"]


def test_an_account_that_took_an_owners_login_may_not_close_the_item() -> None:
    world = owned()
    change_hands(world, "linus")
    world.roles = {**world.roles, "linus": "read"}

    said = world.ask("linus", "/done #12")

    assert world.item.state == "open"
    assert "needs the role **write**" in said[0]


def test_closing_the_issue_manually_is_undone_too() -> None:
    world = owned()
    change_hands(world, "linus")
    world.roles = {**world.roles, "linus": "read"}

    world.change_manually("linus", ManualAction.CLOSED)
    world.run()

    assert world.issue.open


def test_a_reminder_goes_to_the_lead_where_the_owners_login_changed_hands() -> None:
    world = owned()
    change_hands(world, "linus")

    world.at(date(2026, 3, 20))
    world.run()

    assert "@ada, you get this" in world.tool_comments()[-1]
    assert "@linus" not in world.tool_comments()[-1]


def test_a_reminder_goes_to_the_owners_new_login() -> None:
    world = owned()
    change_hands(world, "linus", "lin")

    world.at(date(2026, 3, 20))
    world.run()

    assert world.tool_comments()[-1].startswith("@lin, ")


@pytest.mark.parametrize("told", [3, None], ids=["the same account", "GitHub does not tell"])
def test_a_reminder_asks_once_whose_login_it_is_and_never_fails_for_want_of_an_answer(told: int | None) -> None:
    world = owned()
    asked: list[object] = []

    def answer(question: object) -> object:
        asked.append(question)
        return told if question == IdOf("linus") else True

    world._answer = answer  # type: ignore[method-assign]

    world.at(date(2026, 3, 20))
    world.comments[900] = replace(world.post("mary", "hello"), id=900)
    world.run()

    assert asked == [IdOf("linus"), IsAssignable("linus")]
    assert world.tool_comments()[-1].startswith("@linus, ")
