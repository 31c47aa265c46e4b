"""Timeline and issue events in GitHub's JSON."""

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import issue as issues
from incident_actions.sandbox.shapes import people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.records import Repository, StoredIssue, TimelineEvent

ONLY_ON_TIMELINE = ("commented", "reviewed", "cross-referenced", "committed")
_PEOPLE = ("assignee", "assigner", "requested_reviewer", "review_requester")


def event(host: Host, place: Repository, value: TimelineEvent) -> Json:
    """Return an event of an issue's events."""
    url = repository.api_url(host, place)
    commit = value.detail.get("commit_id")
    data = {key: people.user(host, each) if key in _PEOPLE else each for key, each in value.detail.items()}
    if value.event in ("assigned", "unassigned"):
        data["assigner"] = people.user(host, value.actor)
    return {
        "id": value.id,
        "node_id": node_id("E", value.id),
        "url": f"{url}/issues/events/{value.id}",
        "actor": people.user(host, value.actor),
        "event": value.event,
        "commit_id": None,
        "commit_url": f"{url}/commits/{commit}" if commit else None,
        "created_at": stamp(value.at),
        "performed_via_github_app": None,
        **data,
    }


def on_timeline(host: Host, place: Repository, value: TimelineEvent) -> Json:
    """Return an event of the timeline: a comment in full, an assignment without its assigner."""
    if value.event == "commented":
        comment = issues.comment(host, place, place.comments[value.detail["comment"]])
        return comment | {"event": "commented", "actor": comment["user"]}
    if value.event == "cross-referenced":
        return _reference(host, place, value)
    data = event(host, place, value)
    data.pop("assigner", None)
    return data


def in_repository(host: Host, place: Repository, issue: StoredIssue, value: TimelineEvent) -> Json:
    """Return an event of the repository's events, with its issue."""
    return event(host, place, value) | {"issue": issues.issue(host, place, issue)}


def _reference(host: Host, place: Repository, value: TimelineEvent) -> Json:
    source = place.issues[value.detail["source"]]
    return {
        "event": value.event,
        "actor": people.user(host, value.actor),
        "created_at": stamp(value.at),
        "updated_at": stamp(value.at),
        "source": {"type": "issue", "issue": issues.issue(host, place, source)},
    }
