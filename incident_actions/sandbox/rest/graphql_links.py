"""What happened to issues, pull requests and commits, and what mentions an issue, as GraphQL shows it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest import graphql_nodes as nodes
from incident_actions.sandbox.rest.call import (
    CONTENTS,
    PULLS,
    RESOURCE_NOT_ACCESSIBLE,
    Call,
)
from incident_actions.sandbox.rest.graphql_changes import commit, pull
from incident_actions.sandbox.rest.graphql_nodes import QueryError, ResolveInfo, connection
from incident_actions.sandbox.shapes.formats import node_id, stamp, stamp_or_none
from incident_actions.sandbox.state.records import Repository, StoredIssue

_MENTION = re.compile(r"(?<![\w/#&])#([1-9][0-9]*)\b")


def repository_links(call: Call, place: Repository) -> Mapping[str, Any]:
    """Return the fields of a repository that name one of its things.

    https://docs.github.com/en/graphql/reference/objects#repository
    """

    def issue_of(_: ResolveInfo, number: int) -> Json:
        found = place.issues.get(number)
        if found is None or found.pull:
            raise QueryError("NOT_FOUND", f"Could not resolve to an Issue with the number of {number}.")
        nodes.require_read(call, place)
        return _issue(call, place, found)

    def issue_or_pull(_: ResolveInfo, number: int) -> Json:
        found = place.issues.get(number)
        if found is None:
            message = f"Could not resolve to an issue or pull request with the number of {number}."
            raise QueryError("NOT_FOUND", message)
        nodes.require_read(call, place)
        return _pull(call, place, found) if found.pull else _issue(call, place, found)

    def git_object(_: ResolveInfo, expression: str = "", oid: str = "") -> Json | None:
        _require(call, place, CONTENTS)
        sha = call.host.git(place).resolve(expression or oid)
        return commit(call, place, sha) if sha else None

    return {"issue": issue_of, "issueOrPullRequest": issue_or_pull, "object": git_object}


def _require(call: Call, place: Repository, permissions: Sequence[str]) -> None:
    if not call.permits(place, permissions, "read"):
        raise QueryError("FORBIDDEN", RESOURCE_NOT_ACCESSIBLE)


def _issue(call: Call, place: Repository, value: StoredIssue) -> Json:
    def timeline_items(info: ResolveInfo, **asked: Any) -> Json:
        mentioning = list(_mentioning(place, value.number))
        return connection(mentioning, info, asked, lambda each: _reference(call, place, each))

    shown = {"closedAt": stamp_or_none(value.closed_at), "timelineItems": timeline_items}
    return nodes.issue(call, place, value) | shown


def _mentioning(place: Repository, number: int) -> Iterator[StoredIssue]:
    """Yield the issues and pull requests whose texts mention an issue."""
    for each in place.issues.values():
        found = {int(mention) for mention in _MENTION.findall(f"{each.title}\n{each.body or ''}")}
        if number in found and each.number != number:
            yield each


def _reference(call: Call, place: Repository, source: StoredIssue) -> Json:
    """Return the event of a mention.

    https://docs.github.com/en/graphql/reference/objects#crossreferencedevent
    """
    return {
        "__typename": "CrossReferencedEvent",
        "id": node_id("CRE", source.id),
        "actor": nodes.actor(call.host, source.author),
        "createdAt": stamp(source.created_at),
        "isCrossRepository": False,
        "source": _pull(call, place, source) if source.pull else _issue(call, place, source),
    }


def _pull(call: Call, place: Repository, value: StoredIssue) -> Json:
    _require(call, place, PULLS)
    merged = next((each for each in value.timeline if each.event == "merged"), None)
    return pull(call, place, value) | {
        "closedAt": stamp_or_none(value.closed_at),
        "mergeCommit": commit(call, place, merged.detail["commit_id"]) if merged else None,
        "merged": merged is not None,
        "repository": {"id": node_id("R", place.id), "nameWithOwner": place.full_name},
    }
