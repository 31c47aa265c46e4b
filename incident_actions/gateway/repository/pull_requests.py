"""Pull requests: open one for a branch or find it, label it, ask for its review, and read what became of it."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from incident_actions.contract import events
from incident_actions.contract.effects import OpenHotfix, OpenRevert, PaintLabel, ProposeFiles
from incident_actions.contract.issue import PullRequest
from incident_actions.contract.labels import DEFAULT_COLOUR
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, error_text, is_refusal, require_list
from incident_actions.text.safe_markdown import defuse_skip_words

log = logging.getLogger(__name__)

MAX_LOOKS = 3
"""How often a run looks for a pull request that exists but that no list shows yet."""


def pull_body(branch: str, base: str, wanted: OpenHotfix | OpenRevert | ProposeFiles, *, draft: bool) -> dict[str, Any]:
    """Return the body of the request. GitHub takes a squash merge's message from the title, and maybe from the body.

    https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/incorporating-changes-from-a-pull-request/about-pull-request-merges
    """
    words = {"title": defuse_skip_words(wanted.title), "body": defuse_skip_words(wanted.body)}
    return {**words, "head": branch, "base": base, "draft": draft}


def open_pull(connection: Connection, wanted: dict[str, Any]) -> int:
    """Open a pull request, or find the existing one; return 0 if GitHub does not let this token open any.

    GitHub refuses a second one for a branch. If the list does not show the first yet, the next run finds it.
    https://docs.github.com/en/rest/pulls/pulls#create-a-pull-request
    """
    try:
        return int(connection.send("POST", "pulls", body=wanted, once=False)["number"])
    except GithubError as error:
        words = error_text(error)
        if is_refusal(error, 422) and wanted["draft"] and "draft" in words:
            return open_pull(connection, {**wanted, "draft": False})
        if (
            is_refusal(error, 422)
            and "already exists" in words
            and (standing := _wait_for_open_pull(connection, wanted["head"]))
        ):
            return standing
        if is_refusal(error, 403) or (is_refusal(error, 422) and "no commits between" in words):
            log.warning("Could not open a pull request for %s: status %s", wanted["head"], error.status)
            return 0
        raise


def find_open_pull(connection: Connection, branch: str) -> int:
    """Return the number of a branch's open pull request; 0 if there is none."""
    found = connection.get("pulls", head=f"{connection.owner}:{branch}", state="open")
    return next((int(pull["number"]) for pull in found if pull["head"]["ref"] == branch), 0)


def _wait_for_open_pull(connection: Connection, branch: str) -> int:
    """Return the number of an open pull request that exists according to GitHub, waiting until a list shows it."""
    for _ in range(MAX_LOOKS):
        pull = find_open_pull(connection, branch)
        if pull or not connection.retry_policy.wait_for_lists():
            return pull
    return 0


def prepare_pull(connection: Connection, pull: int, wanted: ProposeFiles) -> None:
    """Label a pull request and ask for its review."""
    if wanted.label:
        _add_label(connection, pull, wanted.label)
    if wanted.reviewers:
        _ask_for_review(connection, pull, wanted.reviewers)


def _add_label(connection: Connection, pull: int, wanted: PaintLabel) -> None:
    """Add a label to a pull request, and give it its colour if GitHub has just made it up.

    https://docs.github.com/en/rest/issues/labels#add-labels-to-an-issue
    """
    try:
        shown = connection.send("POST", f"issues/{pull}/labels", body={"labels": [wanted.name]}, once=False)
        made_up = any(
            each["name"] == wanted.name and each["color"] == DEFAULT_COLOUR and not each["description"]
            for each in require_list(shown)
        )
        if made_up:
            body = {"color": wanted.colour, "description": wanted.description}
            connection.send("PATCH", f"labels/{quote(wanted.name, safe='')}", body=body)
    except GithubError as error:
        if not is_refusal(error, 403, 404, 410, 422):
            raise
        log.info("Could not label #%d: status %s", pull, error.status)


def _ask_for_review(connection: Connection, pull: int, reviewers: tuple[str, ...]) -> None:
    """Request reviews from everybody at once, or one by one if the server refuses all because one cannot review."""
    teams = [name.partition("/")[2] for name in reviewers if "/" in name]
    people = [name for name in reviewers if "/" not in name]
    path = f"pulls/{pull}/requested_reviewers"
    try:
        connection.send("POST", path, body={"reviewers": people, "team_reviewers": teams}, once=False)
    except GithubError as error:
        if not is_refusal(error, 403, 404, 422):
            raise
        log.info("Could not request all reviews of #%d: status %s", pull, error.status)
        if len(reviewers) > 1:
            for name in reviewers:
                _ask_for_review(connection, pull, (name,))


def pulls_of_branch(connection: Connection, branch: str) -> tuple[PullRequest, ...]:
    """Return a branch's pull requests, oldest first.

    https://docs.github.com/en/rest/pulls/pulls#list-pull-requests
    """
    found = connection.get("pulls", head=f"{connection.owner}:{branch}", state="all", direction="asc")
    return tuple(read_pull(each) for each in found if each["head"]["ref"] == branch)


def read_pull(given: Any) -> PullRequest:
    """Parse a pull request."""
    ended = given.get("merged_at") or given.get("closed_at")
    by = given.get("merged_by")
    return PullRequest(
        number=int(given["number"]),
        open=given["state"] == "open",
        merged=bool(given.get("merged") or given.get("merged_at")),
        head=str(given["head"]["sha"]),
        ended_by=events.read_person(by).login if by else "",
        ended=events.read_time(ended) if ended else None,
        updated=events.read_time(given["updated_at"]) if given.get("updated_at") else None,
    )
