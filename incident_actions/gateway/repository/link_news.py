"""Read what happened to the things that an incident follows: by one GraphQL query for each token, or some by REST."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from incident_actions.contract.events import read_time
from incident_actions.contract.link_news import LinkEvent, LinkEventKind, LinkNews
from incident_actions.contract.questions import NewsOf
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.client.graphql_reads import (
    ANSWER_ERRORS,
    can_query,
    error_cause,
    name_repositories,
    query_or_none,
)
from incident_actions.gateway.client.other_repositories import OtherRepositories
from incident_actions.gateway.repository.released_links import read_released
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident.link import LinkName

log = logging.getLogger(__name__)

MOST_REQUESTS = 2
"""How many things are read one by one where GraphQL is refused, and how many requests a round takes in all."""

OURS = "postmortem/"
"""The branches of post-mortems, which mention their incident."""

SUBJECT = "what is linked"

COMMIT = """fragment OfCommit on Commit {
  oid
  statusCheckRollup { state }
  status { state }
  deployments(last: 10) { nodes { databaseId environment createdAt state creator { login } } }
}"""
"""The rollup has check runs, too. In a private repository, it is null without `checks: read`; then the statuses count.

https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference
"""

NUMBER = """fragment OfNumber on IssueOrPullRequest {
  __typename
  ... on Issue { closedAt }
  ... on PullRequest {
    closedAt
    mergedAt
    mergedBy { login }
    mergeCommit { ...OfCommit }
    commits(last: 1) { nodes { commit { oid statusCheckRollup { state } status { state } } } }
  }
}"""

MENTIONS = """issue(number: $incident) {
  timelineItems(itemTypes: [CROSS_REFERENCED_EVENT], last: 50) {
    nodes {
      ... on CrossReferencedEvent {
        source { ... on PullRequest { number merged isCrossRepository headRefName repository { nameWithOwner } } }
      }
    }
  }
}"""

RESULTS: Mapping[str, LinkEventKind] = {"SUCCESS": "passed", "FAILURE": "failed", "ERROR": "failed"}

DEPLOYED: Mapping[str, LinkEventKind] = {
    "ACTIVE": "deployed",
    "SUCCESS": "deployed",
    "INACTIVE": "deployed",
    "ERROR": "not deployed",
    "FAILURE": "not deployed",
}
"""A deployment that a later one replaced is inactive."""


def read_news(asked: NewsOf, connection: Connection, elsewhere: OtherRepositories | None) -> LinkNews | None:
    """Return what happened, with at most `MOST_REQUESTS` requests; None if the incident's repository can't be read."""
    by_place: dict[str, list[LinkName]] = {}
    for each in asked.links:
        by_place.setdefault(each.repository, []).append(each)
    own = by_place.pop("", [])
    runs = [each for each in asked.links if each.what == "run"]
    if not can_query(connection, SUBJECT):
        return LinkNews(tuple(event for each in own[-MOST_REQUESTS:] for event in _by_rest(connection, each)))
    found = _query(connection, {connection.name: own}, asked.incident)
    if found is None:
        return None
    events = list(found.events)
    events += read_released(connection, asked.release, found.commits) if asked.release else ()
    if runs:
        place = runs[-1].repository
        other = elsewhere.connection(place) if place and elsewhere else None if place else connection
        events += _by_rest(other, runs[-1]) if other else []
    elif by_place and elsewhere:
        more = _query(elsewhere.connection(next(iter(by_place))), by_place)
        events += more.events if more else ()
    return LinkNews(tuple(events), found.mentions)


@dataclass(frozen=True)
class _QueriedNews:
    """What one query returned."""

    events: tuple[LinkEvent, ...]
    mentions: tuple[int, ...]
    commits: Mapping[LinkName, str]
    """The commit on the default branch of each thing of this repository that has one."""


def _query(
    connection: Connection, by_place: Mapping[str, Sequence[LinkName]], incident: int = 0
) -> _QueriedNews | None:
    """Return what happened to things in some repositories, and what mentions the incident; None if nothing came."""
    declared, variables = name_repositories(list(by_place))
    declared += ["$incident: Int!"] if incident else []
    wanted = [
        f"r{place}: repository(owner: $o{place}, name: $n{place}) {{ {MENTIONS if incident else 'id'} {fields} }}"
        for place, links in enumerate(by_place.values())
        for fields in [" ".join(_field(at, each) for at, each in enumerate(links))]
    ]
    query = f"query Links({', '.join(declared)}) {{ {' '.join(wanted)} }}"
    used = [NUMBER, COMMIT] if "...OfNumber" in query else [COMMIT] if "...OfCommit" in query else []

    def parse(data: Any) -> _QueriedNews | None:
        found = [data.get(f"r{place}") or {} for place in range(len(by_place))]
        shown = [
            (each, given.get(f"l{at}"))
            for given, links in zip(found, by_place.values(), strict=True)
            if given
            for at, each in enumerate(links)
            if each.what != "run"
        ]
        events = tuple(event for each, given in shown for event in _events(each, given))
        commits = {each: oid for each, given in shown if (oid := _commit_of(each, given))}
        return _QueriedNews(events, tuple(_mentions(found[0], connection.name)), commits) if any(found) else None

    whole = {**variables, "incident": incident} if incident else variables
    return query_or_none(connection, " ".join((query, *used)), whole, parse, SUBJECT)


def _commit_of(link: LinkName, given: Any) -> str:
    """Return the commit of a linked commit, or the one that merged a pull request; empty for everything else."""
    commit = given if link.what == "commit" else (given or {}).get("mergeCommit")
    return str((commit or {}).get("oid", ""))


def _field(at: int, link: LinkName) -> str:
    """Return the field for one thing. Its name is a number or a SHA by its own pattern, so it can't end the string."""
    if link.what == "number" and link.name.isdecimal():
        return f"l{at}: issueOrPullRequest(number: {int(link.name)}) {{ ...OfNumber }}"
    if link.what == "commit" and link.name.isalnum():
        return f'l{at}: object(expression: "{link.name}") {{ ...OfCommit }}'
    return ""


