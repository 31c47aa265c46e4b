"""Compare a person's repository role with the role that the process requires for a command."""

from __future__ import annotations

from collections.abc import Iterable

from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.person import Person
from incident_actions.model.process.process import Process

ROLES = ("none", "read", "triage", "write", "maintain", "admin")
"""GitHub's repository roles, each including those before it.

https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization
"""

DEFAULT_ROLE = "write"
"""The role that a command needs where the process names none."""

EXTEND = "extend"
"""The word in `permissions` for a due date beyond the limit of the severity, which is no command of its own."""

STRICTER_ROLES = {"accept": "maintain", EXTEND: "maintain"}
"""What needs more by default, since it lifts what the process asks of everybody."""

NOT_FOR_OWNERS = frozenset({"accept"})
"""Commands on an action item that its owner may not run without the role."""


def needed_role(word: str, process: Process) -> str:
    """Return the role that a command needs; `nobody` where the process forbids it."""
    return process.permissions.get(word, STRICTER_ROLES.get(word, DEFAULT_ROLE))


def lowest_role(words: Iterable[str], process: Process) -> str:
    """Return the lowest role that can run any of these commands; `admin` where the process forbids all of them."""
    needed = {needed_role(word, process) for word in words}
    return next((role for role in ROLES if role in needed), "admin")


def needed_item_role(word: str, item: ActionItem | None, person: Person, process: Process) -> str:
    """Return the role that a person needs for a command on an action item, whose owner may run most of them."""
    needed = needed_role(word, process)
    owns = item is not None and bool(item.owner) and Person(item.owner, item.owner_id).is_same_as(person)
    return "read" if owns and needed != "nobody" and word not in NOT_FOR_OWNERS else needed


def is_enough(actual: str, needed: str) -> bool:
    """Whether a role is enough; an unknown role (or one that could not be checked) never is."""
    return actual in ROLES and needed in ROLES and ROLES.index(actual) >= ROLES.index(needed)
