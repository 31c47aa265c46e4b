"""What the tool assumes about pull requests: when they open, and when they merge."""

from __future__ import annotations

from typing import Any

from incident_actions.conformance.assumption import REST, USING_REST, Assumption, FeatureMissing, require, require_equal
from incident_actions.conformance.trial_repository import TrialRepository

_PULLS = f"{REST}/pulls/pulls"
OTHER_COMMIT = "0123456789abcdef0123456789abcdef01234567"


def _opened(trial: TrialRepository) -> None:
    pull = trial.open_pull({"one.txt": "one\n"}, body="Text")
    require_equal("state and text", (pull["state"], pull["merged"], pull["body"]), ("open", False, "Text"))
    require_equal("the commit of its base", pull["base"]["sha"], trial.base_commit)


def _twice(trial: TrialRepository) -> None:
    pull = trial.open_pull({"one.txt": "one\n"})
    body = {"title": trial.new_name(), "head": pull["head"]["ref"], "base": pull["base"]["ref"]}
    answer = trial.send("POST", "pulls", body)
    require_equal("the status", answer.status, 422)
    require("A pull request already exists for" in answer.text, f"the refusal is {answer.text}")


def _no_commits(trial: TrialRepository) -> None:
    body = {"title": trial.new_name(), "head": trial.create_branch(), "base": trial.create_branch()}
    answer = trial.send("POST", "pulls", body)
    require_equal("the status", answer.status, 422)
    require("No commits between" in answer.text, f"the refusal is {answer.text}")


def _by_head(trial: TrialRepository) -> None:
    pull = trial.open_pull({"one.txt": "one\n"})
    head = f"{trial.name.partition('/')[0]}:{pull['head']['ref']}"
    listed = trial.wait_for(
        lambda: [each["number"] for each in trial.get("pulls", head=head, state="all")], lambda found: found
    )
    require_equal("pull requests of the branch", listed, [pull["number"]])


def _files(trial: TrialRepository) -> None:
    pull = trial.open_pull({"docs/one.txt": "one\n"})
    (file,) = trial.get(f"pulls/{pull['number']}/files")
    shown = (file["filename"], file["status"], file["additions"])
    require_equal("name, status and lines", shown, ("docs/one.txt", "added", 1))
    require("+one" in file["patch"], "the file has no patch")


def _merged(trial: TrialRepository) -> None:
    pull = trial.open_pull({"one.txt": "one\n"})
    merged = _merge(trial, pull)
    shown = trial.get(f"pulls/{pull['number']}")
    require_equal("state", (shown["state"], shown["merged"]), ("closed", True))
    require(shown["merged_at"] and shown["merged_by"], "a merged pull request does not tell when and by whom")
    require_equal(
        "the tip of its base", trial.get(f"git/ref/heads/{pull['base']['ref']}")["object"]["sha"], merged["sha"]
    )


def _merge_event(trial: TrialRepository) -> None:
    pull = trial.open_pull({"one.txt": "one\n"})
    merged = _merge(trial, pull)
    events = trial.wait_for(
        lambda: [each for each in trial.get(f"issues/{pull['number']}/timeline") if each["event"] == "merged"], bool
    )
    require_equal("the commits of `merged` events", [each["commit_id"] for each in events], [merged["sha"]])


def _merged_twice(trial: TrialRepository) -> None:
    pull = trial.open_pull({"one.txt": "one\n"})
    _merge(trial, pull)
    trial.expect(405, "PUT", f"pulls/{pull['number']}/merge", {"merge_method": "merge"})


def _stale_merge(trial: TrialRepository) -> None:
    pull = trial.open_pull({"one.txt": "one\n"})
    trial.expect(409, "PUT", f"pulls/{pull['number']}/merge", {"sha": OTHER_COMMIT})


def _conflict(trial: TrialRepository) -> None:
    base = trial.create_branch(trial.commit({"one.txt": "theirs\n"}))
    pull = trial.open_pull({"one.txt": "ours\n"}, base=base)
    answer = trial.wait_for(
        lambda: trial.send("PUT", f"pulls/{pull['number']}/merge", {}), lambda found: found.status == 405
    )
    require_equal("the status", answer.status, 405)


