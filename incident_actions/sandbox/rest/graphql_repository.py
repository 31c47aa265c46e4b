"""Repositories as GraphQL shows them, with their issues, pull requests, labels, branches, deployments and releases."""

from collections.abc import Callable, Mapping
from typing import Any

from incident_actions.sandbox.changes.issues import assignable_accounts
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import CONTENTS, DEPLOYMENTS, PULLS
from incident_actions.sandbox.rest.graphql_accounts import actor, owner_or_none
from incident_actions.sandbox.rest.graphql_commits import commit
from incident_actions.sandbox.rest.graphql_deployments import deployment, release
from incident_actions.sandbox.rest.graphql_issues import ORDERS, label, label_list, milestone
from incident_actions.sandbox.rest.graphql_nodes import (
    Graph,
    ResolveInfo,
    connection,
    database_id,
    in_order,
    not_resolved,
    ref,
    require,
    require_read,
)
from incident_actions.sandbox.shapes import repository as shapes
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.records import Repository, StoredIssue, StoredMilestone
from incident_actions.sandbox.state.role import RepositoryRole

HEADS = "refs/heads/"


def repository(graph: Graph, place: Repository) -> Json:
    """Return a repository. A list that the token may not read is an error, also in a public repository.

    https://docs.github.com/en/graphql/reference/objects#repository
    """
    return {
        "__typename": "Repository",
        "id": node_id("R", place.id),
        **_facts(graph, place),
        **_for_viewer(graph, place),
        **_conversations(graph, place),
        **_labels_and_people(graph, place),
        **_code(graph, place),
        **_deliveries(graph, place),
    }


def _facts(graph: Graph, place: Repository) -> Json:
    rest = shapes.full(graph.host, place, graph.call.login)
    parent = graph.host.world.repositories.get(place.parent.lower())
    return {
        "databaseId": database_id(place.id),
        "name": place.name,
        "nameWithOwner": place.full_name,
        "owner": owner_or_none(graph, place.owner),
        "url": rest["html_url"],
        "resourcePath": f"/{place.full_name}",
        "sshUrl": rest["ssh_url"],
        "description": place.description,
        "homepageUrl": None,
        "createdAt": stamp(place.created_at),
        "pushedAt": stamp(place.pushed_at),
        "updatedAt": stamp(place.pushed_at),
        "visibility": "PRIVATE" if place.private else "PUBLIC",
        "isPrivate": place.private,
        "isArchived": place.settings.archived,
        "isFork": bool(place.parent),
        "isInOrganization": "organization" in rest,
        "isEmpty": lambda _: not graph.host.git(place).refs(HEADS),
        "parent": lambda _: graph.repository(parent) if parent else None,
        "diskUsage": rest["size"],
        "hasIssuesEnabled": place.settings.issues,
        "hasProjectsEnabled": rest["has_projects"],
        "hasWikiEnabled": rest["has_wiki"],
        "hasDiscussionsEnabled": rest["has_discussions"],
        "mergeCommitAllowed": rest["allow_merge_commit"],
        "squashMergeAllowed": rest["allow_squash_merge"],
        "rebaseMergeAllowed": rest["allow_rebase_merge"],
        "autoMergeAllowed": rest["allow_auto_merge"],
        "deleteBranchOnMerge": rest["delete_branch_on_merge"],
        "forkingAllowed": rest["allow_forking"],
        "forkCount": rest["forks"],
        "stargazerCount": rest["stargazers_count"],
        **dict.fromkeys(("isDisabled", "isMirror", "isTemplate"), False),
        **dict.fromkeys(("licenseInfo", "primaryLanguage", "templateRepository"), None),
        **dict.fromkeys(("repositoryTopics", "watchers"), _none),
    }


def _for_viewer(graph: Graph, place: Repository) -> Json:
    role = graph.call.role_in(place)
    return {
        "viewerPermission": role.name if role > RepositoryRole.NONE else None,
        "viewerCanAdminister": role >= RepositoryRole.ADMIN,
        "viewerDefaultMergeMethod": "MERGE",
        "viewerHasStarred": False,
        "viewerSubscription": "UNSUBSCRIBED",
    }


def _conversations(graph: Graph, place: Repository) -> Json:
    def issue(_: ResolveInfo, number: int) -> Json:
        return _numbered(graph, place, number, "Issue", pull=False)

    def pull_request(_: ResolveInfo, number: int) -> Json:
        return _numbered(graph, place, number, "PullRequest", pull=True)

    def issue_or_pull_request(_: ResolveInfo, number: int) -> Json:
        return _numbered(graph, place, number, "issue or pull request", pull=None)

    def issues(info: ResolveInfo, **asked: Any) -> Json:
        require_read(graph.call, place)
        found = [each for each in place.issues.values() if not each.pull and _fits(graph, place, each, asked)]
        return _listed(graph, place, found, info, asked)

    def pull_requests(info: ResolveInfo, **asked: Any) -> Json:
        require(graph.call, place, PULLS)
        found = [each for each in place.issues.values() if each.pull and _fits(graph, place, each, asked)]
        return _listed(graph, place, found, info, asked)

    return {
        "issue": issue,
        "pullRequest": pull_request,
        "issueOrPullRequest": issue_or_pull_request,
        "issues": issues,
        "pullRequests": pull_requests,
    }


