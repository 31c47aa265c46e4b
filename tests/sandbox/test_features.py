"""What a server may lack."""

from pathlib import Path

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client

PATHS = {
    "pins": ("PUT", "issues/comments/{comment}/pin"),
    "sub_issues": ("GET", "issues/1/sub_issues"),
    "reactions": ("GET", "issues/comments/{comment}/reactions"),
    "statuses": ("GET", "commits/main/status"),
    "assignees": ("GET", "assignees"),
    "repository_comments": ("GET", "issues/comments"),
}


@pytest.mark.parametrize("feature", PATHS)
def test_a_feature_that_is_left_out_is_404_and_the_others_are_there(tmp_path: Path, feature: str) -> None:
    with Sandbox(tmp_path, without={feature}) as sandbox:
        sandbox.create_repository("acme/shop", collaborators={"ada": "admin"})
        ada = Client(sandbox, sandbox.token("ada"))
        ada.issue()
        comment = ada.json("POST", "issues/1/comments", {"body": "x"})["id"]

        statuses = {
            name: ada(method, path.format(comment=comment)).status_code for name, (method, path) in PATHS.items()
        }

        assert statuses == dict.fromkeys(PATHS, 200) | {feature: 404}


def test_without_rate_limits_no_header_tells_of_any(tmp_path: Path) -> None:
    """As Enterprise Server says it: https://github.com/actions/stale/issues/1227."""
    with Sandbox(tmp_path, without={"rate_limits"}, hourly_requests=1) as sandbox:
        sandbox.create_repository("acme/shop", collaborators={"ada": "admin"})
        ada = Client(sandbox, sandbox.token("ada"))

        asked = ada("GET", "/rate_limit")
        answers = [ada("GET", "") for _ in range(3)]

        assert (asked.status_code, asked.json()["message"]) == (404, "Rate limiting is not enabled.")
        assert [each.status_code for each in answers] == [200, 200, 200]
        assert not [name for each in answers for name in each.headers if name.lower().startswith("x-ratelimit")]


def test_an_enterprise_server_has_its_own_addresses_and_older_answers(tmp_path: Path) -> None:
    with Sandbox(tmp_path, server="enterprise") as sandbox:
        sandbox.create_repository("acme/shop", collaborators={"ada": "admin"})
        ada = Client(sandbox, sandbox.token("ada"))
        issue, comment = ada.issue(), ada.json("POST", "issues/1/comments", {"body": "x"})
        viewer = {"query": "query { viewer { login databaseId } }"}

        bot = Client(sandbox, sandbox.installation_token).json("POST", "/graphql", viewer)["data"]["viewer"]
        elsewhere = [
            ada.session.get(f"{sandbox.url}{path}")
            for path in ("/repos/acme/shop", "/api/repos/acme/shop", "/api/v3/graphql")
        ]

        assert ada("GET", "").headers["X-GitHub-Enterprise-Version"] == "3.14.0"
        assert ada("PUT", f"issues/comments/{comment['id']}/pin").status_code == 404
        assert ada("GET", "issues/1/sub_issues").status_code == 404
        assert not {"pin", "sub_issues_summary", "pinned_comment"} & {*issue, *comment}
        assert (bot["login"], bot["databaseId"] != 41898282) == ("github-actions[bot]", True)
        assert [each.status_code for each in elsewhere] == [404, 404, 404]
        assert elsewhere[0].text.startswith("<!DOCTYPE html>")


def test_an_apps_token_may_not_ask_who_it_is_and_graphql_tells(tmp_path: Path) -> None:
    with Sandbox(tmp_path) as sandbox:
        sandbox.create_repository("acme/shop", collaborators={"acme-incidents[bot]": "write"})
        token = sandbox.token("acme-incidents[bot]")
        app = Client(sandbox, token)

        asked = app("GET", "/user")
        viewer = app.json("POST", "/graphql", {"query": "{ viewer { login } }"})

        assert token.startswith("ghs_")
        assert (asked.status_code, asked.json()["message"]) == (403, "Resource not accessible by integration")
        assert viewer == {"data": {"viewer": {"login": "acme-incidents[bot]"}}}
        assert app.issue()["user"]["type"] == "Bot"
