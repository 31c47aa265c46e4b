"""Deployments and releases in GitHub's JSON."""

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp, stamp_or_none
from incident_actions.sandbox.state.records import DeploymentStatus, Release, Repository, StoredDeployment


def deployment(host: Host, place: Repository, value: StoredDeployment) -> Json:
    """Return a deployment."""
    api = repository.api_url(host, place)
    url = f"{api}/deployments/{value.id}"
    changed = value.statuses[-1].at if value.statuses else value.created_at
    return {
        "url": url,
        "id": value.id,
        "node_id": node_id("DE", value.id),
        "sha": value.sha,
        "ref": value.ref,
        "task": "deploy",
        "payload": {},
        "original_environment": value.environment,
        "environment": value.environment,
        "description": value.description,
        "creator": people.user(host, value.creator),
        "created_at": stamp(value.created_at),
        "updated_at": stamp(changed),
        "statuses_url": f"{url}/statuses",
        "repository_url": api,
        "transient_environment": False,
        "production_environment": value.environment == "production",
    }


def deployment_status(host: Host, place: Repository, value: StoredDeployment, status: DeploymentStatus) -> Json:
    """Return a status of a deployment."""
    api = repository.api_url(host, place)
    url = f"{api}/deployments/{value.id}"
    return {
        "url": f"{url}/statuses/{status.id}",
        "id": status.id,
        "node_id": node_id("DES", status.id),
        "state": status.state,
        "creator": people.user(host, status.creator),
        "description": status.description,
        "environment": value.environment,
        "target_url": status.target_url,
        "created_at": stamp(status.at),
        "updated_at": stamp(status.at),
        "deployment_url": url,
        "repository_url": api,
        "environment_url": "",
        "log_url": status.target_url,
    }


def release(host: Host, place: Repository, value: Release) -> Json:
    """Return a release, which has no files of its own here."""
    api, html = repository.api_url(host, place), repository.html_url(host, place)
    url = f"{api}/releases/{value.id}"
    return {
        "url": url,
        "html_url": f"{html}/releases/tag/{value.tag}",
        "assets_url": f"{url}/assets",
        "upload_url": f"{url}/assets{{?name,label}}",
        "tarball_url": f"{api}/tarball/{value.tag}",
        "zipball_url": f"{api}/zipball/{value.tag}",
        "id": value.id,
        "node_id": node_id("RE", value.id),
        "tag_name": value.tag,
        "target_commitish": value.target,
        "name": value.name,
        "body": value.body,
        "draft": value.draft,
        "prerelease": value.prerelease,
        "immutable": False,
        "created_at": stamp(value.created_at),
        "updated_at": stamp(value.published_at or value.created_at),
        "published_at": stamp_or_none(value.published_at),
        "author": people.user(host, value.author),
        "assets": [],
    }
