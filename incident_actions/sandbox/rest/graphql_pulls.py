"""Pull requests with their reviews and files as GraphQL shows them."""

from typing import Any

from incident_actions.sandbox.changes.pulls import closing_issues
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import CHECKS, PULLS
from incident_actions.sandbox.rest.graphql_accounts import actor, owner_or_none
from incident_actions.sandbox.rest.graphql_commits import commit, status_check_rollup
from incident_actions.sandbox.rest.graphql_issues import conversation
from incident_actions.sandbox.rest.graphql_nodes import Graph, ResolveInfo, connection, ref, require
from incident_actions.sandbox.rest.pulls import merge_text
from incident_actions.sandbox.shapes import people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp, stamp_or_none
from incident_actions.sandbox.shapes.pull import commits, files, is_mergeable, mergeable_state, pull_of
from incident_actions.sandbox.shapes.ruleset import rules_for
from incident_actions.sandbox.state.records import Repository, Review, StoredIssue, StoredPull

_CHANGES = {"removed": "DELETED", "added": "ADDED", "renamed": "RENAMED", "modified": "MODIFIED"}
_DECISIONS = ("CHANGES_REQUESTED", "APPROVED", "DISMISSED")
_MERGEABLE = {True: "MERGEABLE", False: "CONFLICTING", None: "UNKNOWN"}


def pull(graph: Graph, place: Repository, value: StoredIssue) -> Json:
    """Return a pull request.

    https://docs.github.com/en/graphql/reference/objects#pullrequest
    """
    require(graph.call, place, PULLS)
    return {
        **conversation(graph, place, value),
        **_merge(graph, place, value),
        **_lists(graph, place, value),
        **_ends(graph, place, pull_of(value)),
        "__typename": "PullRequest",
        "id": node_id("PR", value.id),
        "url": f"{repository.html_url(graph.host, place)}/pull/{value.number}",
        "resourcePath": f"/{place.full_name}/pull/{value.number}",
        "state": "MERGED" if pull_of(value).merged_at else value.state.upper(),
        "isDraft": pull_of(value).draft,
        "reviewDecision": _decision(place, pull_of(value)),
    }


def review(graph: Graph, place: Repository, value: StoredIssue, submitted: Review) -> Json:
    """Return a review of a pull request."""
    page_url = f"{repository.html_url(graph.host, place)}/pull/{value.number}"
    at = stamp(submitted.at)
    return {
        "__typename": "PullRequestReview",
        "id": node_id("PRR", submitted.id),
        "fullDatabaseId": str(submitted.id),
        "url": f"{page_url}#pullrequestreview-{submitted.id}",
        "author": actor(graph, submitted.author),
        "authorAssociation": people.association(place, submitted.author),
        "viewerDidAuthor": submitted.author == graph.call.login,
        "editor": None,
        "includesCreatedEdit": False,
        "body": submitted.body,
        "state": submitted.state,
        "createdAt": at,
        "submittedAt": at,
        "updatedAt": at,
        "commit": lambda _: commit(graph, place, submitted.commit_id),
        "reactionGroups": [],
    }


def _merge(graph: Graph, place: Repository, value: StoredIssue) -> Json:
    """Return whether a pull request can be merged, or how it was."""
    stored = pull_of(value)
    merged = next((each for each in value.timeline if each.event == "merged"), None)

    def mergeable() -> bool | None:
        return is_mergeable(graph.host.git(place), value)

    def text(part: int, method: str | None) -> str:
        return merge_text(place, value, (method or "merge").lower())[part]

    return {
        "merged": merged is not None,
        "mergedAt": stamp_or_none(stored.merged_at),
        "mergedBy": actor(graph, stored.merged_by),
        "mergeCommit": lambda _: commit(graph, place, merged.detail["commit_id"]) if merged else None,
        "potentialMergeCommit": None,
        "mergeable": lambda _: _MERGEABLE[mergeable()],
        "mergeStateStatus": lambda _: mergeable_state(stored, mergeable=mergeable()).upper(),
        "maintainerCanModify": False,
        "autoMergeRequest": None,
        "isInMergeQueue": False,
        "isMergeQueueEnabled": _requires(place, stored.base, "merge_queue") is not None,
        "statusCheckRollup": lambda _: _rollup(graph, place, stored.head_sha),
        "viewerMergeHeadlineText": lambda _, mergeType=None: text(0, mergeType),  # noqa: N803  GitHub's name
        "viewerMergeBodyText": lambda _, mergeType=None: text(1, mergeType),  # noqa: N803  GitHub's name
    }


