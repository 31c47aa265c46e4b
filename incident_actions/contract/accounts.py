"""Who the people on record are now: each is the account of an id, whatever its login is, and nobody who took its login.

A record names people by login and id. Comments, assignees and the author of the issue show ids without a request, which
is all that a responder's command looks at. Before the tool mentions or assigns somebody by itself, it asks GitHub.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

from incident_actions.contract.questions import IdOf, LoginOf, Question
from incident_actions.contract.snapshot import Snapshot
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.incident import Incident
from incident_actions.model.person import Person

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts that a look at an issue shows: the login of each id, and the id of each folded login."""

    logins: dict[int, str]
    ids: dict[str, int]


class Directory(Protocol):
    """What knows accounts: the look at an issue, and the answers that GitHub gave so far."""

    @property
    def snapshot(self) -> Snapshot:
        """Return the look at the issue."""

    @property
    def accounts(self) -> Accounts:
        """Return the accounts that the issue shows."""

    def ask(self, question: Question[T]) -> T:
        """Return the answer to a question; raises NeedsAnswer until it is known."""


def shown_accounts(snapshot: Snapshot) -> Accounts:
    """Collect the accounts that wrote the issue and its comments, and those that it is assigned to."""
    people = {person.id: person.login for person in _people(snapshot) if person.id}
    return Accounts(people, {login.casefold(): account for account, login in people.items()})


def _people(snapshot: Snapshot) -> Iterator[Person]:
    """Everybody whom the look shows, what was seen last at the end: an event may tell of a login that is given up."""
    if snapshot.event_comment:
        yield snapshot.event_comment.author
    yield snapshot.issue.author
    yield from snapshot.issue.assigned_people
    yield from (comment.author for comment in snapshot.comments)


def known_id(login: str, directory: Directory) -> int:
    """Return the id of the account that has a login, as far as it is known without a request; else 0."""
    told = directory.snapshot.answers.get(IdOf(login))
    return told if isinstance(told, int) else directory.accounts.ids.get(login.casefold(), 0)


def account_id(login: str, directory: Directory) -> int:
    """Return the id of the account that has a login, 0 where GitHub does not tell; raises Wanted until it is known."""
    return (known_id(login, directory) or directory.ask(IdOf(login)) or 0) if login else 0


def current_login(login: str, account: int, directory: Directory) -> str:
    """Return the login of a person on record; empty if nobody knows it now.

    The recorded one counts until it is seen to be another account's. Only then GitHub is asked: it raises Wanted.
    """
    if not account:
        return login
    if account in directory.accounts.logins:
        return directory.accounts.logins[account]
    return login if known_id(login, directory) in (0, account) else directory.ask(LoginOf(account))


def confirmed_login(login: str, account: int, directory: Directory) -> str:
    """Return the same for somebody to mention or assign; raises Wanted until it is known whose login it is."""
    if not (login and account) or account in directory.accounts.logins or known_id(login, directory):
        return current_login(login, account, directory)
    return login if directory.ask(IdOf(login)) in (None, account) else directory.ask(LoginOf(account))


def current_incident(incident: Incident, directory: Directory) -> Incident:
    """Give the holders of roles the logins that they have now; a role whose holder nobody finds is held by nobody."""
    shown = {key: current_login(each, incident.role_ids.get(key, 0), directory) for key, each in incident.roles.items()}
    roles = {key: login for key, login in shown.items() if login}
    return incident if roles == incident.roles else replace(incident, roles=roles)


def current_item(item: ActionItem, directory: Directory) -> ActionItem:
    """Give the owner and the lead of an action item the logins that they have now; one whom nobody finds is none."""
    owner, lead = current_login(item.owner, item.owner_id, directory), current_login(item.lead, item.lead_id, directory)
    return item if (owner, lead) == (item.owner, item.lead) else replace(item, owner=owner, lead=lead)


def commander_login(incident: Incident, directory: Directory) -> str:
    """Return the commander's login, empty where there is none; raises Wanted until GitHub was asked whose it is."""
    return confirmed_login(incident.roles.get("commander", ""), incident.role_ids.get("commander", 0), directory)
