"""Commit statuses in GitHub's JSON."""

from collections.abc import Sequence

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.records import CommitStatus, Repository

BADGE = "avatars/status"


def short(host: Host, place: Repository, value: CommitStatus) -> Json:
    """Return a status within the combined one."""
    return {
        "id": value.id,
        "node_id": node_id("SC", value.id),
        "url": f"{repository.api_url(host, place)}/statuses/{value.sha}",
        "avatar_url": f"{host.url}/{BADGE}",
        "state": value.state,
        "context": value.context,
        "description": value.description,
        "target_url": value.target_url,
        "created_at": stamp(value.at),
        "updated_at": stamp(value.at),
    }


def status(host: Host, place: Repository, value: CommitStatus) -> Json:
    """Return a single status, with its creator."""
    return short(host, place, value) | {"creator": people.user(host, value.creator)}


def combined_status(host: Host, place: Repository, sha: str, latest: Sequence[CommitStatus]) -> Json:
    """Return the combined status of the latest one of each context."""
    url = repository.api_url(host, place)
    return {
        "state": verdict([each.state for each in latest]),
        "statuses": [short(host, place, each) for each in latest],
        "sha": sha,
        "total_count": len(latest),
        "repository": repository.short(host, place),
        "commit_url": f"{url}/commits/{sha}",
        "url": f"{url}/commits/{sha}/status",
    }


def verdict(states: Sequence[str]) -> str:
    """Return the worst of the states; `pending` for none.

    https://docs.github.com/en/rest/commits/statuses#get-the-combined-status-for-a-specific-reference
    """
    if "failure" in states or "error" in states:
        return "failure"
    return "pending" if "pending" in states or not states else "success"
