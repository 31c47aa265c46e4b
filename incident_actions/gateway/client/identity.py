"""Who the tool is on GitHub: the account that its token writes as, found without a request where that can be told.

What nobody told is noticed: by the author of what this run has just written, and by a record that bears the name
of another bot. Only such a doubt costs a request.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from github import GithubException

from incident_actions.contract import card_comment, events
from incident_actions.contract.issue import ManualAction
from incident_actions.contract.labels import tool_labels
from incident_actions.contract.snapshot import Snapshot
from incident_actions.gateway.client.connection import Connection, refused
from incident_actions.model.person import ACTIONS_BOT, Person
from incident_actions.text import record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incident_actions.contract.issue import Issue, ManualChange
    from incident_actions.model.process.process import Process

BOT = "[bot]"
"""What the login of every App ends in, and no person's can.

https://docs.github.com/en/rest/users/users#get-a-user
"""

log = logging.getLogger(__name__)


class Mistaken(BaseException):
    """This token writes as another account than was believed: as `person`.

    Not an `Exception`: what makes the best of a failure must let it pass, since all that was read was read as somebody
    else.
    """

    def __init__(self, person: Person) -> None:
        super().__init__(person.login)
        self.person = person


class Estranged(Exception):
    """The record on an issue is by `by`, another bot than this run writes as, and nobody said that it was ours."""

    def __init__(self, by: Person, bot: Person) -> None:
        super().__init__(by.login)
        self.by, self.bot = by, bot


def who_am_i(connection: Connection, token: str, configured: str | None, app: str = "") -> Person:
    """The account that this token writes as; `app` is the slug of the App whose token it is, where that is told.

    The token of an App's installation, a workflow's own being one (`ghs_…`), may not ask who it is.
    https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
    """
    if app:
        return Person(app + BOT, bot=True)
    if configured:
        return Person(configured, bot=configured.endswith(BOT))
    if token.startswith("ghs_"):
        return ACTIONS_BOT
    try:
        return events.read_person(connection.get("/user"))
    except GithubException as error:
        if refused(error, 403, 404):
            return ACTIONS_BOT
        raise


def stranger(snapshot: Snapshot) -> Person | None:
    """The bot, other than ours, that seems to have written the record of an issue; None where ours did, or nobody."""
    if card_comment.find_card(snapshot) is not None:
        return None
    if (author := claimant(snapshot.issue, snapshot.bot)) is not None:
        return author
    posted = (comment for comment in snapshot.comments if comment.body.startswith(card_comment.CARD_MARK))
    return next((each.author for each in posted if each.author.bot and not each.author.is_same_as(snapshot.bot)), None)


def claimant(issue: Issue, bot: Person) -> Person | None:
    """The bot, other than ours, whose issue holds a record as ours do."""
    foreign = issue.author.bot and not issue.author.is_same_as(bot)
    return issue.author if foreign and record.entries_in(issue.body) else None


def shows(author: Person, changes: Iterable[ManualChange], process: Process) -> bool:
    """Whether the issue's timeline, which nobody can edit, has the labels of the tool by that account.

    A card alone can be forged by any bot that may comment; it must not keep anybody from declaring an incident.
    """
    labels = tool_labels(process) - {process.labels.incident}
    return any(
        each.action is ManualAction.LABELED and each.by.is_same_as(author) and each.label in labels for each in changes
    )


def is_mine(connection: Connection, author: Person) -> bool:
    """Ask whether this token writes as that account, which only GraphQL tells the token of an installation.

    https://docs.github.com/en/graphql/reference/queries#viewer
    """
    try:
        viewer = connection.viewer
    except (GithubException, OSError, LookupError, TypeError) as error:
        log.info("GitHub does not tell who this token is: %s", type(error).__name__)
        return False
    # Some answers lack the `[bot]` that REST puts behind the login.
    told = str(viewer["login"]).removesuffix(BOT) + BOT * author.bot
    return Person(told, int(viewer.get("databaseId") or 0)).is_same_as(author)
