"""The repository role alone decides who may run a command, and an unknown role is never enough."""

import pytest

from incident_actions.contract.questions import COULD_NOT_CHECK
from incident_actions.model.process.permission import ROLES, is_enough, needed_role
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
