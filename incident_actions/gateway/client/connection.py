"""A connection to one repository on GitHub: its token, address, retries and requests."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

from incident_actions.gateway.client.api_address import GRAPHQL, ApiAddress
from incident_actions.gateway.client.api_client import VERSION_HEADER, ApiClient
from incident_actions.gateway.client.api_errors import GithubError, IncompleteAnswer, NotGitHubApi, Unreachable
from incident_actions.gateway.client.client_pool import ClientPool
from incident_actions.gateway.client.concurrency import Concurrency
from incident_actions.gateway.client.paging import first_page, next_page, pages_to_read_ahead
from incident_actions.gateway.client.quota import Quota
from incident_actions.gateway.client.read_ahead import ReadAhead
from incident_actions.gateway.client.retry import RetryPolicy, is_rate_limited
from incident_actions.gateway.client.transport_choice import open_transport
from incident_actions.gateway.client.write_pace import WritePace
from incident_actions.model.lazy_pattern import lazy_pattern

T = TypeVar("T")
Answer: TypeAlias = tuple[Mapping[str, str], Any]
"""The headers, in lower case, and the JSON."""

API_VERSION = "2026-03-10"
"""The version of the REST API that each request names.

https://docs.github.com/en/rest/about-the-rest-api/api-versions
"""

VERSION_DATE = lazy_pattern(r"\b\d{4}-\d{2}-\d{2}\b")
ENTERPRISE_HEADER = "x-github-enterprise-version"
TIMEOUT_SECONDS = 15
"""How long a server may take to answer."""

REPEATABLE_METHODS = frozenset({"GET", "HEAD", "PUT", "PATCH", "DELETE"})
"""Methods that can be sent again after an error. A POST may have taken effect, and would then do so twice."""

UNSAFE_SEGMENTS = frozenset({"", ".", ".."})
"""Segments that would lead to another path."""


class Connection:
    """A repository as one run reaches it; raises NotGitHubApi if the API's URL is none."""

    def __init__(
        self, token: str | Callable[[], str], repository: str, api_url: str, version: str = API_VERSION
    ) -> None:
        address = ApiAddress.of(api_url)
        ask = token if callable(token) else lambda: token
        self._clients = ClientPool(lambda: ApiClient(address, ask, open_transport(address, TIMEOUT_SECONDS)))
        self.name, self.api_url = repository, api_url
        self.owner = repository.partition("/")[0]
        self.concurrency = Concurrency()
        self._ahead = ReadAhead[Answer](self.concurrency)
        self.missing_features: set[str] = set()
        """Optional features that the server has refused."""
        self.request_count = 0
        self._counting = threading.Lock()
        self.has_answered = False
        """Whether the API has answered at this address."""
        self.version = version
        """The API version that requests name; if a server refuses it, the newest one that the server names."""
        self.retry_policy = RetryPolicy()
        self.write_pace = WritePace()
        self.quota = Quota()
        self.is_enterprise = False
        """Whether the last response was an Enterprise Server's, as it says in a header."""

    def connect_to(self, token: str | Callable[[], str], repository: str) -> Connection:
        """Return a connection to a repository on the same server, which keeps what this run knows about the server."""
        other = Connection(token, repository, self.api_url, self.version)
        other.has_answered, other.retry_policy = self.has_answered, self.retry_policy
        other.write_pace = self.write_pace
        return other

    def get(self, path: str, **parameters: str | int) -> Any:
        """Read one thing below the repository, or below the root if the path starts with a slash.

        Raises GithubError and Unreachable.
        """
        return self.send("GET", path, parameters or None)

    def read_ahead(self, path: str, **parameters: str | int) -> None:
        """Start to read what the run is about to ask for, so that the answer is there by then.

        The first `get` with this path and these parameters takes the answer. One that failed is asked for again there.
        """
        whole = self._full_path(path)
        self._ahead.start(whole, parameters, self.version, lambda: self._send_once("GET", whole, parameters, None))

    def read_page_ahead(self, path: str, **parameters: str | int) -> None:
        """Start to read the first page of a list that the run is about to ask for; the first `pages` takes it."""
        self.read_ahead(path, **first_page(parameters))

    def drop_ahead(self, path: str) -> None:
        """Forget what was read ahead at a path, whatever its parameters, so that it is read again."""
        self._ahead.drop(self._full_path(path))

    def get_or_none(self, path: str, read: Callable[[Any], T], **parameters: str) -> T | None:
        """Read one thing and parse it with `read`; None if GitHub does not have it. Raises GithubError."""
        try:
            return read(self.get(path, **parameters))
        except GithubError as error:
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
        """Send a request, retry it if that is safe, and return its JSON. Raises GithubError and Unreachable.

        `once` means that the request must not take effect twice, so it is not sent again if it may have taken effect.
        That is the default for a POST; pass False if the server itself prevents duplicates.
        """
        once = verb not in REPEATABLE_METHODS if once is None else once
        if verb == "POST":
            self.drop_ahead(path)  # a list that was read before does not show what is added now
        return self._request(verb, self._full_path(path), parameters, body, once=once)[1]

    def _full_path(self, path: str) -> str:
        """Return the path from the root; raises GithubError, as if not found, for a path with an unsafe segment.

        Quoting would not help: servers resolve `..` however it is spelled.
        """
        below = f"/{path}" if path else ""
        whole = path if path.startswith("/") else f"/repos/{self.name}{below}"
        if not UNSAFE_SEGMENTS.isdisjoint(whole[1:].split("/")):
            raise GithubError(404, {"message": "Not Found"}, {})
        return whole

    def _request(self, verb: str, where: str, parameters: dict[str, Any] | None, body: object, *, once: bool) -> Answer:
        version, started = self._ahead.take(where, parameters) if verb == "GET" else ("", None)
        attempt = 0
        while True:
            attempt += 1
            version = version if started else self.version
            try:
                return started.result() if started else self._send_once(verb, where, parameters, body)
            except (GithubError, Unreachable) as error:
                if not (
                    self._lowers_version(error, version)
                    or self.retry_policy.wait_or_give_up(error, attempt, repeatable=not once)
                ):
                    raise
                started = None

    def _lowers_version(self, error: Exception, refused: str) -> bool:
        """Switch to the newest version that a server names when it refuses one as too new; return whether it did.

        Another request may have switched already, while this one was on its way.

        https://docs.github.com/en/rest/about-the-rest-api/api-versions#specifying-an-api-version
        """
        if not (refused and isinstance(error, GithubError) and error.status == 400):
            return False
        words = error_text(error)
        if VERSION_HEADER.casefold() not in words:
            return False
        named = VERSION_DATE.findall(words)
        self.version = max((each for each in named if each < refused), default="")
        return True

    def _send_once(self, verb: str, where: str, parameters: dict[str, Any] | None, body: object) -> Answer:
        """Send a request once, and check that the whole answer arrived."""
        with self._counting:
            self.request_count += 1
        with self._clients.lend() as client:
            status, headers, text = client.request(verb, where, parameters, self.version, body)
        self.quota.note(headers)
        self.is_enterprise = ENTERPRISE_HEADER in headers
        page = 300 <= status < 400 or (status < 500 and text.lstrip()[:1] == "<")
        if page and not self.has_answered:
            raise NotGitHubApi(self.api_url)
        self.has_answered |= status < 500
        answer = _parse_json(text)
        if status >= 400:
            raise GithubError(status, answer if isinstance(answer, dict) else {"data": answer}, headers)
        if answer is None and status != 204 and verb != "DELETE":
            raise IncompleteAnswer(f"the response with status {status} was empty")
        return headers, answer

    def get_node(self, kind: str, node_id: str, fields: str) -> dict[str, Any]:
        """Read one thing by GraphQL, for fields that REST does not have. Raises GithubError."""
        query = f"query($id: ID!) {{ node(id: $id) {{ __typename ... on {kind} {{ {fields} }} }} }}"
        node = self._ask_graphql_once(query, {"id": node_id}).get("node")
        if not isinstance(node, dict):
            raise GithubError(404, {"message": "Not Found"})
        return node

    def query(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        """Read by GraphQL; what could not be read is null. Raises GithubError and Unreachable.

        A query that took too long is not sent again, as each attempt costs points.
        """
        body = {"query": query, "variables": variables}
        headers, answer = self._request("POST", GRAPHQL, None, body, once=True)
        data = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(data, dict):
            raise GithubError(400, answer, headers)
        return data

    def mutate(self, mutation: str, variables: dict[str, Any]) -> None:
        """Change something by GraphQL that REST cannot change. Raises GithubError and Unreachable."""
        self._ask_graphql_once(mutation, variables)

    def _ask_graphql_once(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        """Send a query or mutation once, and return its data. Raises GithubError if there is any error."""
        body = {"query": query, "variables": variables}
        headers, answer = self._send_once("POST", GRAPHQL, None, body)
        data = answer.get("data") if isinstance(answer, dict) and "errors" not in answer else None
        if not isinstance(data, dict):
            raise GithubError(400, answer, headers)
        return data

    def pages(self, path: str, **parameters: str | int) -> Iterator[list[Any]]:
        """Read a list page by page, as long as the server links to a next page. Raises GithubError."""
        asked = first_page(parameters)
        while asked:
            headers, page = self._request("GET", self._full_path(path), asked, None, once=False)
            yield page
            asked = next_page(headers)

    def whole_list(self, path: str, **parameters: str | int) -> Iterator[list[Any]]:
        """Read all pages of a list, a few at the same time if the server numbers them. Raises GithubError."""
        asked = first_page(parameters)
        while asked:
            headers, page = self._request("GET", self._full_path(path), asked, None, once=False)
            for following in pages_to_read_ahead(headers):
                self.read_ahead(path, **following)
            yield page
            asked = next_page(headers)

    def list_items(self, path: str, key: str = "", **parameters: str | int) -> Iterator[Any]:
        """Read the items of a list, page by page; `key` is where an answer with a count holds them.

        Raises GithubError, LookupError and TypeError.
        """
        for page in self.pages(path, **parameters):
            yield from require_list(page[key] if key else page)  # type: ignore[call-overload]

    @cached_property
    def viewer(self) -> dict[str, Any]:
        """The token's own account by GraphQL: login and databaseId. Raises GithubError, LookupError and TypeError.

        https://docs.github.com/en/graphql/reference/queries#viewer
        """
        return dict(self._ask_graphql_once("query { viewer { login databaseId } }", {})["viewer"])

    def close(self) -> None:
        """Close the connection, and leave what was read ahead."""
        self.concurrency.close()
        self._clients.close()


def _parse_json(text: str) -> Any:
    """Parse an answer as JSON; an HTML page, such as a proxy's, becomes plain data."""
    try:
        return json.loads(text) if text else None
    except ValueError as error:
        if text.startswith(("{", "[")):
            raise IncompleteAnswer("the response was incomplete") from error
        return {"data": text}


def require_list(given: Any) -> list[Any]:
    """Return a value that must be a list; raises TypeError."""
    if not isinstance(given, list):
        raise TypeError("the response is not a list")
    return given


def is_refusal(error: GithubError, *statuses: int) -> bool:
    """Return whether the server refused with one of these statuses. A rate limit, which only delays, is no refusal."""
    return error.status in statuses and not is_rate_limited(error)


def error_text(error: GithubError) -> str:
    """Return everything that the server wrote about an error, in lower case, to search for words."""
    return str(error.data).casefold()
