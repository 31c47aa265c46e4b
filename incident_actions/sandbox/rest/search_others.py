"""Routes that search repositories, accounts, files and labels, by words and by a few qualifiers."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import not_found, wrong
from incident_actions.sandbox.rest.search import visible_repositories
from incident_actions.sandbox.shapes import git, labels, people, repository
from incident_actions.sandbox.state.records import Repository

_Value = TypeVar("_Value")
LARGEST_FILE = 384 * 1024
"""Bytes; GitHub searches no larger files.

https://docs.github.com/en/rest/search/search#considerations-for-code-search
"""


def search_repositories(call: Call) -> ApiResponse:
    """Search the repositories that the caller may see by their names and descriptions."""
    words, named = _query(call)
    found = [
        each
        for each in visible_repositories(call)
        if named.get("user", named.get("org", each.owner.lower())) == each.owner.lower()
        and all(word in f"{each.full_name} {each.description or ''}".lower() for word in words)
        and named.get("topic") in (None, *each.topics)
    ]
    return _found(call, found, lambda each: repository.list_item(call.host, each, call.login))


def search_accounts(call: Call) -> ApiResponse:
    """Search the accounts by their logins; `type:org` leaves people out, `type:user` organizations."""
    words, named = _query(call)
    kinds = {"org": ("Organization",), "user": ("User",)}.get(named.get("type", ""), ("Organization", "User"))
    found = [
        login
        for login, each in call.host.world.accounts.items()
        if each.type in kinds and all(word in login.lower() for word in words)
    ]
    return _found(call, found, lambda login: people.user(call.host, login) or {})


def search_code(call: Call) -> ApiResponse:
    """Search the texts of the files on the default branches; only those who signed in may."""
    if call.login is None:
        raise not_found()
    words, named = _query(call)
    within = named.get("repo")
    places = [each for each in visible_repositories(call) if within in (None, each.full_name.lower())]
    found = [(place, path) for place in places for path in _files_with(call, place, words)]
    return _found(call, found, lambda pair: _file(call, *pair))


def search_labels(call: Call) -> ApiResponse:
    """Search the labels of one repository."""
    words, _ = _query(call)
    wanted = call.query.get("repository_id", "")
    place = next((each for each in visible_repositories(call) if str(each.id) == wanted), None)
    if place is None:
        raise not_found()
    found = [
        each
        for each in place.labels.values()
        if any(word in f"{each.name} {each.description or ''}".lower() for word in words)
    ]
    return _found(call, found, lambda each: labels.label(call.host, place, each))


def _query(call: Call) -> tuple[list[str], dict[str, str]]:
    """Return the words of the query, and its qualifiers by name."""
    terms = call.query.get("q", "").lower().split()
    if not terms:
        raise wrong("Search", "q", "missing")
    named = dict(each.split(":", 1) for each in terms if ":" in each)
    return [each.strip('"') for each in terms if ":" not in each], named


def _found(call: Call, found: Sequence[_Value], shape: Callable[[_Value], Json]) -> ApiResponse:
    response = page(call, found, lambda each: shape(each) | {"score": 1.0})
    answer = {"total_count": len(found), "incomplete_results": False, "items": response.json}
    return ApiResponse(json=answer, headers=response.headers)


def _files_with(call: Call, place: Repository, words: list[str]) -> Iterator[str]:
    store = call.host.git(place)
    head = store.branch(place.default_branch)
    for path, entry in store.files(head).items() if head else ():
        content = store.blob(entry.sha)
        text = f"{path}\n{content.decode(errors='replace')}".lower() if len(content) <= LARGEST_FILE else ""
        if all(word in text for word in words):
            yield path


def _file(call: Call, place: Repository, path: str) -> Json:
    store = call.host.git(place)
    head = store.branch(place.default_branch) or ""
    entry = store.at(head, path)
    assert entry  # noqa: S101  it was found there
    shown = git.content(call.host, place, path, entry, head)
    keys = ("name", "path", "sha", "url", "git_url", "html_url")
    return {key: shown[key] for key in keys} | {"repository": repository.short(call.host, place)}


ROUTES = (
    Route("GET", "/search/repositories", search_repositories),
    Route("GET", "/search/users", search_accounts),
    Route("GET", "/search/code", search_code),
    Route("GET", "/search/labels", search_labels),
)
