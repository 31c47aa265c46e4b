"""Pull requests and reviews in GitHub's JSON."""

from incident_actions.sandbox.git.diff import FileChange, compare_trees
from incident_actions.sandbox.git.merge import merge_trees
from incident_actions.sandbox.git.store import GitStore
from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import issue, people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp, stamp_or_none
from incident_actions.sandbox.state.records import Repository, Review, StoredIssue, StoredPull


def pull_of(value: StoredIssue) -> StoredPull:
    """Return the pull request of an issue; raises KeyError for a plain issue."""
    if value.pull is None:
        raise KeyError(value.number)
    return value.pull


def simple(host: Host, place: Repository, value: StoredIssue) -> Json:
    """Return a pull request as it appears in lists."""
    pull, data = pull_of(value), issue.issue(host, place, value)
    api, html = repository.api_url(host, place), data["html_url"]
    url = f"{api}/pulls/{value.number}"
    links = {
        "self": url,
        "html": html,
        "issue": data["url"],
        "comments": data["comments_url"],
        "review_comments": f"{url}/comments",
        "review_comment": f"{api}/pulls/comments{{/number}}",
        "commits": f"{url}/commits",
        "statuses": f"{api}/statuses/{pull.head_sha}",
    }
    copied = (
        "node_id",
        "html_url",
        "number",
        "state",
        "locked",
        "active_lock_reason",
        "title",
        "user",
        "body",
        "labels",
    )
    more = ("milestone", "created_at", "updated_at", "closed_at", "assignee", "assignees", "author_association")
    return {
        **{key: data[key] for key in (*copied, *more)},
        **{f"{key}_url": links[key] for key in ("issue", "comments", "review_comments", "review_comment", "commits")},
        "id": pull.id,
        "url": url,
        "statuses_url": links["statuses"],
        "diff_url": f"{html}.diff",
        "patch_url": f"{html}.patch",
        "merged_at": stamp_or_none(pull.merged_at),
        "requested_reviewers": people.users(host, pull.reviewers),
        "requested_teams": [],
        "head": _end(host, place, pull.head, pull.head_sha, pull.fork),
        "base": _end(host, place, pull.base, pull.base_sha),
        "_links": {name: {"href": href} for name, href in links.items()},
        "auto_merge": None,
        "draft": pull.draft,
    }


def full(host: Host, place: Repository, value: StoredIssue) -> Json:
    """Return a single pull request."""
    pull, store = pull_of(value), host.git(place)
    changes = files(store, pull)
    mergeable = is_mergeable(store, value)
    return simple(host, place, value) | {
        "merged": pull.merged_at is not None,
        "mergeable": mergeable,
        "rebaseable": mergeable,
        "mergeable_state": mergeable_state(pull, mergeable=mergeable),
        "merged_by": people.user(host, pull.merged_by),
        "comments": len(value.comments),
        "review_comments": len(pull.comments),
        "maintainer_can_modify": False,
        "commits": len(commits(store, pull)),
        "additions": sum(each.additions for each in changes),
        "deletions": sum(each.deletions for each in changes),
        "changed_files": len(changes),
    }


def is_mergeable(store: GitStore, value: StoredIssue) -> bool | None:
    """Check that the branches merge without conflict; None after the merge."""
    pull = pull_of(value)
    base = store.branch(pull.base)
    if pull.merged_at is not None or base is None:
        return None
    return merge_trees(store, base, pull.head_sha) is not None


def is_behind(store: GitStore, value: StoredIssue) -> bool:
    """Check that the base has commits that the head lacks."""
    pull = pull_of(value)
    base = store.branch(pull.base)
    return base is not None and not store.can_fast_forward(base, pull.head_sha)


def files(store: GitStore, pull: StoredPull) -> list[FileChange]:
    """Return what a pull request changes since its merge base."""
    return compare_trees(store, store.merge_base(pull.base_sha, pull.head_sha), pull.head_sha)


def commits(store: GitStore, pull: StoredPull) -> list[str]:
    """Return the commits of a pull request, oldest first."""
    return list(store.history([pull.head_sha], [pull.base_sha]))[::-1]


def review(host: Host, place: Repository, value: StoredIssue, submitted: Review) -> Json:
    """Return a review of a pull request."""
    html = f"{issue.html_url(host, place, value)}#pullrequestreview-{submitted.id}"
    url = f"{repository.api_url(host, place)}/pulls/{value.number}"
    return {
        "id": submitted.id,
        "node_id": node_id("PRR", submitted.id),
        "user": people.user(host, submitted.author),
        "body": submitted.body,
        "state": submitted.state,
        "html_url": html,
        "pull_request_url": url,
        "_links": {"html": {"href": html}, "pull_request": {"href": url}},
        "submitted_at": stamp(submitted.at),
        "commit_id": submitted.commit_id,
        "author_association": people.association(place, submitted.author),
    }


def _end(host: Host, place: Repository, branch: str, sha: str, fork: str = "") -> Json:
    """Return an end of a pull request. The head of a fork that is gone has no repository."""
    owner = fork.partition("/")[0] or place.owner
    there = host.world.repositories.get(fork.lower()) if fork else place
    return {
        "label": f"{owner}:{branch}",
        "ref": branch,
        "sha": sha,
        "user": people.user(host, owner),
        "repo": repository.short(host, there) if there else None,
    }


def mergeable_state(pull: StoredPull, *, mergeable: bool | None) -> str:
    """Return GitHub's word for whether a pull request can be merged."""
    if mergeable is None:
        return "unknown"
    if not mergeable:
        return "dirty"
    return "draft" if pull.draft else "clean"
