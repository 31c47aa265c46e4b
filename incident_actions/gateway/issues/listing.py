"""Listing: what a sweep looks through, a hundred at a time, for the whole repository."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from github import GithubException

from incident_actions.contract import events
from incident_actions.contract.events import issue_from
from incident_actions.contract.issue import Issue
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.text.slash_grammar import may_hold_command

log = logging.getLogger(__name__)


def issues_with_label(connection: Connection, label: str, **parameters: str) -> Iterator[list[Issue]]:
    """The issues with a label, page by page; pull requests, which GitHub counts among them, are left out."""
    for page in connection.pages("issues", labels=label, **parameters):
        yield [issue_from(given) for given in page if "pull_request" not in given]


def newest_issues(connection: Connection, label: str) -> list[Issue]:
    """The newest hundred issues with a label, open or closed, in one request."""
    given = connection.get("issues", labels=label, state="all", sort="created", direction="desc", per_page=100)
    return [issue_from(each) for each in given if "pull_request" not in each]


def unanswered_issues(connection: Connection, since: datetime) -> list[int]:
    """The issues with comments since a moment that may hold commands and bear no sign of an answer, oldest first.

    A server that does not list the comments of the whole repository is done without.
    """
    try:
        pages = list(connection.pages("issues/comments", since=api_time(since), sort="created", direction="asc"))
    except GithubException as error:
        if not is_refusal(error, 403, 404, 410):
            raise
        log.info("this server lists no comments of the whole repository: %s", error.status)
        return []
    found = (_issue_number(given) for page in pages for given in page if _needs_answer(given))
    return list(dict.fromkeys(found))


def api_time(at: datetime) -> str:
    """Spell a moment as the server's lists take it."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _needs_answer(given: Any) -> bool:
    comment = events.comment_from(given)
    answered = comment.reactions and (comment.reactions.get("+1") or comment.reactions.get("confused"))
    on_issue = "/pull/" not in str(given.get("html_url"))
    return on_issue and not answered and not comment.author.bot and may_hold_command(comment.body)


def _issue_number(given: Any) -> int:
    return int(str(given["issue_url"]).rpartition("/")[2])
