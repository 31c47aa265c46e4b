"""A merge queue: pull requests are merged on trial, and merged once their checks have passed."""

from incident_actions.sandbox.changes import pushes
from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.git.merge import merge_trees
from incident_actions.sandbox.git.store import Signature
from incident_actions.sandbox.shapes import git
from incident_actions.sandbox.shapes.pull import pull_of
from incident_actions.sandbox.state.records import StoredIssue

QUEUE_BOT = "github-merge-queue[bot]"


def enqueue(acting: ActingAccount, issue: StoredIssue) -> str:
    """Merge a pull request on trial, and ask for checks of the commit, which is returned.

    Raises ValueError if the branches conflict.

    https://docs.github.com/en/webhooks/webhook-events-and-payloads#merge_group
    """
    store, pull = acting.host.git(acting.repository), pull_of(issue)
    base = store.branch(pull.base) or ""
    tree = merge_trees(store, base, pull.head_sha)
    if tree is None:
        raise ValueError(f"#{issue.number} conflicts with {pull.base}")
    signature = Signature(acting.login, git.email(acting.host, acting.login), acting.now)
    sha = store.write_commit(tree, [base, pull.head_sha], f"Merge pull request #{issue.number}", signature)
    ref = f"refs/heads/gh-readonly-queue/{pull.base}/pr-{issue.number}-{base}"
    pushes.create(acting, ref, sha)
    commit = git.git_commit(acting.host, acting.repository, sha)
    people = {key: {name: commit[key][name] for name in ("name", "email")} for key in ("author", "committer")}
    shown = {"id": sha, "tree_id": commit["tree"]["sha"], "message": commit["message"]}
    group = {
        "head_sha": sha,
        "head_ref": ref,
        "base_sha": base,
        "base_ref": f"refs/heads/{pull.base}",
        "head_commit": {**shown, "timestamp": commit["committer"]["date"], **people},
    }
    acting.announce("merge_group", {"action": "checks_requested", "merge_group": group})
    return sha
