"""Find out which login each person on record has now.

Logins can change hands, so a record names people by login and id. GitHub shows the ids of commenters, assignees and the
author with the issue, and a responder's command needs no more than that. Before the tool mentions or assigns somebody
of its own accord, it asks GitHub.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, TypeVar

from incident_actions.contract.questions import IdOf, LoginOf, Question
from incident_actions.contract.snapshot import Snapshot
from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.incident.incident import Incident
from incident_actions.model.person import Person

T = TypeVar("T")


@dataclass(frozen=True)
class Accounts:
    """The accounts that an issue shows."""

    logins: dict[int, str]
    """The login of each account id."""
    ids: dict[str, int]
    """The account id of each case-folded login."""


class Directory(Protocol):
    """A source of accounts: the issue's snapshot, and the answers that GitHub has given so far."""

    @property
    def snapshot(self) -> Snapshot:
        """Return the snapshot of the issue."""

    @property
    def accounts(self) -> Accounts:
        """Return the accounts that the issue shows."""

    def ask(self, question: Question[T]) -> T:
        """Return the answer to a question; raises NeedsAnswer until it is known."""


def shown_accounts(snapshot: Snapshot) -> Accounts:
    """Return the accounts of the issue's author, commenters and assignees."""
    people = {person.id: person.login for person in _people(snapshot) if person.id}
    return Accounts(people, {login.casefold(): account for account, login in people.items()})


def _people(snapshot: Snapshot) -> Iterator[Person]:
    """Yield everybody whom the snapshot shows, the latest information last.

    An event may be older than the snapshot, and name a login that its owner has given up since.
    """
    if snapshot.event_comment:
        yield snapshot.event_comment.author
    yield snapshot.issue.author
    yield from snapshot.issue.assigned_people
    yield from (comment.author for comment in snapshot.comments)


def known_id(login: str, directory: Directory) -> int:
    """Return the id of the account that has a login, or 0 if finding out takes a request."""
    answer = directory.snapshot.answers.get(IdOf(login))
    return answer if isinstance(answer, int) else directory.accounts.ids.get(login.casefold(), 0)


def canonical_login(login: str, directory: Directory) -> str:
    """Return a login as GitHub spells it, or as it was typed if finding out takes a request."""
    account = known_id(login, directory)
    answer = directory.snapshot.answers.get(LoginOf(account), "") if account else ""
    shown = str(answer) or directory.accounts.logins.get(account, "")
    return shown if shown.casefold() == login.casefold() else login


def account_id(login: str, directory: Directory) -> int:
    """Return the id of the account that has a login, or 0 if GitHub doesn't return it.

    Raises NeedsAnswer until it is known.
    """
    return (known_id(login, directory) or directory.ask(IdOf(login)) or 0) if login else 0


def current_login(login: str, account: int, directory: Directory) -> str:
    """Return the login that a person on record has now, or an empty string if nobody knows.

    The login on record counts unless another account is known to have it. Only then it raises NeedsAnswer, to ask
    GitHub.
    """
    if not account:
        return login
    if account in directory.accounts.logins:
        return directory.accounts.logins[account]
    return login if known_id(login, directory) in (0, account) else directory.ask(LoginOf(account))


def confirmed_login(login: str, account: int, directory: Directory) -> str:
    """Return the current login of somebody to mention or assign; raises NeedsAnswer until GitHub has confirmed it."""
    if not (login and account) or account in directory.accounts.logins or known_id(login, directory):
        return current_login(login, account, directory)
    return login if directory.ask(IdOf(login)) in (None, account) else directory.ask(LoginOf(account))


def current_incident(incident: Incident, directory: Directory) -> Incident:
    """Return the incident with the current logins of its role holders, without those who can't be found."""
    shown = {key: current_login(each, incident.role_ids.get(key, 0), directory) for key, each in incident.roles.items()}
    roles = {key: login for key, login in shown.items() if login}
    return incident if roles == incident.roles else replace(incident, roles=roles)


def current_item(item: ActionItem, directory: Directory) -> ActionItem:
    """Return the action item with the current logins of its owner and lead, without those who can't be found."""
    owner, lead = current_login(item.owner, item.owner_id, directory), current_login(item.lead, item.lead_id, directory)
    return item if (owner, lead) == (item.owner, item.lead) else replace(item, owner=owner, lead=lead)


def commander_login(incident: Incident, directory: Directory) -> str:
    """Return the commander's confirmed login, or an empty string if there is none.

    Raises NeedsAnswer until it is confirmed.
    """
    return confirmed_login(incident.roles.get("commander", ""), incident.role_ids.get("commander", 0), directory)
