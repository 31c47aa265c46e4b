"""Repositories in GitHub's JSON."""

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import people
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.records import Repository

_TEMPLATES = {
    "archive_url": "/{archive_format}{/ref}",
    "assignees_url": "/assignees{/user}",
    "blobs_url": "/git/blobs{/sha}",
    "branches_url": "/branches{/branch}",
    "collaborators_url": "/collaborators{/collaborator}",
    "comments_url": "/comments{/number}",
    "commits_url": "/commits{/sha}",
    "compare_url": "/compare/{base}...{head}",
    "contents_url": "/contents/{+path}",
    "contributors_url": "/contributors",
    "deployments_url": "/deployments",
    "downloads_url": "/downloads",
    "events_url": "/events",
    "forks_url": "/forks",
    "git_commits_url": "/git/commits{/sha}",
    "git_refs_url": "/git/refs{/sha}",
    "git_tags_url": "/git/tags{/sha}",
    "hooks_url": "/hooks",
    "issue_comment_url": "/issues/comments{/number}",
    "issue_events_url": "/issues/events{/number}",
    "issues_url": "/issues{/number}",
    "keys_url": "/keys{/key_id}",
    "labels_url": "/labels{/name}",
    "languages_url": "/languages",
    "merges_url": "/merges",
    "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}",
    "pulls_url": "/pulls{/number}",
    "releases_url": "/releases{/id}",
    "stargazers_url": "/stargazers",
    "statuses_url": "/statuses/{sha}",
    "subscribers_url": "/subscribers",
    "subscription_url": "/subscription",
    "tags_url": "/tags",
    "teams_url": "/teams",
    "trees_url": "/git/trees{/sha}",
}
_FIXED: Json = {
    "fork": False,
    "mirror_url": None,
    "homepage": None,
    "language": None,
    "license": None,
    "size": 1,
    "forks": 0,
    "forks_count": 0,
    "has_projects": True,
    "has_wiki": False,
    "has_pages": False,
    "has_discussions": False,
    "has_downloads": True,
    "has_pull_requests": True,
    "pull_request_creation_policy": "all",
    "disabled": False,
    "is_template": False,
    "allow_forking": True,
    "web_commit_signoff_required": False,
}


def api_url(host: Host, repository: Repository) -> str:
    """Return the API's address of a repository."""
    return f"{host.api_url}/repos/{repository.full_name}"


def html_url(host: Host, repository: Repository) -> str:
    """Return the web page of a repository."""
    return f"{host.url}/{repository.full_name}"


def short(host: Host, repository: Repository) -> Json:
    """Return a repository as it appears inside other objects and in webhook payloads."""
    api, html = api_url(host, repository), html_url(host, repository)
    still_open = sum(issue.state == "open" for issue in repository.issues.values())
    return {
        **_FIXED,
        **{key: api + rest for key, rest in _TEMPLATES.items()},
        "id": repository.id,
        "node_id": node_id("R", repository.id),
        "name": repository.name,
        "full_name": repository.full_name,
        "owner": people.user(host, repository.owner),
        "private": repository.private,
        "visibility": "private" if repository.private else "public",
        "description": repository.description,
        "url": api,
        "html_url": html,
        "git_url": f"git://{html.partition('://')[2]}.git",
        "ssh_url": f"git@{html.partition('://')[2].replace('/', ':', 1)}.git",
        "clone_url": f"{html}.git",
        "svn_url": html,
        "created_at": stamp(repository.created_at),
        "updated_at": stamp(repository.pushed_at),
        "pushed_at": stamp(repository.pushed_at),
        "default_branch": repository.default_branch,
        "has_issues": repository.settings.issues,
        "archived": repository.settings.archived,
        "open_issues": still_open,
        "open_issues_count": still_open,
        "fork": bool(repository.parent),
        "topics": repository.topics,
        **dict.fromkeys(("stargazers_count", "watchers", "watchers_count"), len(repository.stargazers)),
    }


def list_item(host: Host, repository: Repository, viewer: str | None) -> Json:
    """Return a repository as it appears in lists, with the viewer's permissions."""
    return short(host, repository) | ({"permissions": repository.role(viewer).flags} if viewer else {})


def full(host: Host, repository: Repository, viewer: str | None) -> Json:
    """Return a single repository, with the viewer's permissions."""
    owner = people.user(host, repository.owner) or {}
    organization = {"organization": owner} if owner.get("type") == "Organization" else {}
    merging = {
        "allow_merge_commit": True,
        "allow_squash_merge": True,
        "allow_rebase_merge": True,
        "allow_auto_merge": False,
        "allow_update_branch": False,
        "delete_branch_on_merge": False,
    }
    counts = {"subscribers_count": len(repository.subscriptions), "network_count": 0, "temp_clone_token": None}
    return list_item(host, repository, viewer) | merging | counts | organization | _ancestors(host, repository)


def _ancestors(host: Host, repository: Repository) -> Json:
    """Return what a fork comes from: the repository that was forked, and the first of its network."""
    parent = source = host.world.repositories.get(repository.parent.lower())
    while source and source.parent:
        source = host.world.repositories.get(source.parent.lower())
    return {"parent": short(host, parent), "source": short(host, source)} if parent and source else {}
