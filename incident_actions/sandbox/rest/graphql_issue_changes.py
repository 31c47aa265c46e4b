"""The mutations of issues, labels, comments and repositories that have an equal in REST.

https://docs.github.com/en/graphql/reference/mutations
"""

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest import comments, issues, labels, locks, repositories
from incident_actions.sandbox.rest.graphql_issues import comment
from incident_actions.sandbox.rest.graphql_nodes import Graph
from incident_actions.sandbox.rest.graphql_requests import answer, edit, label_names, named_lists, perform
from incident_actions.sandbox.rest.graphql_subjects import find_account, find_comment, find_issue, find_repository


def add_comment(graph: Graph, given: Json) -> Json:
    """Comment on an issue or a pull request."""
    subject = find_issue(graph, given["subjectId"])
    made = perform(graph, comments.create_comment, subject.place, {"body": given["body"]}, issue_number=subject.number)
    node = comment(graph, subject.place, subject.place.comments[made["id"]])
    return {"commentEdge": {"cursor": node["id"], "node": node}, "subject": graph.issue(*subject.both)}


def update_comment(graph: Graph, given: Json) -> Json:
    """Change the text of a comment."""
    place, value = find_comment(graph, given["id"])
    perform(graph, comments.edit_comment, place, {"body": given["body"]}, comment_id=value.id)
    return {"issueComment": comment(graph, place, value)}


def delete_comment(graph: Graph, given: Json) -> Json:
    """Delete a comment."""
    place, value = find_comment(graph, given["id"])
    perform(graph, comments.delete_comment, place, {}, comment_id=value.id)
    return {}


def create_issue(graph: Graph, given: Json) -> Json:
    """Create an issue."""
    place = find_repository(graph, given["repositoryId"])
    body = {"title": given["title"], "body": given.get("body"), **named_lists(graph, place, given)}
    made = perform(graph, issues.create_issue, place, body)
    return {"issue": graph.issue(place, place.issues[made["number"]])}


def update_issue(graph: Graph, given: Json) -> Json:
    """Change an issue's text, state, labels and assignees."""
    return {"issue": edit(graph, find_issue(graph, given["id"], pull=False), issues.edit_issue, given)}


def close_issue(graph: Graph, given: Json) -> Json:
    """Close an issue, for a reason."""
    reason = (given.get("stateReason") or "COMPLETED").lower()
    subject = find_issue(graph, given["issueId"], pull=False)
    return {"issue": edit(graph, subject, issues.edit_issue, {"state": "CLOSED", "state_reason": reason})}


def reopen_issue(graph: Graph, given: Json) -> Json:
    """Reopen an issue."""
    subject = find_issue(graph, given["issueId"], pull=False)
    return {"issue": edit(graph, subject, issues.edit_issue, {"state": "OPEN", "state_reason": "reopened"})}


def add_labels(graph: Graph, given: Json) -> Json:
    """Add labels to an issue or a pull request."""
    subject = find_issue(graph, given["labelableId"])
    names = label_names(subject.place, given)
    perform(graph, labels.add_issue_labels, subject.place, {"labels": names}, issue_number=subject.number)
    return {"labelable": graph.issue(*subject.both)}


def remove_labels(graph: Graph, given: Json) -> Json:
    """Remove labels from an issue or a pull request; one that it doesn't have is no error."""
    subject = find_issue(graph, given["labelableId"])
    there = {subject.place.labels[each].name for each in subject.issue.labels}
    for name in label_names(subject.place, given):
        if name in there:
            at = {"issue_number": subject.number, "name": name}
            perform(graph, labels.remove_issue_label, subject.place, {}, **at)
    return {"labelable": graph.issue(*subject.both)}


def lock(graph: Graph, given: Json) -> Json:
    """Lock a conversation."""
    subject, reason = find_issue(graph, given["lockableId"]), given.get("lockReason")
    words = {"OFF_TOPIC": "off-topic", "TOO_HEATED": "too heated", "RESOLVED": "resolved", "SPAM": "spam"}
    body = {"lock_reason": words[reason]} if reason else {}
    perform(graph, locks.lock_issue, subject.place, body, issue_number=subject.number)
    return {"lockedRecord": graph.issue(*subject.both)}


def unlock(graph: Graph, given: Json) -> Json:
    """Unlock a conversation."""
    subject = find_issue(graph, given["lockableId"])
    perform(graph, locks.unlock_issue, subject.place, {}, issue_number=subject.number)
    return {"unlockedRecord": graph.issue(*subject.both)}


def create_repository(graph: Graph, given: Json) -> Json:
    """Create a repository for the caller or an organization."""
    owner = find_account(graph, given["ownerId"]) if given.get("ownerId") else graph.call.login
    body = {
        "name": given["name"],
        "description": given.get("description"),
        "private": given["visibility"] != "PUBLIC",
        "has_issues": given.get("hasIssuesEnabled", True),
    }
    own = owner == graph.call.login
    answering = repositories.create_own_repository if own else repositories.create_organization_repository
    made = answer(graph, answering, {"org": owner or ""}, body)
    return {"repository": graph.repository(graph.host.world.repositories[made["full_name"].lower()])}


CHANGES = {
    "addComment": add_comment,
    "updateIssueComment": update_comment,
    "deleteIssueComment": delete_comment,
    "createIssue": create_issue,
    "updateIssue": update_issue,
    "closeIssue": close_issue,
    "reopenIssue": reopen_issue,
    "addLabelsToLabelable": add_labels,
    "removeLabelsFromLabelable": remove_labels,
    "lockLockable": lock,
    "unlockLockable": unlock,
    "createRepository": create_repository,
}
