"""The branch of a pull request takes what its base has got since."""

from __future__ import annotations

import pytest

from tests.sandbox.client import Client


def change_base(ada: Client, path: str) -> None:
    ada.json("PUT", f"contents/{path}", {"message": "Change main", "content": "eQ=="})


def test_a_branch_that_is_behind_is_merged_with_its_base(ada: Client) -> None:
    head = ada.branch("fix", {"fix.txt": "x"})
    number = ada.pull("fix")["number"]
    change_base(ada, "other.txt")

    response = ada("PUT", f"pulls/{number}/update-branch", {"expected_head_sha": head})

    assert (response.status_code, response.json()["message"]) == (202, "Updating pull request branch.")
    pull, commit = ada.json("GET", f"pulls/{number}"), ada.json("GET", "commits/fix")
    base = ada.json("GET", "git/ref/heads/main")["object"]["sha"]
    assert (pull["head"]["sha"], pull["commits"], pull["changed_files"]) == (commit["sha"], 2, 1)
    assert [each["sha"] for each in commit["parents"]] == [head, base]
    assert commit["commit"]["message"] == "Merge branch 'main' into fix"


@pytest.mark.rest
def test_the_branch_of_a_fork_is_updated_by_its_owner(ada: Client, stranger: Client) -> None:
    stranger.fork().branch("gift", {"gift.txt": "1"})
    number = stranger.pull("stranger:gift")["number"]
    change_base(ada, "other.txt")

    refused, updated = (each("PUT", f"pulls/{number}/update-branch") for each in (ada, stranger))

    assert (refused.status_code, updated.status_code) == (403, 202)
    assert ada.json("GET", f"pulls/{number}")["commits"] == 2


def test_a_branch_that_cannot_be_updated_says_why(ada: Client, linus: Client) -> None:
    ada.branch("fix", {"fix.txt": "x"})
    place = f"pulls/{ada.pull('fix')['number']}/update-branch"
    refused = [ada("PUT", place)]
    change_base(ada, "fix.txt")
    refused += [linus("PUT", place), ada("PUT", place, {"expected_head_sha": "0" * 40}), ada("PUT", place)]
    ada.json("PATCH", "pulls/1", {"state": "closed"})
    refused.append(ada("PUT", place))

    assert [(each.status_code, each.json()["message"]) for each in refused] == [
        (422, "There are no new commits on the base branch."),
        (403, "Must have push access to the head repository."),
        (422, "expected head sha didn't match current head ref."),
        (422, "merge conflict between base and head"),
        (422, "Validation Failed"),
    ]
