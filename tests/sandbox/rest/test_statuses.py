"""Commit statuses."""

import pytest
from github.Repository import Repository

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def test_the_latest_word_of_each_context_counts(sandbox: Sandbox, shop: Repository) -> None:
    commit = shop.get_commit("main")
    commit.create_status("failure", "https://ci.example/1", "no", "check")
    commit.create_status("success", "https://ci.example/2", "yes", "check")
    commit.create_status("pending", context="deploy")

    combined = commit.get_combined_status()

    assert combined.state == "pending"
    assert [(each.context, each.state) for each in combined.statuses] == [("check", "success"), ("deploy", "pending")]
    assert [each.state for each in commit.get_statuses()] == ["pending", "success", "failure"]
    assert sandbox.deliveries[-1].payload["branches"][0]["name"] == "main"


@pytest.mark.parametrize(
    ("states", "verdict"), [([], "pending"), (["success"], "success"), (["success", "error"], "failure")]
)
def test_the_worst_word_is_the_verdict(ada: Client, states: list[str], verdict: str) -> None:
    sha = ada.json("GET", "commits/main")["sha"]
    for context, state in enumerate(states):
        ada.json("POST", f"statuses/{sha}", {"state": state, "context": str(context)})

    assert ada.json("GET", "commits/main/status")["state"] == verdict


@pytest.mark.parametrize("body", [{"state": "fine"}, {"state": "success", "description": "x" * 141}])
def test_a_status_that_cannot_be_is_refused(ada: Client, body: dict[str, str]) -> None:
    sha = ada.json("GET", "commits/main")["sha"]

    assert ada("POST", f"statuses/{sha}", body).status_code == 422
