"""One connection to GitHub: the token, the address, the retries, and plain requests where PyGithub has no method."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from github import Auth, Github, GithubException
from github.GithubRetry import GithubRetry
from github.Repository import Repository

PER_PAGE = 100
NEXT = re.compile(r'<([^<>]*)>; *rel="next"')
LONGEST_WAIT = 120.0
"""Seconds that a run waits for a rate limit at most: a slim runner lives 15 minutes, and the next run goes on."""

REPEATABLE = frozenset({"GET", "HEAD", "PUT", "PATCH", "DELETE"})
"""What may be sent again after an error; a POST never, since it may have taken effect all the same."""

# The library prints its warnings to stderr itself; they reach the run's log without that.
logging.getLogger("github").handlers.clear()


class Connection:
    """The repository as this run reaches it; `without` grows with every optional feature that the server refuses."""

    def __init__(self, token: str, repository: str, api_url: str) -> None:
        # The few writes of one event go out at once; a sweep with many keeps its own pace.
        self._github = Github(
            auth=Auth.Token(token),
            base_url=api_url,
            lazy=True,
            per_page=PER_PAGE,
            retry=GithubRetry(
                total=4, backoff_factor=0.5, allowed_methods=REPEATABLE, max_rate_limit_wait=LONGEST_WAIT
            ),
            seconds_between_requests=None,
            seconds_between_writes=None,
        )
        self.name = repository
        self.owner = repository.partition("/")[0]
        self.repository: Repository = self._github.get_repo(repository)
        self.without: set[str] = set()

    def get(self, path: str, **parameters: str | int) -> Any:
        """Read one thing below the repository (or, with a leading slash, below the root); raises GithubException."""
        return self.send("GET", path, parameters or None)

    def send(self, verb: str, path: str, parameters: dict[str, Any] | None = None, body: object = None) -> Any:
        """Send one request and give its JSON; raises GithubException."""
        where = path if path.startswith("/") else f"/repos/{self.name}/{path}".rstrip("/")
        return self.repository.requester.requestJsonAndCheck(verb, where, parameters, input=body)[1]

    def node(self, kind: str, node_id: str, fields: str) -> dict[str, Any]:
        """Read one thing by GraphQL, for what REST does not show; raises GithubException."""
        answer = self.repository.requester.graphql_node(node_id, fields, kind)[1]
        return dict(answer["data"]["node"])

    def pages(self, path: str, **parameters: str | int) -> Iterator[list[Any]]:
        """Read a list page by page, for as long as the server links to a next one; raises GithubException.

        What the link asks for is taken over, not counted on: some lists go by page, others by cursor.
        https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
        """
        asked: dict[str, Any] = {"per_page": PER_PAGE, **parameters}
        while asked:
            headers, page = self.repository.requester.requestJsonAndCheck("GET", f"/repos/{self.name}/{path}", asked)
            yield page
            following = NEXT.search(headers.get("link", ""))
            asked = dict(parse_qsl(urlsplit(following[1]).query)) if following else {}

    def close(self) -> None:
        """Let the connection go."""
        self._github.close()


def refused(error: GithubException, *statuses: int) -> bool:
    """Whether the server refused with one of these statuses."""
    return error.status in statuses


def said(error: GithubException) -> str:
    """Everything that the server said about an error, in lower case, to look for words in."""
    return str(error.data).casefold()