def _lists(graph: Graph, place: Repository, value: StoredIssue) -> Json:
    """Return the commits, files and reviews of a pull request."""
    stored, store = pull_of(value), graph.host.git(place)

    def listed_commits(info: ResolveInfo, **asked: Any) -> Json:
        shas = commits(store, stored)
        return connection(shas, info, asked, lambda sha: {"id": f"PURC_{sha}", "commit": commit(graph, place, sha)})

    def listed_files(info: ResolveInfo, **asked: Any) -> Json:
        return connection(files(store, stored), info, asked, _file)

    def reviews(info: ResolveInfo, **asked: Any) -> Json:
        states, author = asked.get("states"), asked.get("author")
        fits = [
            each for each in stored.reviews if author in (None, each.author) and (not states or each.state in states)
        ]
        return connection(fits, info, asked, lambda each: review(graph, place, value, each))

    def latest_reviews(info: ResolveInfo, **asked: Any) -> Json:
        found = list({each.author: each for each in stored.reviews}.values())
        return connection(found, info, asked, lambda each: review(graph, place, value, each))

    def review_requests(info: ResolveInfo, **asked: Any) -> Json:
        return connection(stored.reviewers, info, asked, lambda each: _request(graph, value, each))

    def closing(info: ResolveInfo, **asked: Any) -> Json:
        found = closing_issues(place, [value.body or ""]) if stored.base == place.default_branch else []
        return connection(found, info, asked, lambda each: graph.issue(place, each))

    return {
        "additions": lambda _: sum(each.additions for each in files(store, stored)),
        "deletions": lambda _: sum(each.deletions for each in files(store, stored)),
        "changedFiles": lambda _: len(files(store, stored)),
        "commits": listed_commits,
        "files": listed_files,
        "reviews": reviews,
        "latestReviews": latest_reviews,
        "reviewRequests": review_requests,
        "closingIssuesReferences": closing,
    }


def _ends(graph: Graph, place: Repository, stored: StoredPull) -> Json:
    """Return where a pull request comes from and where it goes. A fork that is gone is null."""
    source = graph.host.world.repositories.get(stored.fork.lower()) if stored.fork else place
    return {
        "baseRefName": stored.base,
        "baseRefOid": stored.base_sha,
        "baseRef": lambda _: ref(graph, place, stored.base),
        "headRefName": stored.head,
        "headRefOid": stored.head_sha,
        "headRef": lambda _: ref(graph, source, stored.head) if source else None,
        "headRepository": lambda _: graph.repository(source) if source else None,
        "headRepositoryOwner": lambda _: owner_or_none(graph, source.owner) if source else None,
        "isCrossRepository": bool(stored.fork),
    }


def _rollup(graph: Graph, place: Repository, sha: str) -> Json | None:
    require(graph.call, place, CHECKS)
    return status_check_rollup(graph, place, sha)


def _file(change: Any) -> Json:
    kind = _CHANGES.get(change.status, "CHANGED")
    return {"path": change.path, "additions": change.additions, "deletions": change.deletions, "changeType": kind}


def _request(graph: Graph, value: StoredIssue, login: str) -> Json:
    return {"id": node_id("RR", f"{value.id}/{login}"), "requestedReviewer": actor(graph, login)}


def _requires(place: Repository, branch: str, kind: str) -> dict[str, Any] | None:
    """Return the parameters of a branch's rule; None if it has no rule of that kind."""
    rules = (each for _, each in rules_for(place, branch) if each["type"] == kind)
    return next((each.get("parameters") or {} for each in rules), None)


def _decision(place: Repository, stored: StoredPull) -> str | None:
    """Return what the reviews decide; None if the base needs none: https://github.com/orgs/community/discussions/24375."""
    needed = (_requires(place, stored.base, "pull_request") or {}).get("required_approving_review_count", 0)
    if not needed:
        return None
    latest = {each.author: each.state for each in stored.reviews if each.state in _DECISIONS}
    states = list(latest.values())
    if "CHANGES_REQUESTED" in states:
        return "CHANGES_REQUESTED"
    return "APPROVED" if states.count("APPROVED") >= needed else "REVIEW_REQUIRED"
