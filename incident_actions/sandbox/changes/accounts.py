"""Accounts that are renamed or deleted; what they wrote stays theirs, and anyone may register the old login."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from incident_actions.sandbox.host import Host

LOGINS = frozenset(
    {
        "actor",
        "assignee",
        "assignees",
        "attempted_by",
        "author",
        "by",
        "closed_by",
        "creator",
        "editor",
        "invitee",
        "inviter",
        "merged_by",
        "reviewers",
        "stargazers",
    }
)
"""The fields of a repository's state that hold logins."""


def rename(host: Host, old: str, new: str) -> None:
    """Give an account another login; its id, its tokens and its roles stay.

    https://github.com/orgs/community/discussions/63520 quotes GitHub's page about it.
    """
    world = host.world
    account = world.accounts[new] = world.accounts.pop(old)
    account.login = new
    world.tokens = {token: new if login == old else login for token, login in world.tokens.items()}
    for place in world.repositories.values():
        place.roles = {new if login == old else login: role for login, role in place.roles.items()}
        _rename_in(place, old, new)
    host.profiles.clear()


def delete(host: Host, login: str) -> None:
    """Delete an account. What it wrote then belongs to a login with a space, which nobody can register."""
    gone = f"deleted {host.world.accounts[login].id}"
    rename(host, login, gone)
    del host.world.accounts[gone]
    host.world.tokens = {token: login for token, login in host.world.tokens.items() if login != gone}
    for place in host.world.repositories.values():
        place.roles.pop(gone, None)


def _rename_in(state: Any, old: str, new: str) -> None:
    if isinstance(state, Mapping):
        for name, value in state.items():
            if name in LOGINS and value == old:
                state[name] = new  # type: ignore[index]
            else:
                _rename_in(value, old, new)
    elif isinstance(state, list):
        for each in state:
            _rename_in(each, old, new)
    elif is_dataclass(state):
        for field in fields(state):
            value = getattr(state, field.name)
            if field.name in LOGINS:
                setattr(state, field.name, _renamed(value, old, new))
            else:
                _rename_in(value, old, new)


def _renamed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, list):
        return [new if login == old else login for login in value]
    return new if value == old else value
