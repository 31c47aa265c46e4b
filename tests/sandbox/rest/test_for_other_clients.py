"""What clients ask that others wrote: the root, README, checks, protections, media types, HEAD and search."""

from collections.abc import Mapping

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def test_the_root_lists_addresses_and_the_website_stays_at_the_servers_root(sandbox: Sandbox, ada: Client) -> None:
    assert ada.json("GET", "/")["rate_limit_url"] == f"{sandbox.api_url}/rate_limit"
    assert ada.json("GET", "/meta") == {"verifiable_password_authentication": False}
    page = ada.session.get(sandbox.url, headers={"Accept": "text/html"}, timeout=5)
    assert page.headers["Content-Type"].startswith("text/html")


def test_the_readme_is_found_wherever_github_looks(ada: Client) -> None:
    assert ada.json("GET", "readme")["path"] == "README.md"
    raw = ada("GET", "readme", headers={"Accept": "application/vnd.github.raw+json"})
    assert (raw.text, raw.headers["Content-Type"]) == ("# shop\n", "application/vnd.github.raw+json; charset=utf-8")
    ada.branch("docs", {"README.md": None, "docs/readme.rst": "Here"})
    assert ada.json("GET", "readme?ref=docs")["path"] == "docs/readme.rst"
    ada.branch("none", {"README.md": None})
    assert ada("GET", "readme?ref=none").status_code == 404


def test_each_run_of_a_workflow_is_a_check_run_of_its_commit(sandbox: Sandbox, ada: Client) -> None:
    number = sandbox.end_workflow_run("Build", "failure", by="ada")

    checks = ada.json("GET", "commits/main/check-runs")

    assert [(each["name"], each["conclusion"]) for each in checks["check_runs"]] == [("Build", "failure")]
    assert ada.json("GET", f"check-runs/{number}")["head_sha"] == checks["check_runs"][0]["head_sha"]
    assert ada.json("GET", "commits/main/check-runs?check_name=Lint")["total_count"] == 0
    assert ada("GET", "commits/nowhere/check-runs").status_code == 422
    assert ada("GET", "check-runs/1").status_code == 404


def test_only_the_latest_check_run_of_a_name_counts_unless_all_are_wanted(sandbox: Sandbox, ada: Client) -> None:
    for conclusion in ("failure", "success"):
        sandbox.end_workflow_run("Build", conclusion, by="ada")

    for wanted, expected in (("latest", ["success"]), ("all", ["success", "failure"])):
        runs = ada.json("GET", f"commits/main/check-runs?filter={wanted}")["check_runs"]
        assert [each["conclusion"] for each in runs] == expected


def test_a_commit_names_the_pull_requests_that_brought_it(ada: Client) -> None:
    sha = ada.branch("side", {"a.txt": "a"})
    number = ada.pull("side")["number"]
    assert [each["number"] for each in ada.json("GET", f"commits/{sha}/pulls")] == [number]
    merge = ada.json("PUT", f"pulls/{number}/merge", {})["sha"]
    assert [each["number"] for each in ada.json("GET", f"commits/{merge}/pulls")] == [number]


def test_the_protection_of_a_branch_is_shown_to_administrators(sandbox: Sandbox, ada: Client, grace: Client) -> None:
    assert ada("GET", "branches/main/protection").json()["message"] == "Branch not protected"
    assert ada("GET", "branches/gone/protection").json()["message"] == "Branch not found"
    sandbox.repository("acme/shop").settings.required_checks = ["Build"]
    assert ada.json("GET", "branches/main/protection")["required_status_checks"]["contexts"] == ["Build"]
    assert grace("GET", "branches/main/protection").status_code == 403


@pytest.mark.parametrize("kind", ["diff", "patch"])
def test_differences_come_as_text_to_those_who_ask_for_it(ada: Client, kind: str) -> None:
    sha = ada.branch("side", {"a.txt": "a\n"}, "Add a file")
    number = ada.pull("side")["number"]
    asked = {"Accept": f"application/vnd.github.v3.{kind}"}

    for path in (f"pulls/{number}", f"commits/{sha}", "compare/main...side"):
        told = ada("GET", path, headers=asked)
        assert told.headers["Content-Type"] == f"application/vnd.github.v3.{kind}; charset=utf-8"
        assert ("diff --git a/a.txt b/a.txt" in told.text, "+a\n" in told.text) == (True, True)
        assert ("Subject: [PATCH] Add a file" in told.text) is (kind == "patch")


def test_the_first_commit_has_a_difference_too(ada: Client) -> None:
    first = ada.json("GET", "commits")[-1]["sha"]

    assert "+# shop" in ada("GET", f"commits/{first}", headers={"Accept": "application/vnd.github.diff"}).text
    assert "+# shop" in ada("GET", f"commits/{first}", headers={"Accept": "application/vnd.github.patch"}).text


