"""The page of a pull request: its conversation, files and checks, its review and its merge."""

from collections.abc import Mapping
from typing import Any

from incident_actions.sandbox.changes import pulls
from incident_actions.sandbox.git.diff import compare_trees
from incident_actions.sandbox.pages.files import commit_line
from incident_actions.sandbox.pages.issue import conversation
from incident_actions.sandbox.pages.visit import PageRoute, Redirect, Visit, WebPage
from incident_actions.sandbox.rest.problem import Problem, not_found
from incident_actions.sandbox.shapes import pull as shapes
from incident_actions.sandbox.shapes.pull import pull_of
from incident_actions.sandbox.state.records import CommitStatus, Repository
from incident_actions.sandbox.state.role import RepositoryRole

_PULL = "/pulls/{pull_number}"
_AT = "/{owner}/{repo}/pull/{number:\\d+}"
METHODS: Mapping[str, str] = {
    "merge": "Create a merge commit",
    "squash": "Squash and merge",
    "rebase": "Rebase and merge",
}


def show_pull(visit: Visit) -> WebPage:
    """Show the conversation of a pull request."""
    return WebPage("pull.html", {**conversation(visit), **_values(visit)})


def show_files(visit: Visit) -> WebPage:
    """Show what a pull request changes."""
    return WebPage("pull_files.html", {**_values(visit), "may_edit": visit.role >= RepositoryRole.WRITE})


def show_commits(visit: Visit) -> WebPage:
    """Show the commits of a pull request."""
    found = [commit_line(visit.store, sha) for sha in shapes.commits(visit.store, pull_of(visit.pull))]
    return WebPage("pull_commits.html", {**_values(visit), "commits": found})


def merge(visit: Visit) -> Redirect:
    """Merge a pull request. A second click on the button finds it merged."""
    merging = pull_of(visit.pull)
    if merging.merged_at is None:
        body = {"merge_method": visit.text("method", "merge"), "sha": visit.text("head") or None}
        visit.perform("PUT", f"{_PULL}/merge", _named(visit), body)
    return _back(visit)


def make_ready(visit: Visit) -> Redirect:
    """Mark a draft as ready for review."""
    if visit.login != visit.pull.author:
        visit.require(RepositoryRole.WRITE)
    if pull_of(visit.pull).draft:
        visit.host.clock.tick()
        pulls.make_ready(visit.acting, visit.pull)
    return _back(visit)


def review(visit: Visit) -> Redirect:
    """Submit a review."""
    body = {"event": visit.text("event", "COMMENT"), "body": visit.text("body")}
    visit.perform("POST", f"{_PULL}/reviews", _named(visit), body)
    return _back(visit)


def dismiss_review(visit: Visit) -> Redirect:
    """Dismiss a review, with a reason."""
    at = {**_named(visit), "review_id": visit.parts["review"]}
    visit.perform("PUT", f"{_PULL}/reviews/{{review_id}}/dismissals", at, {"message": visit.text("message")})
    return _back(visit)


def update_branch(visit: Visit) -> Redirect:
    """Merge the base into the branch. A second click on the button finds it up to date."""
    if shapes.is_behind(visit.store, visit.pull):
        body = {"expected_head_sha": visit.text("head")}
        visit.perform("PUT", f"{_PULL}/update-branch", _named(visit), body)
    return _back(visit)


def delete_branch(visit: Visit) -> Redirect:
    """Delete the branch of a pull request that is closed."""
    visit.perform("DELETE", "/git/refs/{ref}", {"ref": f"heads/{pull_of(visit.pull).head}"})
    return _back(visit)


def compare(visit: Visit) -> WebPage:
    """Show the changes of a branch, and the form that proposes them."""
    base, dots, head = visit.parts["range"].partition("...")
    base, head = (base, head) if dots else (visit.repository.default_branch, base)
    store = visit.store
    ends = store.resolve(base), store.resolve(head)
    if ends[0] is None or ends[1] is None:
        raise not_found()
    start = store.merge_base(ends[0], ends[1])
    commits = [commit_line(store, sha) for sha in store.history([ends[1]], [ends[0]])]
    values = {
        "base": base,
        "head": head,
        "commits": commits,
        "changes": compare_trees(store, start, ends[1]),
        "title": visit.parameter("title") or (commits[0].title if len(commits) == 1 else head),
        "body": visit.parameter("body"),
        "is_branch": store.branch(head) is not None,
    }
    return WebPage("compare.html", values)


def propose(visit: Visit) -> Redirect:
    """Open a pull request."""
    body = {name: visit.text(name) for name in ("title", "body", "head", "base")}
    if not body["head"]:
        raise Problem(422, "There is no branch to merge.")
    made = visit.perform("POST", "/pulls", {}, {**body, "draft": visit.text("draft") == "on"})
    return Redirect(visit.address("pull", made["number"]))


def latest_statuses(place: Repository, sha: str) -> list[CommitStatus]:
    """Return the latest status of each context of a commit."""
    return list({each.context: each for each in place.statuses if each.sha == sha}.values())


def _values(visit: Visit) -> Mapping[str, Any]:
    place, issue, store = visit.repository, visit.pull, visit.store
    shown = pull_of(issue)
    return {
        "issue": issue,
        "pull": shown,
        "changes": shapes.files(store, shown),
        "count_of_commits": len(shapes.commits(store, shown)),
        "statuses": latest_statuses(place, shown.head_sha),
        "runs": [each for each in place.runs if each.event.startswith("pull_request") and each.sha == shown.head_sha],
        "mergeable": shapes.is_mergeable(store, issue) if issue.state == "open" else None,
        "is_behind": issue.state == "open" and shapes.is_behind(store, issue),
        "methods": METHODS,
        "has_branch": not shown.fork and store.branch(shown.head) is not None,
        "writes": visit.role >= RepositoryRole.WRITE,
    }


def _named(visit: Visit) -> dict[str, str]:
    return {"pull_number": str(visit.pull.number)}


def _back(visit: Visit) -> Redirect:
    return Redirect(visit.address("pull", visit.pull.number))


PAGES = (
    PageRoute("GET", f"{_AT}/files", show_files),
    PageRoute("GET", f"{_AT}/commits", show_commits),
    PageRoute("GET", _AT, show_pull),
    PageRoute("POST", f"{_AT}/merge", merge),
    PageRoute("POST", f"{_AT}/ready", make_ready),
    PageRoute("POST", f"{_AT}/reviews", review),
    PageRoute("POST", f"{_AT}/reviews/{{review:\\d+}}", dismiss_review),
    PageRoute("POST", f"{_AT}/update", update_branch),
    PageRoute("POST", f"{_AT}/branch", delete_branch),
    PageRoute("GET", "/{owner}/{repo}/compare/{range:.+}", compare),
    PageRoute("POST", "/{owner}/{repo}/pulls", propose),
)
