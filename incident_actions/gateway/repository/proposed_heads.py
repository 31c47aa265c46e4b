"""The heads of open pull requests and of merge queues, and their status `incident-freeze`."""

from __future__ import annotations

from typing import Any

from incident_actions.contract.proposed_head import FREEZE_STATUS, HeadVerdict, ProposedHead, queued_head
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.client.graphql_reads import name_repositories, query_or_none

QUEUES = "git/matching-refs/heads/gh-readonly-queue"

PULLS = """{
  repository(owner: $o0, name: $n0) {
    pullRequests(states: OPEN, first: 100, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        headRefName
        headRefOid
        isCrossRepository
        commits(last: 1) { nodes { commit { oid status { context(name: $status) { state description } } } } }
      }
    }
  }
}"""
"""https://docs.github.com/en/graphql/reference/objects#status"""


def read_open_heads(connection: Connection) -> list[ProposedHead]:
    """Return the heads of all open pull requests, the last updated first, with their status if GraphQL returns it."""
    heads = _heads_with_status(connection)
    if heads is not None:
        return heads
    listed = connection.list_items("pulls", state="open", sort="updated", direction="desc")
    return [_listed_head(each, connection.name) for each in listed]


def read_queued_heads(connection: Connection) -> list[ProposedHead]:
    """Return the commits that merge queues are about to merge; none if GitHub does not list their branches.

    https://docs.github.com/en/rest/git/refs#list-matching-references
    """
    try:
        return [queued_head(str(each["ref"]), str(each["object"]["sha"])) for each in connection.list_items(QUEUES)]
    except GithubError as error:
        if not is_refusal(error, 403, 404, 409):
            raise
        return []


def branch_of_pull(connection: Connection, number: int) -> str:
    """Return the branch of a pull request in this repository; empty for a fork's, and for none."""
    head = connection.get_or_none(f"pulls/{number}", lambda given: _listed_head(given, connection.name))
    return head.branch if head else ""


def set_verdict(connection: Connection, head: ProposedHead, verdict: HeadVerdict, link: str) -> None:
    """Set the status of a commit. Setting it twice does no harm. Raises GithubError and Unreachable.

    https://docs.github.com/en/rest/commits/statuses#create-a-commit-status
    """
    body = {"context": FREEZE_STATUS, "state": verdict.state, "description": verdict.description}
    body |= {"target_url": link} if link else {}
    connection.send("POST", f"statuses/{head.commit}", body=body, once=False)


def _heads_with_status(connection: Connection) -> list[ProposedHead] | None:
    """Return all heads by GraphQL; None if any page is missing."""
    declared, names = name_repositories([connection.name])
    query = f"query Pulls({', '.join(declared)}, $status: String!, $after: String) {PULLS}"
    heads, after = list[ProposedHead](), ""
    while True:
        variables = {**names, "status": FREEZE_STATUS, "after": after or None}
        page = query_or_none(connection, query, variables, _page_of_heads, "the open pull requests")
        if page is None:
            return None
        heads += page[0]
        after = page[1]
        if not after:
            return heads


def _page_of_heads(data: Any) -> tuple[list[ProposedHead], str]:
    """Return the heads of a page, and where the next one begins; empty for the last."""
    found = data["repository"]["pullRequests"]
    following = found["pageInfo"]["endCursor"] if found["pageInfo"]["hasNextPage"] else ""
    return [_head_with_status(each) for each in found["nodes"] if each], str(following)


def _head_with_status(given: Any) -> ProposedHead:
    commit = str(given["headRefOid"])
    branch = "" if given["isCrossRepository"] else str(given["headRefName"])
    newest = next((each["commit"] for each in given["commits"]["nodes"] if each), None)
    if newest is None or newest["oid"] != commit:
        return ProposedHead(commit, branch)
    status = (newest["status"] or {}).get("context")
    shown = HeadVerdict(str(status["state"]).lower(), str(status["description"] or "")) if status else None
    return ProposedHead(commit, branch, shown=shown, is_known=True)


def _listed_head(given: Any, repository: str) -> ProposedHead:
    own = (given["head"]["repo"] or {}).get("full_name") == repository
    return ProposedHead(str(given["head"]["sha"]), str(given["head"]["ref"]) if own else "")
