"""Which account the tool's token writes as, found without a request if possible.

If nobody named the account, the author of what the run has just written shows it, or a record by another bot raises a
doubt. Only that doubt costs a request.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from incident_actions.contract import card_comment, events
from incident_actions.contract.issue import ManualAction
from incident_actions.contract.labels import tool_labels
from incident_actions.contract.snapshot import Snapshot
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.model.person import ACTIONS_BOT, Person
from incident_actions.text import record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incident_actions.contract.issue import Issue, ManualChange
    from incident_actions.model.process.process import Process

BOT_SUFFIX = "[bot]"
"""The end of every App's login. No person's login can end like this.

https://docs.github.com/en/rest/users/users#get-a-user
"""

log = logging.getLogger(__name__)


class WrongIdentity(BaseException):
    """This token writes as `person`, not as the account that the run assumed.

    It is not an `Exception`, so that code which tolerates failures lets it pass: everything was read as somebody else.
    """

    def __init__(self, person: Person) -> None:
        super().__init__(person.login)
        self.person = person


class ForeignRecord(Exception):
    """The record on an issue is by another bot than this run writes as, and is not configured to be ours."""

    def __init__(self, by: Person, bot: Person) -> None:
        super().__init__(by.login)
        self.by, self.bot = by, bot


def who_am_i(connection: Connection, token: str, configured: str | None, app: str = "") -> Person:
    """Return the account that this token writes as; `app` is the slug of the token's App if it is known.

    The token of an App's installation, such as a workflow's own (`ghs_…`), may not ask who it is.
    https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
    """
    if app:
        return Person(app + BOT_SUFFIX, bot=True)
    if configured:
        return Person(configured, bot=configured.endswith(BOT_SUFFIX))
    if token.startswith("ghs_"):
        return ACTIONS_BOT
    try:
        return events.read_person(connection.get("/user"))
    except GithubError as error:
        if is_refusal(error, 403, 404):
            return ACTIONS_BOT
        raise


def foreign_author(snapshot: Snapshot) -> Person | None:
    """Return the other bot that seems to have written an issue's record; None if it is ours or there is none."""
    if card_comment.find_card(snapshot) is not None:
        return None
    if (author := foreign_issue_author(snapshot.issue, snapshot.bot)) is not None:
        return author
    posted = (comment for comment in snapshot.comments if comment.body.startswith(card_comment.CARD_MARK))
    return next((each.author for each in posted if each.author.bot and not each.author.is_same_as(snapshot.bot)), None)


def foreign_issue_author(issue: Issue, bot: Person) -> Person | None:
    """Return the author of an issue whose body holds a record, if that author is another bot."""
    foreign = issue.author.bot and not issue.author.is_same_as(bot)
    return issue.author if foreign and record.entries_in(issue.body) else None


def has_tool_labels_by(author: Person, changes: Iterable[ManualChange], process: Process) -> bool:
    """Return whether the issue's timeline, which nobody can edit, shows that this account added labels of the tool.

    Any bot that may comment can forge a card, which must not keep anybody from declaring an incident.
    """
    labels = tool_labels(process) - {process.labels.incident}
    return any(
        each.action is ManualAction.LABELED and each.by.is_same_as(author) and each.label in labels for each in changes
    )


def is_token_account(connection: Connection, author: Person) -> bool:
    """Return whether this token writes as an account, which only GraphQL answers for an installation's token.

    https://docs.github.com/en/graphql/reference/queries#viewer
    """
    try:
        viewer = connection.viewer
    except (GithubError, OSError, LookupError, TypeError) as error:
        log.info("GitHub did not return the account of this token: %s", type(error).__name__)
        return False
    # Some answers lack the `[bot]` that REST appends to the login.
    login = str(viewer["login"]).removesuffix(BOT_SUFFIX) + BOT_SUFFIX * author.bot
    return Person(login, int(viewer.get("databaseId") or 0)).is_same_as(author)
