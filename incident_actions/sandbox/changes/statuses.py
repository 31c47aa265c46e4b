"""Record commit statuses."""

from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.shapes import git
from incident_actions.sandbox.shapes.formats import stamp
from incident_actions.sandbox.shapes.status import BADGE
from incident_actions.sandbox.state.records import CommitStatus


def record_status(acting: ActingAccount, status: CommitStatus) -> None:
    """Record a commit status and send its webhook."""
    host, place = acting.host, acting.repository
    place.statuses.append(status)
    commit = git.commit(host, place, status.sha)
    heads = host.git(place).refs("refs/heads/").items()
    head = {"sha": status.sha, "url": commit["url"]}
    branches = [
        {"name": name.removeprefix("refs/heads/"), "commit": head, "protected": False}
        for name, sha in heads
        if sha == status.sha
    ]
    payload = {
        "id": status.id,
        "sha": status.sha,
        "name": place.full_name,
        "avatar_url": f"{host.url}/{BADGE}",
        "target_url": status.target_url,
        "context": status.context,
        "description": status.description,
        "state": status.state,
        "commit": commit,
        "branches": branches,
        "created_at": stamp(status.at),
        "updated_at": stamp(status.at),
    }
    acting.announce("status", payload)
