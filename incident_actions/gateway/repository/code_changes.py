"""Find what a pull request, a commit or a tag changed on the default branch."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from incident_actions.contract.code_change import ChangeName, ChangeProblem, CodeChange, RecentChanges
from incident_actions.contract.link_news import LinkNews
from incident_actions.contract.questions import ChangeOf, ChangesBetween, NewsOf
from incident_actions.gateway.client.api_errors import GithubError
from incident_actions.gateway.client.connection import Connection, is_refusal
from incident_actions.gateway.client.other_repositories import OtherRepositories
from incident_actions.gateway.client.paging import PER_PAGE
from incident_actions.gateway.repository.branches import default_branch, get_commit
from incident_actions.gateway.repository.link_news import read_news
from incident_actions.gateway.repository.recent_changes import changes_between


def answer(
    asked: NewsOf | ChangeOf | ChangesBetween, connection: Connection, base: str, elsewhere: OtherRepositories | None
) -> CodeChange | RecentChanges | LinkNews | None:
    """Return the answer to a question about changes; `base` is the default branch of the incident's repository."""
    if isinstance(asked, NewsOf):
        return read_news(asked, connection, elsewhere)
    if isinstance(asked, ChangesBetween):
        return changes_between(asked, connection, elsewhere)
    if not asked.repository:
        return find_change(connection, asked.name, base)
    return _find_elsewhere(asked, elsewhere)


def _find_elsewhere(asked: ChangeOf, elsewhere: OtherRepositories | None) -> CodeChange:
    """Return a change of another repository, in which nothing can be found without a token."""
    if elsewhere is None:
        return _problem(asked.name, "not found")
    connection = elsewhere.connection(asked.repository)
    try:
        return find_change(connection, asked.name, default_branch(connection))
    except GithubError as error:
        if is_refusal(error, 401, 403, 404):
            return _problem(asked.name, "not found")
        raise


def find_change(connection: Connection, name: ChangeName, base: str) -> CodeChange:
    """Return what a name stands for on the branch `base`; its `problem` says why it can't be rolled back."""
    try:
        return _find_pull(connection, name) if name.kind == "pull" else _find_commit(connection, name, base)
    except GithubError as error:
        if is_refusal(error, 404, 409, 422):
            return _problem(name, "not found")
        raise


def _problem(name: ChangeName, problem: ChangeProblem, title: str = "") -> CodeChange:
    return CodeChange(str(name), title, problem=problem)


def _find_pull(connection: Connection, name: ChangeName) -> CodeChange:
    pull = connection.get(f"pulls/{name.name}")
    if not pull.get("merged_at"):
        return _problem(name, "not merged", str(pull["title"]))
    merged = get_commit(connection, _merge_commit(connection, pull))
    parents = [str(each["sha"]) for each in merged["parents"]]
    title, after = str(pull["title"]), str(merged["sha"])
    if len(parents) > 1:
        return CodeChange(str(name), title, parents[0], after, "merge")
    if parents and (pull["commits"] == 1 or _size(merged["stats"]) == _size(pull)):
        return CodeChange(str(name), title, parents[0], after)
    before = _commit_before(connection, after, int(pull["commits"]))
    if before and _size_between(connection, before, after) == _size(pull):
        return CodeChange(str(name), title, before, after, "range")
    return _problem(name, "unclear", title)


def _merge_commit(connection: Connection, pull: Any) -> str:
    """Return the commit with which a pull request was merged.

    The newest version of the API tells it in the event of the merge only.
    https://docs.github.com/en/rest/using-the-rest-api/issue-event-types#merged
    """
    if sha := pull.get("merge_commit_sha"):
        return str(sha)
    events = connection.list_items(f"issues/{pull['number']}/timeline")
    shas = [str(each["commit_id"]) for each in events if each.get("event") == "merged" and each.get("commit_id")]
    return shas[-1] if shas else str(pull["head"]["sha"])


def _size(of: Any) -> tuple[int, int]:
    """Return how many lines a change added and deleted, by which a squash is told from the last of several commits."""
    return int(of["additions"]), int(of["deletions"])


def _size_between(connection: Connection, before: str, after: str) -> tuple[int, int]:
    files = connection.get(f"compare/{before}...{after}")["files"]
    return sum(int(each["additions"]) for each in files), sum(int(each["deletions"]) for each in files)


def _commit_before(connection: Connection, sha: str, commits: int) -> str:
    """Return the commit on which a pull request was rebased; GitHub rebases a hundred commits at most.

    https://docs.github.com/en/repositories/creating-and-managing-repositories/repository-limits
    """
    listed = connection.get("commits", sha=sha, per_page=PER_PAGE)
    parents = listed[commits - 1]["parents"] if commits <= len(listed) else []
    return str(parents[0]["sha"]) if parents else ""


def _find_commit(connection: Connection, name: ChangeName, base: str) -> CodeChange:
    found = get_commit(connection, f"tags/{name.name}" if name.kind == "tag" else name.name)
    sha, title = str(found["sha"]), str(found["commit"]["message"]).partition("\n")[0]
    comparison = connection.get(f"compare/{quote(base)}...{sha}", per_page=1)
    if comparison["status"] not in ("behind", "identical"):
        return _problem(name, "not on the default branch", title)
    if name.kind == "tag":
        return _since_earlier_tag(connection, name, sha)
    parents = [str(each["sha"]) for each in found["parents"]]
    if not parents:
        return _problem(name, "no parent", title)
    return CodeChange(sha[:7], title, parents[0], sha, "merge" if len(parents) > 1 else "commit")


def _since_earlier_tag(connection: Connection, name: ChangeName, sha: str) -> CodeChange:
    """Return everything since the tag before, as far as it is among the newest hundred commits and tags."""
    tags = {str(each["commit"]["sha"]): str(each["name"]) for each in connection.get("tags", per_page=PER_PAGE)}
    commits = [str(each["sha"]) for each in connection.get("commits", sha=sha, per_page=PER_PAGE)]
    before = next((each for each in commits[1:] if each in tags), "")
    if not before:
        return _problem(name, "no earlier tag")
    return CodeChange(name.name, name.name, before, sha, "range", earlier=tags[before])
