"""A repository's pull requests, deployments and releases as GraphQL shows them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import CHECKS, CONTENTS, DEPLOYMENTS, PULLS, RESOURCE_NOT_ACCESSIBLE, Call
from incident_actions.sandbox.rest.graphql_nodes import QueryError, ResolveInfo, actor, connection
from incident_actions.sandbox.shapes.formats import node_id, stamp, stamp_or_none
from incident_actions.sandbox.shapes.pull import commits, pull_of
from incident_actions.sandbox.shapes.status import verdict
from incident_actions.sandbox.state.records import Release, Repository, StoredDeployment, StoredIssue, StoredPull


def repository_changes(call: Call, place: Repository) -> Mapping[str, Any]:
    """Return the lists of a repository. One that the token may not read is an error, also in a public repository.

    https://docs.github.com/en/graphql/reference/objects#repository
    """

    def pull_requests(info: ResolveInfo, **asked: Any) -> Json:
        _require(call, place, PULLS)
        pulls = [each for each in place.issues.values() if each.pull and _matches(each, each.pull, asked)]
        key = _PULL_ORDER[asked["orderBy"]["field"]] if asked.get("orderBy") else _PULL_ORDER["CREATED_AT"]
        return connection(_ordered(pulls, key, asked), info, asked, lambda each: pull(call, place, each))

    def deployments(info: ResolveInfo, **asked: Any) -> Json:
        _require(call, place, DEPLOYMENTS)
        found = _ordered(place.deployments, lambda each: each.created_at, asked)
        return connection(found, info, asked, lambda each: deployment(call, place, each))

    def releases(info: ResolveInfo, **asked: Any) -> Json:
        _require(call, place, CONTENTS)
        found = _ordered(place.releases, lambda each: each.created_at, asked)
        return connection(found, info, asked, lambda each: _release(call, each))

    return {
        "defaultBranchRef": _ref(place.default_branch, "refs/heads/"),
        "pullRequests": pull_requests,
        "deployments": deployments,
        "releases": releases,
    }


_PULL_ORDER: Mapping[str, Callable[[StoredIssue], Any]] = {
    "CREATED_AT": lambda each: each.created_at,
    "UPDATED_AT": lambda each: each.updated_at,
    "COMMENTS": lambda each: len(each.comments),
}


def _require(call: Call, place: Repository, permissions: Sequence[str]) -> None:
    if not call.permits(place, permissions, "read"):
        raise QueryError("FORBIDDEN", RESOURCE_NOT_ACCESSIBLE)


def _matches(issue: StoredIssue, pull: StoredPull, asked: Mapping[str, Any]) -> bool:
    state = "MERGED" if pull.merged_at else issue.state.upper()
    states, base = asked.get("states"), asked.get("baseRefName")
    return (states is None or state in states) and base in (None, pull.base)


def _ordered(found: Sequence[Any], key: Callable[[Any], Any], asked: Mapping[str, Any]) -> list[Any]:
    """Return a list in the order asked for; of equals, the one that was made later counts as later."""
    descending = (asked.get("orderBy") or {}).get("direction") == "DESC"
    return sorted(found, key=key)[:: -1 if descending else 1]


def _ref(name: str, prefix: str) -> Json:
    return {"__typename": "Ref", "id": f"REF_{prefix}{name}", "name": name, "prefix": prefix}


def pull(call: Call, place: Repository, value: StoredIssue) -> Json:
    """Return a pull request."""
    stored = pull_of(value)

    def listed_commits(info: ResolveInfo, **asked: Any) -> Json:
        found = commits(call.host.git(place), stored)
        return connection(found, info, asked, lambda sha: {"id": f"PURC_{sha}", "commit": commit(call, place, sha)})

    return {
        "__typename": "PullRequest",
        "id": node_id("PR", value.id),
        "number": value.number,
        "title": value.title,
        "isDraft": stored.draft,
        "baseRefName": stored.base,
        "headRefName": stored.head,
        "headRefOid": stored.head_sha,
        "isCrossRepository": bool(stored.fork),
        "commits": listed_commits,
        "author": actor(call.host, value.author),
        "mergedAt": stamp_or_none(stored.merged_at),
        "mergedBy": actor(call.host, stored.merged_by),
    }


def commit(call: Call, place: Repository, sha: str) -> Json:
    """Return a commit. One without a status of any kind has no `status` at all.

    https://docs.github.com/en/graphql/reference/objects#commit
    """
    latest = {each.context: each for each in place.statuses if each.sha == sha}
    state = verdict([each.state for each in latest.values()]).upper()

    def context(_: ResolveInfo, name: str) -> Json | None:
        found = latest.get(name)
        return {"context": name, "state": found.state.upper(), "description": found.description} if found else None

    def rollup(_: ResolveInfo) -> Json | None:
        _require(call, place, CHECKS)
        return {"id": f"SCR_{sha}", "state": state} if latest else None

    def deployments(info: ResolveInfo, **asked: Any) -> Json:
        _require(call, place, DEPLOYMENTS)
        found = [each for each in place.deployments if each.sha == sha]
        return connection(found, info, asked, lambda each: deployment(call, place, each))

    return {
        "__typename": "Commit",
        "id": f"C_{sha}",
        "oid": sha,
        "deployments": deployments,
        "status": {"id": f"SC_{sha}", "context": context, "state": state} if latest else None,
        "statusCheckRollup": rollup,
    }


def deployment(call: Call, place: Repository, value: StoredDeployment) -> Json:
    """Return a deployment; one of a commit has no ref."""
    store = call.host.git(place)
    prefixes = (prefix for prefix in ("refs/heads/", "refs/tags/") if store.ref(f"{prefix}{value.ref}"))
    prefix = next(prefixes, None)
    return {
        "__typename": "Deployment",
        "id": node_id("DE", value.id),
        "databaseId": value.id,
        "createdAt": stamp(value.created_at),
        "state": (value.statuses[-1].state if value.statuses else "pending").upper(),
        "environment": value.environment,
        "commitOid": value.sha,
        "ref": _ref(value.ref, prefix) if prefix else None,
        "creator": actor(call.host, value.creator),
    }


def _release(call: Call, value: Release) -> Json:
    return {
        "__typename": "Release",
        "id": node_id("RE", value.id),
        "tagName": value.tag,
        "name": value.name,
        "isDraft": value.draft,
        "isPrerelease": value.prerelease,
        "createdAt": stamp(value.created_at),
        "publishedAt": stamp_or_none(value.published_at),
        "author": actor(call.host, value.author),
    }
