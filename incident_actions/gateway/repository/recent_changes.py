"""Read what was merged, deployed and released lately: by one GraphQL query for each token, or by REST."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from incident_actions.contract.code_change import RecentChanges
from incident_actions.contract.events import read_time
from incident_actions.contract.questions import ChangesBetween
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.graphql_reads import (
    ANSWER_ERRORS,
    error_cause,
    name_repositories,
    query_or_none,
)
from incident_actions.gateway.client.other_repositories import OtherRepositories
from incident_actions.gateway.client.paging import PER_PAGE
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident.recent_change import RecentChange

log = logging.getLogger(__name__)

FIELDS = """{
  defaultBranchRef { name }
  pullRequests(states: MERGED, first: 100, orderBy: {field: UPDATED_AT, direction: DESC}) {
    nodes { number title mergedAt baseRefName author { login } mergedBy { login } }
  }
  releases(first: 20, orderBy: {field: CREATED_AT, direction: DESC}) {
    nodes { tagName name isDraft publishedAt author { login } }
  }
}"""
"""Everything is listed newest first; a merge also updates its pull request."""

DEPLOYMENTS = """{
  deployments(first: 50, orderBy: {field: CREATED_AT, direction: DESC}) {
    nodes { createdAt environment commitOid ref { name prefix } creator { login } }
  }
}"""
"""Apart from the others: without the permission `deployments: read`, GitHub answers null for the whole repository."""


def changes_between(
    asked: ChangesBetween, connection: Connection, elsewhere: OtherRepositories | None
) -> RecentChanges | None:
    """Return what changed in repositories, newest first; None if the incident's own can't be read."""
    found = _read_repositories(connection, [connection.name], asked)
    if connection.name not in found:
        return None
    others = [each for each in asked.repositories if each]
    read = _read_repositories(elsewhere.connection(others[0]), others, asked) if others and elsewhere else {}
    changes = [
        *found[connection.name],
        *(replace(change, repository=name) for name, changes in read.items() for change in changes),
    ]
    changes.sort(key=lambda each: each.at, reverse=True)
    return RecentChanges(tuple(changes), tuple(each for each in others if each not in read))


def _read_repositories(
    connection: Connection, names: Sequence[str], asked: ChangesBetween
) -> dict[str, list[RecentChange]]:
    """Return the changes of each repository that can be read: all kinds by GraphQL, otherwise merges only."""
    answers = _ask_graphql(connection, names)
    found = {}
    for name in names:
        try:
            given = answers.get(name)
            changes = _from_graphql(given) if given else _merges_by_rest(connection, name)
            found[name] = [each for each in changes if asked.since < each.at <= asked.until]
        except ANSWER_ERRORS as error:
            log.info("Could not read the recent changes of %s: %s", name, error_cause(error))
    return found


def _ask_graphql(connection: Connection, names: Sequence[str]) -> dict[str, Any]:
    """Return GraphQL's answer about each repository that the token can read."""
    declared, variables = name_repositories(names)
    places, asked = range(len(names)), (("r", FIELDS), ("d", DEPLOYMENTS))
    wanted = " ".join(
        f"{alias}{place}: repository(owner: $o{place}, name: $n{place}) {fields}"
        for place in places
        for alias, fields in asked
    )

    def parse(data: Any) -> dict[str, Any]:
        return {
            names[place]: {"deployments": {"nodes": []}, **given, **(data.get(f"d{place}") or {})}
            for place in places
            if (given := data.get(f"r{place}"))
        }

    query = f"query Changes({', '.join(declared)}) {{ {wanted} }}"
    return query_or_none(connection, query, variables, parse, "the recent changes") or {}


def _from_graphql(given: Any) -> Iterator[RecentChange]:
    main = given["defaultBranchRef"]["name"]
    for pull in given["pullRequests"]["nodes"]:
        if pull["baseRefName"] == main:
            by = _login(pull["mergedBy"] or pull["author"])
            yield RecentChange("merge", read_time(pull["mergedAt"]), f"#{pull['number']}", str(pull["title"]), by)
    for deployment in given["deployments"]["nodes"]:
        if _is_of_default_branch(deployment["ref"], main):
            at, sha = read_time(deployment["createdAt"]), str(deployment["commitOid"])[:7]
            yield RecentChange("deployment", at, sha, str(deployment["environment"]), _login(deployment["creator"]))
    for release in given["releases"]["nodes"]:
        if not release["isDraft"] and release["publishedAt"]:
            at, tag = read_time(release["publishedAt"]), str(release["tagName"])
            yield RecentChange("release", at, tag, str(release["name"] or tag), _login(release["author"]))


def _is_of_default_branch(ref: Any, main: str) -> bool:
    """Return whether a deployment is of the default branch, a tag or a commit: previews of other branches are many."""
    return ref is None or ref["name"] == main or ref["prefix"] == "refs/tags/"


def _login(actor: Any) -> str:
    return str(actor["login"]) if actor else ""


def _merges_by_rest(connection: Connection, name: str) -> Iterator[RecentChange]:
    """Return the merged pull requests among the hundred that were updated last.

    https://docs.github.com/en/rest/pulls/pulls#list-pull-requests
    """
    listed = connection.get(f"/repos/{name}/pulls", state="closed", sort="updated", direction="desc", per_page=PER_PAGE)
    for pull in listed:
        if pull["merged_at"] and pull["base"]["ref"] == pull["base"]["repo"]["default_branch"]:
            by = _login(pull["user"])
            yield RecentChange("merge", read_time(pull["merged_at"]), f"#{pull['number']}", str(pull["title"]), by)