def _labels_and_people(graph: Graph, place: Repository) -> Json:
    def labels(info: ResolveInfo, **asked: Any) -> Json:
        word = (asked.get("query") or "").casefold()
        found = [each for each in place.labels.values() if word in f"{each.name}\n{each.description or ''}".casefold()]
        return label_list(graph, place, found, info, asked)

    def label_of(_: ResolveInfo, name: str) -> Json | None:
        found = place.label(name)
        return label(graph, place, found) if found else None

    def people(info: ResolveInfo, **asked: Any) -> Json:
        word = (asked.get("query") or "").casefold()
        found = [each for each in place.roles if assignable_accounts(place, each) and word in each.casefold()]
        return connection(found, info, asked, lambda each: actor(graph, each) or {})

    def milestones(info: ResolveInfo, **asked: Any) -> Json:
        word, states = (asked.get("query") or "").casefold(), asked.get("states")
        among = [each for each in place.milestones.values() if not states or each.state.upper() in states]
        key = _MILESTONE_ORDERS[(asked.get("orderBy") or {}).get("field", "NUMBER")]
        found = in_order([each for each in among if word in each.title.casefold()], key, asked)
        return connection(found, info, asked, lambda each: milestone(graph, place, each))

    def milestone_of(_: ResolveInfo, number: int) -> Json | None:
        found = place.milestones.get(number)
        return milestone(graph, place, found) if found else None

    return {
        "labels": labels,
        "label": label_of,
        "assignableUsers": people,
        "mentionableUsers": people,
        "milestones": milestones,
        "milestone": milestone_of,
    }


_MILESTONE_ORDERS: Mapping[str, Callable[[StoredMilestone], Any]] = {
    "CREATED_AT": lambda each: each.created_at,
    "DUE_DATE": lambda each: (each.due_on is None, each.due_on or each.created_at),
    "NUMBER": lambda each: each.number,
    "UPDATED_AT": lambda each: each.updated_at,
}


def _code(graph: Graph, place: Repository) -> Json:
    store = graph.host.git(place)

    def git_object(_: ResolveInfo, expression: str | None = None, oid: str | None = None) -> Json | None:
        require(graph.call, place, CONTENTS)
        sha = store.resolve(expression or oid or "")
        return commit(graph, place, sha) if sha else None

    def named_ref(_: ResolveInfo, qualifiedName: str) -> Json | None:  # noqa: N803  GitHub's name
        prefixes = (HEADS, "refs/tags/")
        prefix = next((each for each in prefixes if qualifiedName.startswith(each)), "")
        tried = [prefix] if prefix else prefixes
        return next(filter(None, (ref(graph, place, qualifiedName.removeprefix(prefix), each) for each in tried)), None)

    def refs(info: ResolveInfo, refPrefix: str, **asked: Any) -> Json:  # noqa: N803  GitHub's name
        word = asked.get("query") or ""
        names = sorted(each.removeprefix(refPrefix) for each in store.refs(refPrefix))
        found = [each for each in names if word in each]
        return connection(found, info, asked, lambda each: ref(graph, place, each, refPrefix) or {})

    return {
        "defaultBranchRef": lambda _: ref(graph, place, place.default_branch),
        "ref": named_ref,
        "refs": refs,
        "object": git_object,
    }


def _deliveries(graph: Graph, place: Repository) -> Json:
    def deployments(info: ResolveInfo, **asked: Any) -> Json:
        require(graph.call, place, DEPLOYMENTS)
        found = in_order(place.deployments, lambda each: each.created_at, asked)
        return connection(found, info, asked, lambda each: deployment(graph, place, each))

    def releases(info: ResolveInfo, **asked: Any) -> Json:
        require(graph.call, place, CONTENTS)
        found = in_order(place.releases, lambda each: each.created_at, asked)
        return connection(found, info, asked, lambda each: release(graph, place, each))

    def latest_release(_: ResolveInfo) -> Json | None:
        found = [each for each in place.releases if not each.draft and not each.prerelease]
        return release(graph, place, max(found, key=lambda each: each.created_at)) if found else None

    return {"deployments": deployments, "releases": releases, "latestRelease": latest_release}


def _none(info: ResolveInfo, **asked: Any) -> Json:
    """Return an empty list."""
    return connection([], info, asked, lambda each: each)


def _numbered(graph: Graph, place: Repository, number: int, kind: str, *, pull: bool | None) -> Json:
    found = place.issues.get(number)
    if found is None or pull not in (None, found.pull is not None):
        raise not_resolved(kind, f"number of {number}")
    require_read(graph.call, place)
    return graph.issue(place, found)


def _listed(
    graph: Graph, place: Repository, found: list[StoredIssue], info: ResolveInfo, asked: Mapping[str, Any]
) -> Json:
    key = ORDERS[(asked.get("orderBy") or {}).get("field", "CREATED_AT")]
    return connection(in_order(found, key, asked), info, asked, lambda each: graph.issue(place, each))


def _fits(graph: Graph, place: Repository, value: StoredIssue, asked: Mapping[str, Any]) -> bool:
    """Check that an issue or a pull request fits the arguments of its list."""
    by = {**asked, **{name: given for name, given in (asked.get("filterBy") or {}).items() if given is not None}}
    state = "MERGED" if value.pull and value.pull.merged_at else value.state.upper()
    names = {place.labels[each].name.casefold() for each in value.labels}
    return (
        (not by.get("states") or state in by["states"])
        and (not by.get("labels") or any(each.casefold() in names for each in by["labels"]))
        and by.get("createdBy") in (None, value.author)
        and (not by.get("since") or stamp(value.updated_at) >= by["since"])
        and (not by.get("assignee") or _is_assigned(graph, value, by["assignee"]))
        and (not by.get("mentioned") or f"@{by['mentioned']}".casefold() in (value.body or "").casefold())
        and (value.pull is None or by.get("baseRefName") in (None, value.pull.base))
        and (value.pull is None or by.get("headRefName") in (None, value.pull.head))
    )


def _is_assigned(graph: Graph, value: StoredIssue, login: str) -> bool:
    return bool(value.assignees) if login == "*" else graph.host.world.login(login) in value.assignees
