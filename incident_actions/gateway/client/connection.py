"""One connection to GitHub: the token, the address, the retries, and plain requests where PyGithub has no method."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from github import Auth, Github, GithubException
from github.Repository import Repository
from requests.exceptions import ChunkedEncodingError, Timeout
from requests.exceptions import ConnectionError as Unreachable

from incident_actions.gateway.client.retry import IncompleteAnswer, RetryPolicy, is_rate_limited

T = TypeVar("T")

PER_PAGE = 100
API_VERSION = "2026-03-10"
"""The version of the REST API that each request names.

https://docs.github.com/en/rest/about-the-rest-api/api-versions
"""

VERSION_HEADER = "X-GitHub-Api-Version"
VERSION_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
NEXT_LINK = re.compile(r'<([^<>]*)>; *rel="next"')
TIMEOUT_SECONDS = 15
"""Seconds that a server has for its answer."""

REPEATABLE_METHODS = frozenset({"GET", "HEAD", "PUT", "PATCH", "DELETE"})
"""What may be sent again after an error; a POST may have taken effect all the same, and would then do so twice."""

UNSAFE_SEGMENTS = frozenset({"", ".", ".."})
"""What is no part of a path: it would lead to another one."""

# The library prints its warnings to stderr itself; they reach the run's log without that.
logging.getLogger("github").handlers.clear()


class NotGitHubApi(Exception):
    """What answers at the address is no GitHub API, and never was in this run; the text is the address."""


class Connection:
    """The repository as this run reaches it.

    `without` grows with every optional feature that the server refuses, `asked` with every request.
    `spoken`: the API has answered at this address. `version` is that of the API which requests name; a server that
    refuses it is asked in its own.
    """

    def __init__(self, token: str | Auth.Auth, repository: str, api_url: str, version: str = API_VERSION) -> None:
        # The few writes of one event go out at once; a sweep with many keeps its own pace.
        self._github = Github(
            auth=Auth.Token(token) if isinstance(token, str) else token,
            base_url=api_url,
            lazy=True,
            per_page=PER_PAGE,
            timeout=TIMEOUT_SECONDS,
            retry=None,
            seconds_between_requests=None,
            seconds_between_writes=None,
        )
        self.name, self.api_url = repository, api_url
        self.owner = repository.partition("/")[0]
        self.repository: Repository = self._github.get_repo(repository)
        self.missing_features: set[str] = set()
        self.request_count = 0
        self.has_answered = False
        self.version = version
        self.retry_policy = RetryPolicy()

    def connect_to(self, token: str | Auth.Auth, repository: str) -> Connection:
        """Reach a repository on the same server with another token; what this run knows of the server holds there."""
        other = Connection(token, repository, self.api_url, self.version)
        other.has_answered, other.retry_policy = self.has_answered, self.retry_policy
        return other

    def get(self, path: str, **parameters: str | int) -> Any:
        """Read one thing below the repository (or, with a leading slash, below the root); raises GithubException."""
        return self.send("GET", path, parameters or None)

    def get_or_none(self, path: str, read: Callable[[Any], T], **parameters: str) -> T | None:
        """Read one thing and parse it with `read`; None if GitHub does not have it. Raises GithubException."""
        try:
            return read(self.get(path, **parameters))
        except GithubException as error:
            if is_refusal(error, 404, 410):
                return None
            raise

    def send(
        self,
        verb: str,
        path: str,
        parameters: dict[str, Any] | None = None,
        body: object = None,
        *,
        once: bool | None = None,
    ) -> Any:
        """Send a request, as often as it takes, and give its JSON; raises GithubException and requests' errors.

        `once`: it must not take effect twice, and so is not sent again where it may have done so. A POST must not,
        unless its caller knows that the server itself sees to that.
        """
        once = verb not in REPEATABLE_METHODS if once is None else once
        return self._request(verb, self._full_path(path), parameters, body, once=once)[1]

    def _full_path(self, path: str) -> str:
        """The path from the root; what no path can name is not found, and not asked for: GithubException.

        Quoting does not help there: on the way, `..` is understood however it is spelled.
        """
        below = f"/{path}" if path else ""
        whole = path if path.startswith("/") else f"/repos/{self.name}{below}"
        if not UNSAFE_SEGMENTS.isdisjoint(whole[1:].split("/")):
            raise GithubException(404, {"message": "Not Found"}, {})
        return whole

    def _request(
        self, verb: str, where: str, parameters: dict[str, Any] | None, body: object, *, once: bool
    ) -> tuple[Mapping[str, str], Any]:
        attempt = 0
        while True:
            attempt += 1
            try:
                return self._send_once(verb, where, parameters, body)
            except (GithubException, Unreachable, Timeout) as error:
                if not (
                    self._lowers_version(error)
                    or self.retry_policy.wait_or_give_up(error, attempt, repeatable=not once)
                ):
                    raise

    def _lowers_version(self, error: Exception) -> bool:
        """Take the newest version that a server names where it refuses ours as too new; False for any other error.

        https://docs.github.com/en/rest/about-the-rest-api/api-versions#specifying-an-api-version
        """
        if not (self.version and isinstance(error, GithubException) and error.status == 400):
            return False
        words = error_text(error)
        if VERSION_HEADER.casefold() not in words:
            return False
        named = VERSION_DATE.findall(words)
        self.version = max((each for each in named if each < self.version), default="")
        return True

    def _send_once(
        self, verb: str, where: str, parameters: dict[str, Any] | None, body: object
    ) -> tuple[Mapping[str, str], Any]:
        """Send it once, and see that the whole answer came."""
        requester = self.repository.requester
        self.request_count += 1
        named = {VERSION_HEADER: self.version} if self.version else {}
        try:
            status, headers, text = requester.requestJson(verb, where, parameters, named, body)
        except ChunkedEncodingError as error:
            raise IncompleteAnswer(str(error)) from error
        except RuntimeError as error:  # PyGithub's, for a redirection to another protocol or host
            raise NotGitHubApi(self.api_url) from error
        page = 300 <= status < 400 or (status < 500 and text.lstrip()[:1] == "<")
        if page and not self.has_answered:
            raise NotGitHubApi(self.api_url)
        self.has_answered |= status < 500
        answer = _parse_json(text)
        if status >= 400:
            raise requester.createException(status, headers, answer if isinstance(answer, dict) else {"data": answer})
        if answer is None and status != 204 and verb != "DELETE":
            raise IncompleteAnswer(f"nothing came with {status}")
        return headers, answer

    def get_node(self, kind: str, node_id: str, fields: str) -> dict[str, Any]:
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
            headers, page = self._request("GET", self._full_path(path), asked, None, once=False)
            yield page
            following = NEXT_LINK.search(headers.get("link", ""))
            asked = dict(parse_qsl(urlsplit(following[1]).query)) if following else {}

    def list_items(self, path: str, key: str = "", **parameters: str | int) -> Iterator[Any]:
        """Read the items of a list, page by page; `key` is where an answer with a count holds them.

        Raises GithubException, LookupError and TypeError.
        """
        for page in self.pages(path, **parameters):
            yield from require_list(page[key] if key else page)  # type: ignore[call-overload]

    @cached_property
    def viewer(self) -> dict[str, Any]:
        """Whom GraphQL calls the viewer: login and databaseId; raises GithubException, LookupError, TypeError.

        https://docs.github.com/en/graphql/reference/queries#viewer
        """
        self.request_count += 1
        answer = self.repository.requester.graphql_query("query { viewer { login databaseId } }", {})[1]
        return dict(answer["data"]["viewer"])

    def close(self) -> None:
        """Let the connection go."""
        self._github.close()


def _parse_json(text: str) -> Any:
    """Read an answer's JSON; servers before the API answer with pages for people."""
    try:
        return json.loads(text) if text else None
    except ValueError as error:
        if text.startswith(("{", "[")):
            raise IncompleteAnswer("the answer ends too early") from error
        return {"data": text}


def require_list(given: Any) -> list[Any]:
    """A list, which some other answer in its place is not; raises TypeError."""
    if not isinstance(given, list):
        raise TypeError("no list came")
    return given


def is_refusal(error: GithubException, *statuses: int) -> bool:
    """Whether the server refused with one of these statuses; a rate limit only puts off, whatever its status."""
    return error.status in statuses and not is_rate_limited(error)


def error_text(error: GithubException) -> str:
    """Everything that the server said about an error, in lower case, to look for words in."""
    return str(error.data).casefold()