def _closed(trial: TrialRepository) -> None:
    number = trial.open_pull({"one.txt": "one\n"})["number"]
    closed = trial.expect(200, "PATCH", f"pulls/{number}", {"state": "closed"})
    require_equal("state", (closed["state"], closed["merged"]), ("closed", False))
    require_equal("the state of its issue", trial.get(f"issues/{number}")["state"], "closed")


def _draft(trial: TrialRepository) -> None:
    head = trial.create_branch(trial.commit({"one.txt": "one\n"}))
    body = {"title": trial.new_name(), "head": head, "base": trial.create_branch(), "draft": True}
    answer = trial.send("POST", "pulls", body)
    if answer.status == 422 and "draft" in answer.text.casefold():
        raise FeatureMissing("the repository has no draft pull requests")
    require_equal("the status", answer.status, 201)
    require(answer.json["draft"] is True, "the pull request is no draft")


def _follows_branch(trial: TrialRepository) -> None:
    pull = trial.open_pull({"one.txt": "one\n"})
    commit = trial.commit({"two.txt": "two\n"}, parent=pull["head"]["sha"])
    trial.expect(200, "PATCH", f"git/refs/heads/{pull['head']['ref']}", {"sha": commit})
    place = f"pulls/{pull['number']}"
    head = trial.wait_for(lambda: trial.get(place)["head"]["sha"], lambda found: found == commit)
    require_equal("the commit of its head", head, commit)


def _merge(trial: TrialRepository, pull: Any) -> Any:
    """Merge a pull request, once the server knows that it can be merged."""
    place = f"pulls/{pull['number']}"
    trial.wait_for(lambda: trial.get(place)["mergeable"], lambda found: found is not None)
    merged = trial.expect(200, "PUT", f"{place}/merge", {"sha": pull["head"]["sha"], "merge_method": "merge"})
    require(merged["merged"] is True, "the merge is not confirmed")
    return merged


_CREATE, _MERGE = f"{_PULLS}#create-a-pull-request", f"{_PULLS}#merge-a-pull-request"
ASSUMPTIONS = (
    Assumption("pull-opened", "A pull request is open, and names the commit of its base.", _CREATE, _opened),
    Assumption("pull-twice", "A second pull request of the same branches is refused with 422.", _CREATE, _twice),
    Assumption("pull-without-commits", "A pull request without commits is refused with 422.", _CREATE, _no_commits),
    Assumption("pull-by-head", "Pull requests are listed by `owner:branch`.", f"{_PULLS}#list-pull-requests", _by_head),
    Assumption(
        "pull-files", "A pull request lists its files, with their patch.", f"{_PULLS}#list-pull-requests-files", _files
    ),
    Assumption(
        "pull-merged",
        "A merged pull request names the time and who merged it, and its base has the merge commit.",
        _MERGE,
        _merged,
    ),
    Assumption(
        "pull-merge-event",
        "The timeline of a merged pull request names the merge commit.",
        f"{USING_REST}/issue-event-types#merged",
        _merge_event,
    ),
    Assumption("pull-merged-twice", "Merging a merged pull request is refused with 405.", _MERGE, _merged_twice),
    Assumption("pull-stale-merge", "A merge that names another head is refused with 409.", _MERGE, _stale_merge),
    Assumption("pull-conflict", "A merge with a conflict is refused with 405.", _MERGE, _conflict),
    Assumption(
        "pull-closed",
        "A closed pull request is not merged, and its issue is closed.",
        f"{_PULLS}#update-a-pull-request",
        _closed,
    ),
    Assumption("pull-draft", "A pull request can be a draft.", _CREATE, _draft),
    Assumption(
        "pull-follows-branch", "A pull request follows its branch.", f"{_PULLS}#get-a-pull-request", _follows_branch
    ),
)
