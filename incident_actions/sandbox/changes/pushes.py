"""Create, move and delete branches and tags, with the webhooks and pull requests that follow."""

from collections.abc import Mapping

from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.changes.forks import network_of
from incident_actions.sandbox.git.diff import compare_trees
from incident_actions.sandbox.git.store import GitStore
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.shapes import git, repository
from incident_actions.sandbox.state.records import StoredIssue

NOTHING = "0" * 40
MOST_COMMITS = 2048


def create(acting: ActingAccount, ref: str, sha: str) -> None:
    """Create a ref."""
    acting.host.git(acting.repository).set_ref(ref, sha)
    _announce(acting, ref, NOTHING, sha)


def move(acting: ActingAccount, ref: str, sha: str) -> None:
    """Point a ref at another commit."""
    store = acting.host.git(acting.repository)
    before = store.ref(ref) or NOTHING
    store.set_ref(ref, sha)
    _announce(acting, ref, before, sha)


def delete(acting: ActingAccount, ref: str) -> None:
    """Delete a ref."""
    store = acting.host.git(acting.repository)
    before = store.ref(ref) or NOTHING
    store.delete_ref(ref)
    _announce(acting, ref, before, NOTHING)


def announce_moved_refs(acting: ActingAccount, before: Mapping[str, str]) -> None:
    """Send webhooks for every ref that differs from before, after git itself has moved them."""
    after = acting.host.git(acting.repository).refs()
    _choose_default_branch(acting, before, after)
    for ref in sorted(before.keys() | after.keys()):
        if before.get(ref) != after.get(ref):
            _announce(acting, ref, before.get(ref, NOTHING), after.get(ref, NOTHING))


def _choose_default_branch(acting: ActingAccount, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Make the first branch that is pushed to an empty repository its default branch."""
    branches = [ref.removeprefix("refs/heads/") for ref in after if ref.startswith("refs/heads/")]
    was_empty = not any(ref.startswith("refs/heads/") for ref in before)
    if was_empty and branches and acting.repository.default_branch not in branches:
        acting.repository.default_branch = branches[0]
        acting.host.git(acting.repository).point_head_at(branches[0])


def _announce(acting: ActingAccount, ref: str, before: str, after: str) -> None:
    acting.repository.pushed_at = acting.now
    if not ref.startswith(("refs/heads/", "refs/tags/")):
        return
    acting.announce("push", _push_payload(acting, ref, before, after))
    if before == NOTHING:
        acting.announce("create", _ref(acting, ref) | {"master_branch": _default_branch(acting), "description": None})
    if after == NOTHING:
        acting.announce("delete", _ref(acting, ref))
    if ref.startswith("refs/heads/"):
        for place in network_of(acting.host, acting.repository):
            there = ActingAccount(acting.host, place, acting.login)
            fork = "" if place is acting.repository else acting.repository.full_name
            for issue in list(place.issues.values()):
                if issue.pull and issue.pull.fork.lower() == fork.lower():
                    _follow(there, issue, ref.removeprefix("refs/heads/"), after)


def _follow(acting: ActingAccount, issue: StoredIssue, branch: str, after: str) -> None:
    """Move an open pull request to the new head of its branch; close it if the branch is gone."""
    pull = issue.pull
    if pull is None or issue.state == "closed" or pull.head != branch or after == pull.head_sha:
        return
    if after == NOTHING:
        issue.state, issue.closed_at, issue.closed_by = "closed", acting.now, acting.login
        acting.add_timeline_event(issue, "closed", state_reason=None)
        acting.announce_issue(issue, "closed")
        return
    if pull.fork:
        fork = acting.host.world.repositories[pull.fork.lower()]
        acting.host.git(acting.repository).copy_objects(acting.host.git(fork), [after])
    before, pull.head_sha = pull.head_sha, after
    pull.base_sha = acting.host.git(acting.repository).branch(pull.base) or pull.base_sha
    issue.updated_at = acting.now
    acting.announce_issue(issue, "synchronize", {"before": before, "after": after})


def _ref(acting: ActingAccount, ref: str) -> Json:
    kind = "tag" if ref.startswith("refs/tags/") else "branch"
    return {"ref": ref.split("/", 2)[2], "ref_type": kind, "pusher_type": "user"}


def _default_branch(acting: ActingAccount) -> str:
    return acting.repository.default_branch


def _push_payload(acting: ActingAccount, ref: str, before: str, after: str) -> Json:
    host, place = acting.host, acting.repository
    store = host.git(place)
    head = NOTHING if after == NOTHING else store.tagged_commit(after)
    commits = [] if head == NOTHING else _new_commits(store, ref, before, head)
    data = [_commit(acting, sha) for sha in commits[:MOST_COMMITS]]
    html = repository.html_url(host, place)
    lost = NOTHING not in (before, after) and not store.can_fast_forward(before, after)
    return {
        "ref": ref,
        "before": before,
        "after": after,
        "base_ref": None,
        "created": before == NOTHING,
        "deleted": after == NOTHING,
        "forced": lost,
        "compare": f"{html}/compare/{before[:12]}...{after[:12]}",
        "commits": data,
        "head_commit": None if head == NOTHING else _commit(acting, head),
        "pusher": {"name": acting.login, "email": git.email(host, acting.login)},
    }


def _new_commits(store: GitStore, ref: str, before: str, after: str) -> list[str]:
    known = [before] if before != NOTHING else [sha for name, sha in store.refs("refs/heads/").items() if name != ref]
    return list(store.history([after], [sha for sha in known if sha != after]))[::-1] if after not in known else []


def _commit(acting: ActingAccount, sha: str) -> Json:
    data = git.git_commit(acting.host, acting.repository, sha)
    store, parents = acting.host.git(acting.repository), data["parents"]
    changes = compare_trees(store, parents[0]["sha"] if parents else None, sha)
    people = {key: {each: data[key][each] for each in ("name", "email", "date")} for key in ("author", "committer")}
    return {
        "id": sha,
        "tree_id": data["tree"]["sha"],
        "distinct": True,
        "message": data["message"],
        "timestamp": data["committer"]["date"],
        "url": data["html_url"],
        **people,
        "added": [each.path for each in changes if each.status in ("added", "renamed")],
        "removed": [each.path for each in changes if each.status == "removed"]
        + [each.previous_path for each in changes if each.previous_path],
        "modified": [each.path for each in changes if each.status == "modified"],
    }
