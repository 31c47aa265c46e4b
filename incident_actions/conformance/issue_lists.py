"""What the tool assumes about lists: of issues, their filters and their pages."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from incident_actions.conformance.assumption import REST, USING_REST, Assumption, require, require_equal
from incident_actions.conformance.trial_repository import TrialRepository

_LIST = f"{REST}/issues/issues#list-repository-issues"
_LINK = re.compile(r'<([^<>]*)>; *rel="(\w+)"')
_FAR = 1000


def _lagging(trial: TrialRepository) -> None:
    label = trial.create_label()
    number = trial.open_issue(labels=[label])["number"]
    require_equal("issues with the label", _numbers(trial, [number], labels=label), [number])


def _all_labels(trial: TrialRepository) -> None:
    one, other = trial.create_label(), trial.create_label()
    trial.open_issue(labels=[one])
    both = trial.open_issue(labels=[one, other])["number"]
    require_equal("issues with both labels", _numbers(trial, [both], labels=f"{one},{other}"), [both])


def _by_state(trial: TrialRepository) -> None:
    label = trial.create_label()
    opened, closed = (trial.open_issue(labels=[label])["number"] for _ in range(2))
    trial.expect(200, "PATCH", f"issues/{closed}", {"state": "closed"})
    require_equal("open issues", _numbers(trial, [opened], labels=label), [opened])
    require_equal("closed issues", _numbers(trial, [closed], labels=label, state="closed"), [closed])
    wanted = [closed, opened]
    require_equal("all issues, newest first", _numbers(trial, wanted, labels=label, state="all"), wanted)


def _by_update(trial: TrialRepository) -> None:
    label = trial.create_label()
    first, second = (trial.open_issue(labels=[label])["number"] for _ in range(2))
    trial.comment(first, "News")
    later = trial.wait_for(lambda: _comment_again(trial, first), lambda found: found > _updated(trial, second))
    require(later > _updated(trial, second), "a comment does not move the update time of its issue")
    wanted = [second, first]
    listed = _numbers(trial, wanted, labels=label, sort="updated", direction="asc")
    require_equal("issues by their update time", listed, wanted)


def _by_creator(trial: TrialRepository) -> None:
    label = trial.create_label()
    number = trial.open_issue(labels=[label])["number"]
    listed = _numbers(trial, [number], labels=label, creator=trial.login)
    require_equal("issues by their creator", listed, [number])


def _pulls_among(trial: TrialRepository) -> None:
    label = trial.create_label()
    pull = trial.open_pull({f"{trial.new_name()}.txt": "one\n"})["number"]
    trial.expect(200, "POST", f"issues/{pull}/labels", {"labels": [label]})
    listed = trial.wait_for(lambda: trial.get("issues", labels=label), bool)
    require_equal("the pull request's number", [each["number"] for each in listed], [pull])
    require("pull_request" in listed[0], "a pull request in the list of issues has no key `pull_request`")


def _paged(trial: TrialRepository) -> None:
    number, bodies = _five_comments(trial)
    place, seen = f"issues/{number}/comments", []
    parameters: dict[str, Any] = {"per_page": 2}
    while parameters:
        answer = trial.send("GET", place, parameters=parameters)
        seen += [each["body"] for each in answer.json]
        following = _links(answer.headers).get("next", "")
        parameters = {name: value[0] for name, value in parse_qs(urlsplit(following).query).items()}
    require_equal("comments on all pages", seen, bodies)


def _last_page(trial: TrialRepository) -> None:
    number, _ = _five_comments(trial)
    answer = trial.send("GET", f"issues/{number}/comments", parameters={"per_page": 2})
    last = parse_qs(urlsplit(_links(answer.headers).get("last", "")).query)
    require_equal("the page that `last` names", last.get("page"), ["3"])


def _beyond(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    require_equal("the page beyond the last", trial.get(f"issues/{number}/comments", page=_FAR), [])


def _hundred(trial: TrialRepository) -> None:
    number = trial.open_issue()["number"]
    trial.comment(number, "One")
    answer = trial.send("GET", f"issues/{number}/comments", parameters={"per_page": 100})
    require_equal("the status", answer.status, 200)
    require("next" not in _links(answer.headers), "a whole list has a link to a next page")


def _five_comments(trial: TrialRepository) -> tuple[int, list[str]]:
    number, bodies = trial.open_issue()["number"], [f"Comment {place}" for place in range(5)]
    for body in bodies:
        trial.comment(number, body)
    trial.wait_for(lambda: trial.get(f"issues/{number}/comments"), lambda found: len(found) == len(bodies))
    return number, bodies


def _numbers(trial: TrialRepository, wanted: list[int], **parameters: str) -> list[int]:
    """Return the numbers of the issues in a list, which may need a moment to have those that are wanted."""
    return trial.wait_for(
        lambda: [each["number"] for each in trial.get("issues", **parameters)], lambda found: found == wanted
    )


def _comment_again(trial: TrialRepository, number: int) -> str:
    """Comment, and return the issue's update time: two changes within a second have the same one."""
    trial.comment(number, "More news")
    return _updated(trial, number)


def _updated(trial: TrialRepository, number: int) -> str:
    return str(trial.get(f"issues/{number}")["updated_at"])


def _links(headers: Any) -> dict[str, str]:
    return {name: url for url, name in _LINK.findall(headers.get("link", ""))}


_PAGES = f"{USING_REST}/using-pagination-in-the-rest-api"
ASSUMPTIONS = (
    Assumption("list-shows-new", "A new issue is listed within ten seconds.", _LIST, _lagging),
    Assumption("list-by-labels", "A list by several labels has the issues with all of them.", _LIST, _all_labels),
    Assumption("list-by-state", "A list has the open issues unless it names a state, newest first.", _LIST, _by_state),
    Assumption("list-by-update", "A list can be sorted by the update time.", _LIST, _by_update),
    Assumption("list-by-creator", "A list can be limited to a creator.", _LIST, _by_creator),
    Assumption(
        "list-has-pulls", "The list of issues has pull requests, with the key `pull_request`.", _LIST, _pulls_among
    ),
    Assumption("pages-linked", "Following `next` in the header Link reads every page once.", _PAGES, _paged),
    Assumption("pages-last", "The header Link names the last page.", _PAGES, _last_page),
    Assumption("pages-beyond", "A page beyond the last is an empty list.", _PAGES, _beyond),
    Assumption("pages-of-hundred", "A page may have 100 items, and the last has no `next`.", _PAGES, _hundred),
)
