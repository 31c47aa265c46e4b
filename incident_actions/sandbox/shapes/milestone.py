"""Milestones in GitHub's JSON."""

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp, stamp_or_none
from incident_actions.sandbox.state.records import Repository, StoredMilestone


def milestone(host: Host, place: Repository, value: StoredMilestone) -> Json:
    """Return a milestone, with how many of its issues and pull requests are open and closed."""
    url = f"{repository.api_url(host, place)}/milestones/{value.number}"
    states = _states(place, value)
    return {
        "url": url,
        "html_url": f"{repository.html_url(host, place)}/milestone/{value.number}",
        "labels_url": f"{url}/labels",
        "id": value.id,
        "node_id": node_id("MI", value.id),
        "number": value.number,
        "title": value.title,
        "description": value.description,
        "creator": people.user(host, value.creator),
        "open_issues": states.count("open"),
        "closed_issues": states.count("closed"),
        "state": value.state,
        "created_at": stamp(value.created_at),
        "updated_at": stamp(value.updated_at),
        "due_on": stamp_or_none(value.due_on),
        "closed_at": stamp_or_none(value.closed_at),
    }


def milestone_of(host: Host, place: Repository, number: int | None) -> Json | None:
    """Return the milestone of an issue; None if it has none."""
    found = place.milestones.get(number or 0)
    return milestone(host, place, found) if found else None


def completeness(place: Repository, value: StoredMilestone) -> float:
    """Return which part of a milestone is closed, from 0 to 1."""
    states = _states(place, value)
    return states.count("closed") / len(states) if states else 0


def _states(place: Repository, value: StoredMilestone) -> list[str]:
    return [each.state for each in place.issues.values() if each.milestone == value.number]
