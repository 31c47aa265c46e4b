"""Members of organizations, and what concerns somebody in all repositories."""

from __future__ import annotations

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


@pytest.fixture
def tools(sandbox: Sandbox) -> None:
    sandbox.create_organization("tools", ["ada", "grace"])


@pytest.mark.usefixtures("tools")
def test_owners_are_the_members_of_an_organization(ada: Client, linus: Client) -> None:
    assert [each["login"] for each in linus.json("GET", "/orgs/tools/members")] == ["ada", "grace"]
    assert [linus("GET", f"/orgs/tools/members/{login}").status_code for login in ("GRACE", "linus")] == [204, 404]
    assert ada.json("GET", "/orgs/tools/memberships/grace")["role"] == "admin"
    assert linus("GET", "/orgs/tools/memberships/grace").status_code == 404
    assert [each["login"] for each in ada.json("GET", "/user/orgs")] == ["tools"]
    assert [each["organization"]["login"] for each in ada.json("GET", "/user/memberships/orgs")] == ["tools"]
    assert linus.json("GET", "/user/orgs") == []


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("/issues", ["Assigned"]),
        ("/issues?filter=created", ["Mentions"]),
        ("/user/issues?filter=mentioned", ["Mentions"]),
        ("/orgs/acme/issues?filter=all&state=all", ["Closed", "Mentions", "Assigned"]),
        ("/issues?filter=subscribed", ["Mentions", "Assigned"]),
    ],
)
def test_issues_of_all_repositories_concern_somebody_in_a_way(
    ada: Client, grace: Client, path: str, titles: list[str]
) -> None:
    grace.issue("Assigned", assignees=["ada"])
    ada.issue("Mentions", body="for @Ada")
    grace.issue("Closed")
    grace.json("PATCH", "issues/3", {"state": "closed"})

    found = ada.json("GET", path)

    assert [each["title"] for each in found] == titles
    assert {each["repository"]["full_name"] for each in found} == {"acme/shop"}


def test_accounts_are_listed_by_id_with_the_address_of_their_own(ada: Client) -> None:
    listed = ada.json("GET", "/users", params={"per_page": 100})
    later = ada.json("GET", "/users", params={"since": listed[0]["id"]})

    assert [each["id"] for each in listed] == sorted(each["id"] for each in listed)
    assert later == listed[1:]
    assert [each["email"].partition("+")[2] for each in ada.json("GET", "/user/emails")] == [
        "ada@users.noreply.github.com"
    ]
