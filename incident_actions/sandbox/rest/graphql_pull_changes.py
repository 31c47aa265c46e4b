"""The mutations of pull requests that have an equal in REST.

https://docs.github.com/en/graphql/reference/mutations
"""

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest import issues, pulls
from incident_actions.sandbox.rest.graphql_nodes import Graph
from incident_actions.sandbox.rest.graphql_pulls import review
from incident_actions.sandbox.rest.graphql_requests import edit, perform
from incident_actions.sandbox.rest.graphql_subjects import find_account, find_issue, find_repository
from incident_actions.sandbox.shapes.pull import pull_of


def create_pull(graph: Graph, given: Json) -> Json:
    """Create a pull request."""
    place, head = find_repository(graph, given["repositoryId"]), given["headRefName"]
    if given.get("headRepositoryId"):
        head = f"{find_repository(graph, given['headRepositoryId']).owner}:{head}"
    body = {"title": given["title"], "body": given.get("body"), "draft": bool(given.get("draft"))}
    made = perform(graph, pulls.create_pull, place, {**body, "head": head, "base": given["baseRefName"]})
    return {"pullRequest": graph.issue(place, place.issues[made["number"]])}


def update_pull(graph: Graph, given: Json) -> Json:
    """Change a pull request's text, state, labels and assignees."""
    subject = find_issue(graph, given["pullRequestId"], pull=True)
    lists = ("labelIds", "assigneeIds", "milestoneId")
    if any(name in given for name in lists):
        edit(graph, subject, issues.edit_issue, {name: given[name] for name in lists if name in given})
    given = {name: value for name, value in given.items() if name not in lists}
    return {"pullRequest": edit(graph, subject, pulls.edit_pull, given)}


def close_pull(graph: Graph, given: Json) -> Json:
    """Close a pull request without merging it."""
    subject = find_issue(graph, given["pullRequestId"], pull=True)
    return {"pullRequest": edit(graph, subject, pulls.edit_pull, {"state": "CLOSED"})}


def reopen_pull(graph: Graph, given: Json) -> Json:
    """Reopen a pull request."""
    subject = find_issue(graph, given["pullRequestId"], pull=True)
    return {"pullRequest": edit(graph, subject, pulls.edit_pull, {"state": "OPEN"})}


def merge_pull(graph: Graph, given: Json) -> Json:
    """Merge a pull request."""
    subject = find_issue(graph, given["pullRequestId"], pull=True)
    body = {
        "merge_method": (given.get("mergeMethod") or "MERGE").lower(),
        "sha": given.get("expectedHeadOid"),
        "commit_title": given.get("commitHeadline"),
        "commit_message": given.get("commitBody"),
    }
    perform(graph, pulls.merge_pull, subject.place, body, pull_number=subject.number)
    return {"pullRequest": graph.issue(*subject.both)}


def request_reviews(graph: Graph, given: Json) -> Json:
    """Request reviews; without `union`, they replace the earlier requests."""
    subject = find_issue(graph, given["pullRequestId"], pull=True)
    logins = [find_account(graph, each) for each in given.get("userIds") or ()]
    gone = [] if given.get("union") else [each for each in pull_of(subject.issue).reviewers if each not in logins]
    for answering, names in ((pulls.remove_reviewers, gone), (pulls.request_reviewers, logins)):
        if names:
            perform(graph, answering, subject.place, {"reviewers": names}, pull_number=subject.number)
    return {"pullRequest": graph.issue(*subject.both)}


def add_review(graph: Graph, given: Json) -> Json:
    """Submit a review."""
    subject = find_issue(graph, given["pullRequestId"], pull=True)
    body = {"event": given.get("event") or "COMMENT", "body": given.get("body")}
    perform(graph, pulls.create_review, subject.place, body, pull_number=subject.number)
    return {"pullRequestReview": review(graph, *subject.both, pull_of(subject.issue).reviews[-1])}


CHANGES = {
    "createPullRequest": create_pull,
    "updatePullRequest": update_pull,
    "closePullRequest": close_pull,
    "reopenPullRequest": reopen_pull,
    "mergePullRequest": merge_pull,
    "requestReviews": request_reviews,
    "addPullRequestReview": add_review,
}
