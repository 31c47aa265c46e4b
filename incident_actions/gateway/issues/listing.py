"""Listing: what a sweep looks through, a hundred at a time, for the whole repository."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from github import GithubException

from incident_actions.contract import events
from incident_actions.contract.events import read_issue
from incident_actions.contract.issue import Issue
from incident_actions.gateway.client.connection import Connection, refused
from incident_actions.text.slash_grammar import may_hold_command

log = logging.getLogger(__name__)


def labelled(connection: Connection, label: str, **parameters: str) -> Iterator[list[Issue]]:
    """The issues with a label, page by page; pull requests, which GitHub counts among them, are left out."""
    for page in connection.pages("issues", labels=label, **parameters):
        yield [read_issue(given) for given in page if "pull_request" not in given]


def newest(connection: Connection, label: str) -> list[Issue]:
    """The newest hundred issues with a label, open or closed, in one request."""
    given = connection.get("issues", labels=label, state="all", sort="created", direction="desc", per_page=100)
    return [read_issue(each) for each in given if "pull_request" not in each]


def unanswered(connection: Connection, since: datetime) -> list[int]:
    """The issues with comments since a moment that may hold commands and bear no sign of an answer, oldest first.

    A server that does not list the comments of the whole repository is done without.
    """
    try:
        pages = list(connection.pages("issues/comments", since=stamp(since), sort="created", direction="asc"))
    except GithubException as error:
        if not refused(error, 403, 404, 410):
            raise
        log.info("this server lists no comments of the whole repository: %s", error.status)
        return []
    found = (_issue_of(given) for page in pages for given in page if _waits(given))
    return list(dict.fromkeys(found))


def stamp(at: datetime) -> str:
    """Spell a moment as the server's lists take it."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _waits(given: Any) -> bool:
    comment = events.read_comment(given)
    answered = comment.reactions and (comment.reactions.get("+1") or comment.reactions.get("confused"))
    on_issue = "/pull/" not in str(given.get("html_url"))
    return on_issue and not answered and not comment.author.bot and may_hold_command(comment.body)


def _issue_of(given: Any) -> int:
    return int(str(given["issue_url"]).rpartition("/")[2])
