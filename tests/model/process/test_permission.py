"""The repository role alone decides who may run a command, and an unknown role is never enough."""

from dataclasses import replace

import pytest

from incident_actions.contract.questions import COULD_NOT_CHECK
from incident_actions.model.person import Person
from incident_actions.model.process.permission import ROLES, is_enough, lowest_role, needed_item_role, needed_role
from tests.action_items.item_world import item_world
from tests.worlds import PROCESS


@pytest.mark.parametrize(
    ("word", "needed"),
    [("sev", "write"), ("declare", "triage"), ("note", "triage"), ("update", "triage"), ("help", "read")],
)
def test_a_command_needs_write_unless_the_process_says_otherwise(word: str, needed: str) -> None:
    assert needed_role(word, PROCESS) == needed


@pytest.mark.parametrize("needed", ROLES)
def test_a_role_is_enough_for_itself_and_all_below(needed: str) -> None:
    assert [role for role in ROLES if is_enough(role, needed)] == list(ROLES[ROLES.index(needed) :])


@pytest.mark.parametrize("actual", ["", "Admin", "owner", "security-lead", "nobody", COULD_NOT_CHECK])
def test_a_role_that_is_not_known_is_never_enough(actual: str) -> None:
    assert [needed for needed in ROLES if is_enough(actual, needed)] == []


@pytest.mark.parametrize("needed", ["nobody", "", "security-lead"])
def test_no_role_is_enough_for_a_forbidden_command(needed: str) -> None:
    assert [role for role in ROLES if is_enough(role, needed)] == []


@pytest.mark.parametrize(
    ("words", "lowest"), [(("help", "sev"), "read"), (("sev", "declare"), "triage"), (("sev",), "write"), ((), "admin")]
)
def test_the_lowest_role_is_that_of_the_command_that_needs_least(words: tuple[str, ...], lowest: str) -> None:
    assert lowest_role(words, PROCESS) == lowest


@pytest.mark.parametrize(
    ("login", "word", "needed"),
    [
        ("linus", "due", "read"),
        ("mallory", "due", "write"),
        ("linus", "drop", "nobody"),
        ("linus", "accept", "maintain"),
    ],
)
def test_the_owner_of_an_action_item_may_do_most_of_what_anybody_may(login: str, word: str, needed: str) -> None:
    process = replace(PROCESS, permissions={"drop": "nobody"})

    assert needed_item_role(word, item_world().item, Person(login), process) == needed
