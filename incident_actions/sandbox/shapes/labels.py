"""Labels and reactions in GitHub's JSON."""

from collections import Counter
from urllib.parse import quote

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.records import Reaction, Repository, StoredLabel

CONTENTS = ("+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes")


def label(host: Host, place: Repository, value: StoredLabel) -> Json:
    """Return a label of a repository."""
    return {
        "id": value.id,
        "node_id": node_id("LA", value.id),
        "url": f"{repository.api_url(host, place)}/labels/{quote(value.name, safe='')}",
        "name": value.name,
        "color": value.color,
        "default": value.default,
        "description": value.description,
        "archived_at": None,
        "archived_by": None,
    }


def reaction(host: Host, value: Reaction) -> Json:
    """Return one reaction."""
    return {
        "id": value.id,
        "node_id": node_id("REA", value.id),
        "user": people.user(host, value.by),
        "content": value.content,
        "created_at": stamp(value.at),
    }


def rollup(url: str, reactions: list[Reaction]) -> Json:
    """Return how many of each reaction something has."""
    counts = Counter(each.content for each in reactions)
    return {"url": url, "total_count": len(reactions)} | {content: counts[content] for content in CONTENTS}
