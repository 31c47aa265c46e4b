"""What the tool assumes about git over the API: objects, refs, comparisons and commit statuses."""

from __future__ import annotations

import base64

from incident_actions.conformance.assumption import REST, Assumption, FeatureMissing, require, require_equal
from incident_actions.conformance.trial_repository import TrialRepository

NO_OBJECT = "0123456789abcdef0123456789abcdef01234567"
LONGEST_DESCRIPTION = 140


def _ref_once(trial: TrialRepository) -> None:
    name = trial.create_branch()
    answer = trial.send("POST", "git/refs", {"ref": f"refs/heads/{name}", "sha": trial.base_commit})
    require_equal("status and message", (answer.status, answer.message), (422, "Reference already exists"))


def _ref_to_nothing(trial: TrialRepository) -> None:
    trial.expect(422, "POST", "git/refs", {"ref": f"refs/heads/{trial.new_name()}", "sha": NO_OBJECT})


def _not_forward(trial: TrialRepository) -> None:
    name = trial.create_branch(trial.commit({"one.txt": "one\n"}))
    body = {"sha": trial.commit({"two.txt": "two\n"}), "force": False}
    trial.expect(422, "PATCH", f"git/refs/heads/{name}", body)


def _forward(trial: TrialRepository) -> None:
    name, commit = trial.create_branch(), trial.commit({"one.txt": "one\n"})
    moved = trial.expect(200, "PATCH", f"git/refs/heads/{name}", {"sha": commit, "force": False})
    require_equal("the commit of the branch", moved["object"]["sha"], commit)


def _ref_deleted(trial: TrialRepository) -> None:
    name = trial.create_branch()
    trial.expect(204, "DELETE", f"git/refs/heads/{name}")
    status = trial.wait_for(lambda: trial.send("GET", f"git/ref/heads/{name}").status, lambda found: found == 404)
    require_equal("the status afterwards", status, 404)


def _deleted_twice(trial: TrialRepository) -> None:
    trial.expect(422, "DELETE", f"git/refs/heads/{trial.new_name()}")


def _matching(trial: TrialRepository) -> None:
    name = trial.create_branch()
    found = trial.wait_for(
        lambda: [each["ref"] for each in trial.get(f"git/matching-refs/heads/{name}")], lambda found: found
    )
    require_equal("refs that start with a name", found, [f"refs/heads/{name}"])
    require_equal("refs that start with no name", trial.get(f"git/matching-refs/heads/{trial.new_name()}"), [])


def _blob(trial: TrialRepository) -> None:
    text = "ä\n\0"
    made = trial.expect(201, "POST", "git/blobs", {"content": text, "encoding": "utf-8"})
    shown = trial.get(f"git/blobs/{made['sha']}")
    require_equal(
        "encoding and content", (shown["encoding"], base64.b64decode(shown["content"]).decode()), ("base64", text)
    )


def _tree_keeps(trial: TrialRepository) -> None:
    first = trial.commit({"kept.txt": "kept\n", "gone.txt": "gone\n"})
    second = trial.commit({"new/file.txt": "new\n", "gone.txt": None}, parent=first)
    tree = trial.get(f"git/trees/{second}", recursive="1")
    paths = {each["path"] for each in tree["tree"] if each["type"] == "blob"}
    require({"kept.txt", "new/file.txt"} <= paths, f"the tree has {sorted(paths)}")
    require("gone.txt" not in paths, "a file whose sha is null is still there")
    require(tree["truncated"] is False, "a small tree is cut")


def _commit(trial: TrialRepository) -> None:
    commit = trial.commit({"one.txt": "one\n"}, message="Say one\n\nand more")
    shown = trial.get(f"commits/{commit}")
    require_equal("the message", shown["commit"]["message"], "Say one\n\nand more")
    require_equal("the parents", [each["sha"] for each in shown["parents"]], [trial.base_commit])
    require_equal("the files", [each["filename"] for each in shown["files"]], ["one.txt"])


def _no_commit(trial: TrialRepository) -> None:
    answer = trial.send("GET", f"commits/{trial.new_name()}")
    require_equal("the status", answer.status, 422)


