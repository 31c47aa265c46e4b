"""The mutations that have no equal in REST: hidden comments, pinned issues, and drafts."""

from incident_actions.sandbox.changes import comments, issues, pulls
from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import EITHER, ISSUES, PULLS, RESOURCE_NOT_ACCESSIBLE
from incident_actions.sandbox.rest.graphql_issues import comment
from incident_actions.sandbox.rest.graphql_nodes import Graph, QueryError
from incident_actions.sandbox.rest.graphql_subjects import Subject, find_comment, find_issue, unknown_id
from incident_actions.sandbox.state.records import Repository
from incident_actions.sandbox.state.role import RepositoryRole

MOST_PINS = 3
"""How many issues of a repository can be pinned."""


def minimize(graph: Graph, given: Json) -> Json:
    """Hide a comment. One that fails is null, and keeps none of the others from it.

    https://docs.github.com/en/graphql/reference/mutations#minimizecomment
    """
    place, value = find_comment(graph, given["subjectId"])
    acting = _acting(graph, place, given["subjectId"], RepositoryRole.TRIAGE, EITHER)
    comments.hide(acting, value, given["classifier"].lower().replace("_", "-"))
    return {"minimizedComment": comment(graph, place, value)}


def make_ready(graph: Graph, given: Json) -> Json:
    """Mark a draft pull request as ready for review.

    https://docs.github.com/en/graphql/reference/mutations#markpullrequestreadyforreview
    """
    subject = find_issue(graph, given["pullRequestId"], pull=True)
    pulls.make_ready(_acting(graph, subject.place, given["pullRequestId"], RepositoryRole.WRITE, PULLS), subject.issue)
    return {"pullRequest": graph.issue(*subject.both)}


def make_draft(graph: Graph, given: Json) -> Json:
    """Make a pull request a draft again.

    https://docs.github.com/en/graphql/reference/mutations#convertpullrequesttodraft
    """
    subject = find_issue(graph, given["pullRequestId"], pull=True)
    pulls.make_draft(_acting(graph, subject.place, given["pullRequestId"], RepositoryRole.WRITE, PULLS), subject.issue)
    return {"pullRequest": graph.issue(*subject.both)}


def pin(graph: Graph, given: Json) -> Json:
    """Pin an issue of a repository, which can have three.

    https://docs.github.com/en/issues/tracking-your-work-with-issues/administering-issues/pinning-an-issue-to-your-repository
    """
    subject = find_issue(graph, given["issueId"], pull=False)
    acting, pinned = _pinning(graph, subject, given["issueId"]), subject.place.pinned_issues
    if subject.number not in pinned and len(pinned) >= MOST_PINS:
        raise QueryError("UNPROCESSABLE", f"Maximum {MOST_PINS} pinned issues per repository")
    issues.pin(acting, subject.issue)
    return {"issue": graph.issue(*subject.both)}


def unpin(graph: Graph, given: Json) -> Json:
    """Unpin an issue."""
    subject = find_issue(graph, given["issueId"], pull=False)
    issues.unpin(_pinning(graph, subject, given["issueId"]), subject.issue)
    return {"issue": graph.issue(*subject.both)}


CHANGES = {
    "minimizeComment": minimize,
    "markPullRequestReadyForReview": make_ready,
    "convertPullRequestToDraft": make_draft,
    "pinIssue": pin,
    "unpinIssue": unpin,
}


def _pinning(graph: Graph, subject: Subject, wanted: str) -> ActingAccount:
    return _acting(graph, subject.place, wanted, RepositoryRole.WRITE, ISSUES)


def _acting(
    graph: Graph, place: Repository, wanted: str, role: RepositoryRole, permissions: tuple[str, ...]
) -> ActingAccount:
    """Return the caller as an account that changes something; raises QueryError for one that may not."""
    if graph.call.role_in(place) < role:
        raise unknown_id(wanted)
    if not graph.call.permits(place, permissions, "write"):
        raise QueryError("FORBIDDEN", RESOURCE_NOT_ACCESSIBLE)
    graph.host.clock.tick()
    return ActingAccount(graph.host, place, graph.call.login or "")
