"""Issues and comments as GraphQL shows them, and what pull requests have in common with issues."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.graphql_accounts import actor
from incident_actions.sandbox.rest.graphql_nodes import Graph, ResolveInfo, connection, database_id, in_order
from incident_actions.sandbox.shapes import people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp, stamp_or_none
from incident_actions.sandbox.state.records import (
    Reaction,
    Repository,
    StoredComment,
    StoredIssue,
    StoredLabel,
    StoredMilestone,
)

REACTIONS = {
    "THUMBS_UP": "+1",
    "THUMBS_DOWN": "-1",
    "LAUGH": "laugh",
    "HOORAY": "hooray",
    "CONFUSED": "confused",
    "HEART": "heart",
    "ROCKET": "rocket",
    "EYES": "eyes",
}
ORDERS: Mapping[str, Callable[[StoredIssue], Any]] = {
    "CREATED_AT": lambda each: each.created_at,
    "UPDATED_AT": lambda each: each.updated_at,
    "COMMENTS": lambda each: len(each.comments),
}
_MENTION = re.compile(r"(?<![\w/#&])#([1-9][0-9]*)\b")


def issue(graph: Graph, place: Repository, value: StoredIssue) -> Json:
    """Return an issue."""

    def timeline_items(info: ResolveInfo, **asked: Any) -> Json:
        mentioning = list(_mentioning(place, value.number))
        return connection(mentioning, info, asked, lambda each: _reference(graph, place, each))

    def state_reason(_: ResolveInfo, enableDuplicate: bool = False) -> str | None:  # noqa: FBT001, FBT002, N803  GitHub's
        reason = (value.state_reason or "").upper() or None
        return "NOT_PLANNED" if reason == "DUPLICATE" and not enableDuplicate else reason

    return conversation(graph, place, value) | {
        "__typename": "Issue",
        "id": node_id("I", value.id),
        "url": f"{repository.html_url(graph.host, place)}/issues/{value.number}",
        "resourcePath": f"/{place.full_name}/issues/{value.number}",
        "state": value.state.upper(),
        "stateReason": state_reason,
        "isPinned": value.number in place.pinned_issues,
        "timelineItems": timeline_items,
    }


def conversation(graph: Graph, place: Repository, value: StoredIssue) -> Json:
    """Return the fields that issues and pull requests share."""

    def comments(info: ResolveInfo, **asked: Any) -> Json:
        found = [place.comments[number] for number in value.comments]
        return connection(found, info, asked, lambda each: comment(graph, place, each))

    def labels(info: ResolveInfo, **asked: Any) -> Json:
        return label_list(graph, place, [place.labels[each] for each in value.labels], info, asked)

    def assignees(info: ResolveInfo, **asked: Any) -> Json:
        return connection(value.assignees, info, asked, lambda each: actor(graph, each) or {})

    def project_cards(info: ResolveInfo, **asked: Any) -> Json:
        return connection([], info, asked, lambda each: each)

    return {
        "number": value.number,
        "databaseId": database_id(value.id),
        "fullDatabaseId": str(value.id),
        "title": value.title,
        "body": value.body or "",
        "author": actor(graph, value.author),
        "authorAssociation": people.association(place, value.author),
        "viewerDidAuthor": value.author == graph.call.login,
        "editor": None,
        "includesCreatedEdit": False,
        "createdAt": stamp(value.created_at),
        "updatedAt": stamp(value.updated_at),
        "closed": value.state == "closed",
        "closedAt": stamp_or_none(value.closed_at),
        "locked": value.locked,
        "activeLockReason": (value.lock_reason or "").replace("-", "_").replace(" ", "_").upper() or None,
        "milestone": _milestone_of(graph, place, value),
        "labels": labels,
        "assignees": assignees,
        "comments": comments,
        "projectCards": project_cards,
        "reactionGroups": _reaction_groups(graph, value.reactions),
        "repository": lambda _: graph.repository(place),
    }


def comment(graph: Graph, place: Repository, value: StoredComment) -> Json:
    """Return a comment on an issue or a pull request."""
    subject = place.issues[value.number]
    kind = "pull" if subject.pull else "issues"
    page_url = f"{repository.html_url(graph.host, place)}/{kind}/{value.number}"
    return {
        "__typename": "IssueComment",
        "id": node_id("IC", value.id),
        "databaseId": database_id(value.id),
        "fullDatabaseId": str(value.id),
        "url": f"{page_url}#issuecomment-{value.id}",
        "author": actor(graph, value.author),
        "authorAssociation": people.association(place, value.author),
        "viewerDidAuthor": value.author == graph.call.login,
        "editor": actor(graph, value.editor),
        "includesCreatedEdit": value.editor is not None,
        "body": value.body,
        "createdAt": stamp(value.created_at),
        "updatedAt": stamp(value.updated_at),
        "isMinimized": value.hidden,
        "minimizedReason": value.hidden_as or None,
        "reactionGroups": _reaction_groups(graph, value.reactions),
        "issue": lambda _: graph.issue(place, subject),
        "pullRequest": lambda _: graph.issue(place, subject) if subject.pull else None,
    }


def label_list(
    graph: Graph, place: Repository, found: Sequence[StoredLabel], info: ResolveInfo, asked: Mapping[str, Any]
) -> Json:
    """Return a page of labels, in the order asked for."""
    by_name = (asked.get("orderBy") or {}).get("field") == "NAME"
    key = (lambda each: each.name.casefold()) if by_name else (lambda each: each.id)
    return connection(in_order(found, key, asked), info, asked, lambda each: label(graph, place, each))


def label(graph: Graph, place: Repository, value: StoredLabel) -> Json:
    """Return a label."""
    return {
        "__typename": "Label",
        "id": node_id("LA", value.id),
        "name": value.name,
        "color": value.color,
        "description": value.description,
        "isDefault": value.default,
        "createdAt": stamp(place.created_at),
        "url": f"{repository.html_url(graph.host, place)}/labels/{value.name}",
    }


def milestone(graph: Graph, place: Repository, value: StoredMilestone) -> Json:
    """Return a milestone."""
    return {
        "__typename": "Milestone",
        "id": node_id("MI", value.id),
        "number": value.number,
        "title": value.title,
        "description": value.description,
        "state": value.state.upper(),
        "dueOn": stamp_or_none(value.due_on),
        "url": f"{repository.html_url(graph.host, place)}/milestone/{value.number}",
    }


def _milestone_of(graph: Graph, place: Repository, value: StoredIssue) -> Json | None:
    found = place.milestones.get(value.milestone or 0)
    return milestone(graph, place, found) if found else None


def _reaction_groups(graph: Graph, reactions: Sequence[Reaction]) -> list[Json]:
    return [_group(graph, name, reactions) for name in REACTIONS]


def _group(graph: Graph, name: str, reactions: Sequence[Reaction]) -> Json:
    given = [each for each in reactions if each.content == REACTIONS[name]]
    return {
        "content": name,
        "createdAt": stamp(given[0].at) if given else None,
        "users": lambda _, **__: {"totalCount": len(given)},
        "viewerHasReacted": any(each.by == graph.call.login for each in given),
    }


def _mentioning(place: Repository, number: int) -> Iterator[StoredIssue]:
    """Yield the issues and pull requests whose texts mention an issue."""
    for each in place.issues.values():
        found = {int(mention) for mention in _MENTION.findall(f"{each.title}\n{each.body or ''}")}
        if number in found and each.number != number:
            yield each


def _reference(graph: Graph, place: Repository, source: StoredIssue) -> Json:
    """Return the event of a mention.

    https://docs.github.com/en/graphql/reference/objects#crossreferencedevent
    """
    return {
        "__typename": "CrossReferencedEvent",
        "id": node_id("CRE", source.id),
        "actor": actor(graph, source.author),
        "createdAt": stamp(source.created_at),
        "isCrossRepository": False,
        "source": lambda _: graph.issue(place, source),
    }
