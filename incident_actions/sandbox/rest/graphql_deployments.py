"""Deployments and releases as GraphQL shows them."""

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.graphql_accounts import actor
from incident_actions.sandbox.rest.graphql_nodes import Graph, ref
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.shapes.formats import node_id, stamp, stamp_or_none
from incident_actions.sandbox.state.records import Release, Repository, StoredDeployment


def deployment(graph: Graph, place: Repository, value: StoredDeployment) -> Json:
    """Return a deployment; one of a commit has no ref."""
    found = ref(graph, place, value.ref) or ref(graph, place, value.ref, "refs/tags/")
    return {
        "__typename": "Deployment",
        "id": node_id("DE", value.id),
        "databaseId": value.id,
        "createdAt": stamp(value.created_at),
        "state": (value.statuses[-1].state if value.statuses else "pending").upper(),
        "environment": value.environment,
        "commitOid": value.sha,
        "ref": found,
        "creator": actor(graph, value.creator),
    }


def release(graph: Graph, place: Repository, value: Release) -> Json:
    """Return a release."""
    published = [each for each in place.releases if not each.draft and not each.prerelease]
    return {
        "__typename": "Release",
        "id": node_id("RE", value.id),
        "tagName": value.tag,
        "name": value.name,
        "url": f"{repository.html_url(graph.host, place)}/releases/tag/{value.tag}",
        "isDraft": value.draft,
        "isLatest": bool(published) and value is max(published, key=lambda each: each.created_at),
        "isPrerelease": value.prerelease,
        "createdAt": stamp(value.created_at),
        "publishedAt": stamp_or_none(value.published_at),
        "author": actor(graph, value.author),
    }