def _events(link: LinkName, given: Any) -> Iterator[LinkEvent]:
    """Yield what happened to an issue, a pull request or a commit."""
    if not given:
        yield LinkEvent(link, "gone", "gone")
    elif link.what == "commit":
        yield from _of_commit(link, given)
    elif given["__typename"] == "Issue":
        if given["closedAt"]:
            yield LinkEvent(link, "closed", f"closed:{given['closedAt']}", read_time(given["closedAt"]))
    elif given["mergedAt"]:
        by = str((given["mergedBy"] or {}).get("login", ""))
        yield LinkEvent(link, "merged", "merged", read_time(given["mergedAt"]), by)
        yield from _of_commit(link, given["mergeCommit"] or {})
    elif given["closedAt"]:
        yield LinkEvent(
            link, "closed", f"closed:{given['closedAt']}", read_time(given["closedAt"]), detail="pull request"
        )
    else:
        for node in (given["commits"] or {}).get("nodes") or ():
            yield from _of_commit(link, node["commit"])


def _of_commit(link: LinkName, given: Mapping[str, Any]) -> Iterator[LinkEvent]:
    """Yield the result of a commit's checks, and its deployments. A result has no time of its own."""
    result = given.get("statusCheckRollup") or given.get("status") or {}
    event = RESULTS.get(str(result.get("state")))
    if event:
        sha = str(given["oid"])[:7]
        yield LinkEvent(link, event, f"{sha}:{event}", detail=sha)
    for each in (given.get("deployments") or {}).get("nodes") or ():
        if outcome := DEPLOYED.get(str(each["state"])):
            at, by = read_time(each["createdAt"]), str((each["creator"] or {}).get("login", ""))
            yield LinkEvent(link, outcome, f"{each['databaseId']}:{outcome}", at, by, str(each["environment"] or ""))


def _mentions(given: Mapping[str, Any], repository: str) -> Iterator[int]:
    """Yield the pull requests that mention the incident: of this repository's branches, or merged into it.

    Anybody can mention an incident from a fork, and nobody has judged that.
    """
    items = ((given.get("issue") or {}).get("timelineItems") or {}).get("nodes") or ()
    for source in (each["source"] for each in items if each and each.get("source")):
        ours = source["repository"]["nameWithOwner"].casefold() == repository.casefold()
        trusted = source["merged"] or not source["isCrossRepository"]
        if ours and trusted and not source["headRefName"].startswith(OURS):
            yield int(source["number"])


def _by_rest(connection: Connection, link: LinkName) -> list[LinkEvent]:
    """Return what REST has of one thing: the end of an issue, a pull request or a workflow run.

    https://docs.github.com/en/rest/issues/issues#get-an-issue
    https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run
    """
    if link.what == "commit":
        return []
    try:
        given = connection.get(f"actions/runs/{link.name}" if link.what == "run" else f"issues/{link.name}")
        return list(_ended_run(link, given) if link.what == "run" else _ended(link, given))
    except ANSWER_ERRORS as error:
        log.info("Could not read %s: %s", link, error_cause(error))
        is_gone = isinstance(error, GithubError) and is_refusal(error, 404, 410)
        return [LinkEvent(link, "gone", "gone")] if is_gone else []


def _ended(link: LinkName, given: Any) -> Iterator[LinkEvent]:
    pull = given.get("pull_request") or {}
    if pull.get("merged_at"):
        yield LinkEvent(link, "merged", "merged", read_time(pull["merged_at"]))
    elif given["state"] == "closed":
        key, at = f"closed:{given['closed_at']}", read_time(given["closed_at"])
        yield LinkEvent(link, "closed", key, at, detail="pull request" if pull else "")


def _ended_run(link: LinkName, given: Any) -> Iterator[LinkEvent]:
    if given["status"] == "completed":
        passed, how = given["conclusion"] == "success", str(given["conclusion"] or "").replace("_", " ")
        detail = "" if passed or how == "failure" else how
        yield LinkEvent(link, "passed" if passed else "failed", "ended", read_time(given["updated_at"]), detail=detail)
