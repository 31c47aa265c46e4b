"""Lists of issues across the whole repository, a hundred to a request."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from incident_actions.contract import events
from incident_actions.contract.events import read_issue
from incident_actions.contract.issue import Issue
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.text.slash_grammar import may_hold_command

log = logging.getLogger(__name__)

COMMENTS_PATH = "issues/comments"


def issues_with_label(connection: Connection, labels: str, **parameters: str) -> Iterator[list[Issue]]:
    """Read the issues with a label page by page, without pull requests, which GitHub lists among them."""
    return map(_issues, connection.pages("issues", labels=labels, **parameters))


def all_issues_with_label(connection: Connection, labels: str, **parameters: str) -> Iterator[Issue]:
    """Read all issues with a label, a few pages at the same time."""
    for page in connection.whole_list("issues", labels=labels, **parameters):
        yield from _issues(page)


def newest_issues(connection: Connection, label: str, state: str = "all") -> list[Issue]:
    """Return the newest hundred issues with a label in one request: `all`, or those that are `open` or `closed`."""
    return _first_hundred(connection, labels=label, state=state, sort="created")


def latest_issues_by(connection: Connection, login: str) -> list[Issue]:
    """Return the hundred open issues by an account that changed last, in one request."""
    return _first_hundred(connection, creator=login, state="open", sort="updated")


def _first_hundred(connection: Connection, **parameters: str) -> list[Issue]:
    given = connection.get("issues", **parameters, direction="desc", per_page=100)
    return [read_issue(each) for each in given if "pull_request" not in each]


def unanswered_issues(connection: Connection, since: datetime) -> list[int]:
    """Return the issues with comments since a time that may hold commands and show no reaction of ours, oldest first.

    Returns nothing if the server does not list the comments of a whole repository.
    """
    try:
        pages = list(connection.whole_list(COMMENTS_PATH, **comments_since(since)))
    except GithubError as error:
        if not is_refusal(error, 403, 404, 410):
            raise
        log.info(
            "This server does not list the comments of a whole repository (status %s), so none were searched",
            error.status,
        )
        return []
    found = (_issue_number(given) for page in pages for given in page if _needs_answer(given))
    return list(dict.fromkeys(found))


def comments_since(since: datetime) -> dict[str, str]:
    """Return the parameters of the list of all comments in the repository since a time."""
    return {"since": api_time(since), "sort": "created", "direction": "asc"}


def api_time(at: datetime) -> str:
    """Return a time as the API takes it."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _issues(page: list[Any]) -> list[Issue]:
    return [read_issue(given) for given in page if "pull_request" not in given]


def _needs_answer(given: Any) -> bool:
    comment = events.read_comment(given)
    on_issue = "/pull/" not in str(given.get("html_url"))
    return on_issue and not comment.is_acknowledged and not comment.author.bot and may_hold_command(comment.body)


def _issue_number(given: Any) -> int:
    return int(str(given["issue_url"]).rpartition("/")[2])
