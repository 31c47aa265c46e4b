"""The route that searches issues and pull requests."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from incident_actions.sandbox.rest.call import ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import wrong
from incident_actions.sandbox.shapes import issue as shapes
from incident_actions.sandbox.state.records import Repository, StoredIssue
from incident_actions.sandbox.state.role import RepositoryRole

UNSEEN = (
    "The listed users and repositories cannot be searched either because the resources do not exist or you do not have"
    " permission to view them."
)
_TERM = re.compile(r'(?P<without>-?)(?:(?P<name>[a-z]+):)?(?P<value>"[^"]*"|[^\s"]+)')


@dataclass(frozen=True, slots=True)
class Found:
    """An issue with its repository."""

    place: Repository
    issue: StoredIssue


def _is(found: Found, value: str) -> bool:
    issue = found.issue
    words = {
        "open": issue.state == "open",
        "closed": issue.state == "closed",
        "issue": issue.pull is None,
        "pr": issue.pull is not None,
        "pull-request": issue.pull is not None,
        "merged": issue.pull is not None and issue.pull.merged_at is not None,
        "unmerged": issue.pull is not None and issue.pull.merged_at is None,
        "draft": issue.pull is not None and issue.pull.draft,
        "public": not found.place.private,
        "private": found.place.private,
    }
    if value not in words:
        raise wrong("Search", "q", message=f"The sandbox does not search for `is:{value}`.")
    return words[value]


def _has_label(found: Found, value: str) -> bool:
    wanted = {each.casefold() for each in value.split(",")}
    return any(found.place.labels[each].name.casefold() in wanted for each in found.issue.labels)


def _lacks(found: Found, value: str) -> bool:
    issue = found.issue
    lists: dict[str, object] = {"label": issue.labels, "assignee": issue.assignees, "milestone": issue.milestone}
    return not lists.get(value)


def _is_in_milestone(found: Found, value: str) -> bool:
    milestone = found.place.milestones.get(found.issue.milestone or 0)
    return milestone is not None and milestone.title.lower() == value


_PARTS: Mapping[str, Callable[[Found], str]] = {
    "title": lambda found: found.issue.title,
    "body": lambda found: found.issue.body or "",
    "comments": lambda found: "\n".join(found.place.comments[each].body for each in found.issue.comments),
}
"""Where words are searched; `in:` chooses some."""
_QUALIFIERS: Mapping[str, Callable[[Found, str], bool]] = {
    "repo": lambda found, value: found.place.full_name.lower() == value,
    "org": lambda found, value: found.place.owner.lower() == value,
    "user": lambda found, value: found.place.owner.lower() == value,
    "is": _is,
    "type": _is,
    "state": lambda found, value: found.issue.state == value,
    "label": _has_label,
    "milestone": _is_in_milestone,
    "no": _lacks,
    "author": lambda found, value: found.issue.author.lower() == value,
    "assignee": lambda found, value: value in {each.lower() for each in found.issue.assignees},
}


def search_issues(call: Call) -> ApiResponse:
    """Search the issues and pull requests that the caller may see, by GitHub's most common qualifiers and by words.

    https://docs.github.com/en/search-github/searching-on-github/searching-issues-and-pull-requests
    """
    found = find_issues(call, call.query.get("q", ""), call.query.get("sort", ""), call.query.get("order", "desc"))
    response = page(call, found, lambda each: shapes.issue(call.host, each.place, each.issue) | {"score": 1.0})
    answer = {"total_count": len(found), "incomplete_results": False, "items": response.json, "search_type": "lexical"}
    return ApiResponse(json=answer, headers=response.headers)


def find_issues(call: Call, query: str, sort: str = "", order: str = "desc") -> list[Found]:
    """Return what a query finds, in the order that it or the arguments name; the newest first by default."""
    terms = [(bool(each["without"]), each["name"], each["value"].strip('"').lower()) for each in _TERM.finditer(query)]
    if not terms:
        raise wrong("Search", "q", "missing")
    by, _, way = next((value for _, name, value in terms if name == "sort"), f"{sort}-{order}").rpartition("-")
    parts = [part for _, name, value in terms if name == "in" for part in value.split(",")]
    terms = [term for term in terms if term[1] not in ("sort", "in")]
    _require_visible(call, terms)
    among = (Found(place, issue) for place in visible_repositories(call) for issue in place.issues.values())
    found = [each for each in among if all(_fits(each, parts or _PARTS, *term) for term in terms)]
    found.sort(key=lambda each: _rank(each.issue, by), reverse=way != "asc")
    return found


def find_repositories(call: Call, query: str) -> list[Repository]:
    """Return the repositories that the caller may see and whose names have each word of a query."""
    words = query.lower().split()
    return [each for each in visible_repositories(call) if all(word in each.full_name.lower() for word in words)]


def _fits(found: Found, parts: Collection[str], without: bool, name: str | None, value: str) -> bool:  # noqa: FBT001  the parts of a term
    if name is None:
        return any(value in _PARTS[part](found).lower() for part in parts if part in _PARTS) is not without
    if name not in _QUALIFIERS:
        raise wrong("Search", "q", message=f"The sandbox does not know the qualifier `{name}:`.")
    return _QUALIFIERS[name](found, value) is not without


def visible_repositories(call: Call) -> list[Repository]:
    """Return the repositories that the caller may see."""
    return [each for each in call.host.world.repositories.values() if call.role_in(each) >= RepositoryRole.READ]


def _require_visible(call: Call, terms: list[tuple[bool, str | None, str]]) -> None:
    names = {each.full_name.lower() for each in visible_repositories(call)}
    if any(name == "repo" and value not in names for _, name, value in terms):
        raise wrong("Search", "q", message=UNSEEN)


def _rank(issue: StoredIssue, by: str) -> tuple[float, int]:
    ranks = {"updated": issue.updated_at.timestamp(), "comments": float(len(issue.comments))}
    return ranks.get(by, issue.created_at.timestamp()), issue.number


ROUTES = (Route("GET", "/search/issues", search_issues),)
