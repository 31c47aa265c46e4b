"""Check runs that Apps create, and the suites that they form."""

from __future__ import annotations

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client, Json


@pytest.fixture
def sha(ada: Client) -> str:
    return str(ada.json("GET", "git/ref/heads/main")["object"]["sha"])


def test_an_app_creates_a_check_run_and_completes_it(ada: Client, bot: Client, sha: str) -> None:
    made = bot.json("POST", "check-runs", {"name": "lint", "head_sha": sha, "status": "in_progress"})

    output = {"title": "Clean", "summary": "Nothing found"}
    ended = bot.json("PATCH", f"check-runs/{made['id']}", {"conclusion": "success", "output": output})

    assert (made["status"], made["completed_at"]) == ("in_progress", None)
    assert (ended["status"], ended["conclusion"], ended["output"]["title"]) == ("completed", "success", "Clean")
    assert ada.json("GET", f"commits/{sha}/check-runs")["check_runs"] == [ended]
    assert ada.json("GET", f"check-runs/{made['id']}/annotations") == []


def test_the_checks_of_one_app_on_a_commit_are_a_suite(sandbox: Sandbox, ada: Client, bot: Client, sha: str) -> None:
    place = sandbox.repository("acme/shop")
    place.roles["lint[bot]"] = "write"
    lint = Client(sandbox, sandbox.token("lint[bot]"))
    for client, name, more in (
        (bot, "one", {"conclusion": "success"}),
        (bot, "two", {}),
        (lint, "three", {"conclusion": "failure"}),
    ):
        client.json("POST", "check-runs", {"name": name, "head_sha": sha, **more})

    suites = ada.json("GET", f"commits/{sha}/check-suites")

    found = [
        (each["app"]["slug"], each["status"], each["conclusion"], each["latest_check_runs_count"])
        for each in suites["check_suites"]
    ]
    assert found == [("github-actions", "in_progress", None, 2), ("lint", "completed", "failure", 1)]
    number = suites["check_suites"][0]["id"]
    assert ada.json("GET", f"check-suites/{number}")["id"] == number
    assert [each["name"] for each in ada.json("GET", f"check-suites/{number}/check-runs")["check_runs"]] == [
        "two",
        "one",
    ]
    assert ada("GET", "check-suites/1").status_code == 404


def test_each_run_of_a_workflow_is_a_suite_of_its_own(sandbox: Sandbox, ada: Client, sha: str) -> None:
    sandbox.end_workflow_run("Build", "success", by="ada")

    (suite,) = ada.json("GET", f"commits/{sha}/check-suites")["check_suites"]

    assert (suite["status"], suite["conclusion"], suite["latest_check_runs_count"]) == ("completed", "success", 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"head_sha": "0" * 40},
        {"status": "done"},
        {"status": "completed"},
        {"conclusion": "great"},
        {"started_at": "noon"},
    ],
)
def test_a_check_run_that_cannot_be_made_is_refused(bot: Client, sha: str, changes: Json) -> None:
    assert bot("POST", "check-runs", {"name": "lint", "head_sha": sha} | changes).status_code == 422


def test_only_the_app_that_made_a_check_run_changes_it(sandbox: Sandbox, ada: Client, bot: Client, sha: str) -> None:
    number = bot.json("POST", "check-runs", {"name": "lint", "head_sha": sha})["id"]
    sandbox.repository("acme/shop").roles["lint[bot]"] = "write"
    other = Client(sandbox, sandbox.token("lint[bot]"))

    statuses = [
        client("PATCH", f"check-runs/{number}", {"conclusion": "success"}).status_code for client in (ada, other)
    ]

    assert statuses == [403, 403]
    assert ada("POST", "check-runs", {"name": "lint", "head_sha": sha}).status_code == 403