def _compared(trial: TrialRepository) -> None:
    commit = trial.commit({"one.txt": "one\n"})
    ahead = trial.get(f"compare/{trial.base_commit}...{commit}")
    require_equal("status and commits", (ahead["status"], ahead["ahead_by"], ahead["behind_by"]), ("ahead", 1, 0))
    behind = trial.get(f"compare/{commit}...{trial.base_commit}")
    require_equal("the status the other way", behind["status"], "behind")


def _status(trial: TrialRepository) -> None:
    commit = _commit_with_statuses(trial)
    for state in ("pending", "success"):
        trial.expect(201, "POST", f"statuses/{commit}", {"state": state, "context": "conformance"})
    listed = trial.wait_for(
        lambda: [each["state"] for each in trial.get(f"commits/{commit}/statuses")], lambda found: len(found) == 2
    )
    require_equal("statuses, newest first", listed, ["success", "pending"])
    combined = trial.get(f"commits/{commit}/status")
    require_equal("the combined status", (combined["state"], combined["total_count"]), ("success", 1))


def _long_status(trial: TrialRepository) -> None:
    body = {"state": "success", "context": "long", "description": "x" * (LONGEST_DESCRIPTION + 1)}
    trial.expect(422, "POST", f"statuses/{_commit_with_statuses(trial)}", body)


def _commit_with_statuses(trial: TrialRepository) -> str:
    commit = trial.commit({f"{trial.new_name()}.txt": "one\n"})
    if trial.send("GET", f"commits/{commit}/statuses").status == 404:
        raise FeatureMissing("the server has no commit statuses")
    return commit


_REFS = f"{REST}/git/refs"
_STATUSES = f"{REST}/commits/statuses"
ASSUMPTIONS = (
    Assumption(
        "ref-once",
        "A ref that exists is refused with `Reference already exists`: of two callers, one wins.",
        f"{_REFS}#create-a-reference",
        _ref_once,
    ),
    Assumption(
        "ref-to-nothing",
        "A ref to an object that does not exist is refused with 422.",
        f"{_REFS}#create-a-reference",
        _ref_to_nothing,
    ),
    Assumption(
        "ref-not-forward",
        "A ref does not move to an unrelated commit without `force`.",
        f"{_REFS}#update-a-reference",
        _not_forward,
    ),
    Assumption("ref-forward", "A ref moves forward.", f"{_REFS}#update-a-reference", _forward),
    Assumption("ref-deleted", "A deleted ref is not found.", f"{_REFS}#delete-a-reference", _ref_deleted),
    Assumption(
        "ref-deleted-twice",
        "Deleting a ref that does not exist is refused with 422.",
        f"{_REFS}#delete-a-reference",
        _deleted_twice,
    ),
    Assumption(
        "refs-by-prefix",
        "Refs are listed by the beginning of their name.",
        f"{_REFS}#list-matching-references",
        _matching,
    ),
    Assumption("blob", "A blob comes back as it was sent, in Base64.", f"{REST}/git/blobs#get-a-blob", _blob),
    Assumption(
        "tree-on-base",
        "A tree on another one keeps its files, and drops those whose sha is null.",
        f"{REST}/git/trees#create-a-tree",
        _tree_keeps,
    ),
    Assumption(
        "commit",
        "A commit shows its message, its parents and its files.",
        f"{REST}/commits/commits#get-a-commit",
        _commit,
    ),
    Assumption(
        "commit-missing",
        "A commit that does not exist is refused with 422.",
        f"{REST}/commits/commits#get-a-commit",
        _no_commit,
    ),
    Assumption(
        "compare",
        "A comparison tells which side is ahead, and by how much.",
        f"{REST}/commits/commits#compare-two-commits",
        _compared,
    ),
    Assumption(
        "status-latest",
        "The latest status of each context counts, and all are listed, newest first.",
        f"{_STATUSES}#get-the-combined-status-for-a-specific-reference",
        _status,
    ),
    Assumption(
        "status-too-long",
        "A status with a description of 141 characters is refused with 422.",
        f"{_STATUSES}#create-a-commit-status",
        _long_status,
    ),
)
