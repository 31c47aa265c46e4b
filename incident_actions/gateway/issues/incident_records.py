"""The records of many incidents, fifty to a request, and which of them changed since an earlier look."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from incident_actions.contract import card_comment
from incident_actions.contract.incident_record import IncidentRecord, read_incident_record
from incident_actions.contract.issue import Issue
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.issues.comment_batch import MOST_ISSUES
from incident_actions.gateway.issues.listing import COMMENTS_PATH, comments_since
from incident_actions.gateway.issues.reader import IssueReader

log = logging.getLogger(__name__)


def read_incident_records(reader: IssueReader, issues: Iterable[Issue]) -> Iterator[IncidentRecord]:
    """Read the records of issues that were listed already, in their order. Raises GithubError and Unreachable.

    An issue with more than a hundred comments takes requests of its own, and so does each page of a record that is not
    among the first hundred. A caller who stops early has asked for at most one query too many.
    """
    waiting = iter(issues)
    while together := tuple(islice(waiting, MOST_ISSUES)):
        reader.read_together(together)
        yield from (read_listed_record(reader, issue) for issue in together)


def read_listed_record(reader: IssueReader, issue: Issue) -> IncidentRecord:
    """Read the record of an issue that was listed already."""
    shown = reader.snapshot_of(issue)
    pages = map(reader.comment, card_comment.missing_pages(shown))
    return read_incident_record(shown, [each for each in pages if each is not None])


def issues_with_changed_comments(connection: Connection, since: datetime) -> frozenset[int] | None:
    """Return the issues and pull requests whose comments changed since a time; None if the server lists no comments.

    https://docs.github.com/en/rest/issues/comments#list-issue-comments-for-a-repository
    """
    try:
        pages = connection.whole_list(COMMENTS_PATH, **comments_since(since))
        return frozenset(int(str(given["issue_url"]).rpartition("/")[2]) for page in pages for given in page)
    except GithubError as error:
        if not is_refusal(error, 403, 404, 410):
            raise
        log.info("This server does not list the comments of a whole repository (status %s)", error.status)
        return None