def test_the_older_name_of_the_raw_media_type_is_known(ada: Client) -> None:
    raw = ada("GET", "contents/README.md", headers={"Accept": "application/vnd.github.v3.raw"})

    assert (raw.text, raw.headers["Content-Type"]) == ("# shop\n", "application/vnd.github.v3.raw; charset=utf-8")


def test_head_has_the_headers_of_get_and_no_body(ada: Client) -> None:
    number = ada.issue()["number"]

    head, get = ada("HEAD", f"issues/{number}"), ada("GET", f"issues/{number}")

    assert (head.status_code, head.text, head.headers["ETag"]) == (200, "", get.headers["ETag"])
    assert ada("HEAD", "issues/99").status_code == 404
    assert head.headers["X-GitHub-Request-Id"] != get.headers["X-GitHub-Request-Id"]


def test_a_route_that_the_sandbox_lacks_is_told_from_a_thing_that_does_not_exist(ada: Client) -> None:
    assert ada("GET", "pages").headers["X-Sandbox-Unserved"] == "GET /api/v3/repos/acme/shop/pages"
    assert "X-Sandbox-Unserved" not in ada("GET", "issues/99").headers


def test_a_message_ends_without_the_newline_that_git_writes(ada: Client) -> None:
    sha = ada.branch("side", {"a.txt": "a"}, "Say\n\nmore\n")

    assert ada.json("GET", f"commits/{sha}")["commit"]["message"] == "Say\n\nmore"


SEARCHES: Mapping[str, list[int]] = {
    "repo:acme/shop": [3, 2, 1],
    "is:issue is:open": [1],
    "is:pr": [3],
    "state:closed": [2],
    'label:"help wanted"': [1],
    "label:bug,question no:assignee": [2],
    "-label:bug is:issue": [1],
    "author:Grace": [2],
    "assignee:ada": [1],
    "checkout slow": [1],
    "org:acme sort": [],
}


@pytest.mark.parametrize("query", SEARCHES)
def test_issues_are_searched_by_qualifiers_and_words(ada: Client, grace: Client, query: str) -> None:
    ada.issue("Checkout is slow", labels=["help wanted"], assignees=["ada"])
    grace.issue("Search fails", labels=["bug"])
    ada.json("PATCH", "issues/2", {"state": "closed"})
    ada.branch("side", {"a.txt": "a"})
    ada.pull("side")

    found = ada.json("GET", "/search/issues", params={"q": query})

    assert ([each["number"] for each in found["items"]], found["total_count"]) == (
        SEARCHES[query],
        len(SEARCHES[query]),
    )


@pytest.mark.parametrize("query", ["", "repo:acme/secret", "is:locked"])
def test_a_search_that_cannot_be_made_is_refused(sandbox: Sandbox, grace: Client, query: str) -> None:
    sandbox.create_repository("acme/secret", private=True, collaborators={"ada": "admin"})
    grace.issue()

    assert grace("GET", "/search/issues", params={"q": query}).status_code == 422


def test_only_writers_comment_on_a_locked_issue(ada: Client, grace: Client, linus: Client) -> None:
    ada.issue()
    assert grace("PUT", "issues/1/lock", {"lock_reason": "too heated"}).status_code == 204

    locked = ada.json("GET", "issues/1")
    assert (locked["locked"], locked["active_lock_reason"]) == (True, "too heated")
    refused = linus("POST", "issues/1/comments", {"body": "x"})
    assert (refused.status_code, refused.json()["message"]) == (
        403,
        "Unable to create comment because issue is locked.",
    )
    ada.json("POST", "issues/1/comments", {"body": "x"})
    assert [grace("DELETE", "issues/1/lock").status_code for _ in range(2)] == [204, 204]
    linus.json("POST", "issues/1/comments", {"body": "x"})
    assert sorted(each["event"] for each in ada.json("GET", "issues/events")) == ["locked", "unlocked"]


def test_a_lock_needs_a_writer_and_one_of_githubs_reasons(ada: Client, linus: Client) -> None:
    ada.issue()

    assert linus("PUT", "issues/1/lock").status_code == 403
    assert ada("PUT", "issues/1/lock", {"lock_reason": "boring"}).status_code == 422


def test_a_commit_names_the_branches_that_end_with_it(ada: Client) -> None:
    sha = ada.branch("side", {"a.txt": "a"})

    assert [each["name"] for each in ada.json("GET", f"commits/{sha}/branches-where-head")] == ["side"]


def test_variables_are_listed_by_name(sandbox: Sandbox, ada: Client, linus: Client) -> None:
    sandbox.repository("acme/shop").settings.variables = {"LEVEL": "debug", "COLOUR": "red"}

    listed = ada.json("GET", "actions/variables")

    assert [(each["name"], each["value"]) for each in listed["variables"]] == [("COLOUR", "red"), ("LEVEL", "debug")]
    assert linus("GET", "actions/variables").status_code == 403
