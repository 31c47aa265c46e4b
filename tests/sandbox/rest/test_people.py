"""Accounts, tokens, roles, and who may see and do what."""

import pytest
from github.Repository import Repository

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


@pytest.mark.parametrize(
    ("login", "permission", "role_name"),
    [
        ("ada", "admin", "admin"),
        ("grace", "write", "write"),
        ("linus", "read", "triage"),
        ("kim", "read", "on-call"),
        ("zed", "read", "read"),
        ("stranger", "read", "read"),
    ],
)
def test_permission_comes_in_the_old_words_and_the_new(
    ada: Client, stranger: Client, login: str, permission: str, role_name: str
) -> None:
    told = ada.json("GET", f"collaborators/{login}/permission")

    assert (told["permission"], told["role_name"], told["user"]["login"]) == (permission, role_name, login)


def test_in_a_private_repository_strangers_have_no_permission_and_see_nothing(
    sandbox: Sandbox, ada: Client, stranger: Client
) -> None:
    sandbox.create_repository("acme/vault", private=True, collaborators={"ada": "maintain"})

    own, other = (ada.json("GET", f"/repos/acme/vault/collaborators/{login}/permission") for login in ("ada", "zed"))

    assert (own["permission"], own["role_name"]) == ("write", "maintain")
    assert (other["permission"], other["role_name"]) == ("none", "none")
    assert stranger("GET", "/repos/acme/vault").status_code == 404


@pytest.mark.parametrize("login", ["nobody", "github-actions[bot]"])
def test_an_account_that_is_no_user_has_no_permission_to_show(ada: Client, login: str) -> None:
    response = ada("GET", f"collaborators/{login}/permission")

    assert (response.status_code, response.json()["message"]) == (404, f"{login} is not a user")


def test_the_roles_of_pygithubs_two_questions_agree(shop: Repository) -> None:
    assert (shop.get_collaborator_permission("linus"), shop.get_collaborator_role_name("linus")) == ("read", "triage")


def test_collaborators_are_listed_for_writers_alone(shop: Repository, stranger: Client) -> None:
    assert [user.login for user in shop.get_collaborators()] == ["ada", "grace", "linus", "kim"]
    assert (shop.has_in_collaborators("kim"), shop.has_in_collaborators("zed")) == (True, False)
    assert stranger("GET", "collaborators").status_code == 403


def test_an_installation_token_has_no_user_but_a_viewer(bot: Client) -> None:
    refused = bot("GET", "/user")
    viewer = bot.json("POST", "/graphql", {"query": "query { viewer { login databaseId } }"})

    assert (refused.status_code, refused.json()["message"]) == (403, "Resource not accessible by integration")
    assert viewer == {"data": {"viewer": {"login": "github-actions[bot]", "databaseId": 41898282}}}
    assert bot.issue()["user"]["login"] == "github-actions[bot]"


def test_a_person_has_a_user_and_a_profile(ada: Client) -> None:
    assert ada.json("GET", "/user")["login"] == "ada"
    assert ada.json("GET", "/users/grace")["type"] == "User"
    assert ada("GET", "/users/nobody").status_code == 404


def test_other_graphql_is_refused_in_githubs_shape(ada: Client) -> None:
    answer = ada.json("POST", "/graphql", {"query": "{ rateLimit { cost } }"})

    assert list(answer) == ["errors"]


def test_a_wrong_token_is_bad_credentials(sandbox: Sandbox) -> None:
    response = Client(sandbox, "ghp_wrong")("GET", "")

    assert (response.status_code, response.json()) == (
        401,
        {"message": "Bad credentials", "documentation_url": "https://docs.github.com/rest", "status": "401"},
    )


def test_without_a_token_what_is_public_can_be_read_and_nothing_written(sandbox: Sandbox, ada: Client) -> None:
    ada.issue()
    nobody = Client(sandbox, None)

    assert nobody("GET", "issues/1").status_code == 200
    assert nobody("POST", "issues/1/comments", {"body": "x"}).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "body", "allowed"),
    [
        ("POST", "issues/1/comments", {"body": "x"}, "stranger linus grace ada"),
        ("POST", "issues/1/reactions", {"content": "eyes"}, "stranger linus grace ada"),
        ("POST", "issues/1/labels", {"labels": ["bug"]}, "linus grace ada"),
        ("POST", "issues/1/assignees", {"assignees": ["ada"]}, "linus grace ada"),
        ("PATCH", "issues/1", {"state": "closed"}, "linus grace ada"),
        ("PATCH", "labels/bug", {"color": "000000"}, "grace ada"),
        ("POST", "git/blobs", {"content": "x"}, "grace ada"),
        ("POST", "dispatches", {"event_type": "alert"}, "grace ada"),
    ],
)
def test_each_role_may_do_what_it_may_on_github(
    sandbox: Sandbox, ada: Client, *, method: str, path: str, body: dict[str, object], allowed: str
) -> None:
    ada.issue()
    people = {login: Client(sandbox, sandbox.token(login)) for login in ("stranger", "linus", "grace", "ada")}

    able = [login for login, client in people.items() if client(method, path, body).ok]

    assert able == allowed.split()


def test_the_repository_tells_what_its_viewer_may_do(shop: Repository, linus: Client) -> None:
    assert (shop.permissions.admin, shop.default_branch, shop.private) == (True, "main", False)
    assert linus.json("GET", "")["permissions"] == {
        "admin": False,
        "maintain": False,
        "push": False,
        "triage": True,
        "pull": True,
    }


def test_a_login_is_the_same_in_any_case_and_is_answered_as_its_account_spells_it(ada: Client) -> None:
    ada.issue(assignees=["GRACE"])
    ada.json("POST", "issues/1/assignees", {"assignees": ["Linus", "GRACE"]})
    ada.branch("side", {"a.txt": "a"})
    ada.pull("side")

    assert ada.json("GET", "/users/GRACE")["login"] == "grace"
    role = ada.json("GET", "collaborators/Linus/permission")
    assert (role["role_name"], role["user"]["login"]) == ("triage", "linus")
    assert [ada("GET", f"{path}/KIM").status_code for path in ("assignees", "collaborators")] == [204, 204]
    assert [each["login"] for each in ada.json("GET", "issues/1")["assignees"]] == ["grace", "linus"]
    assert len(ada.json("GET", "issues", params={"assignee": "LINUS", "creator": "Ada"})) == 1
    asked = ada.json("POST", "pulls/2/requested_reviewers", {"reviewers": ["Grace"]})
    assert [each["login"] for each in asked["requested_reviewers"]] == ["grace"]
    ada.json("DELETE", "issues/1/assignees", {"assignees": ["Grace"]})
    assert [each["login"] for each in ada.json("PATCH", "issues/1", {"assignees": ["LINUS"]})["assignees"]] == ["linus"]


def test_a_login_in_any_case_of_letters_is_the_same_account(sandbox: Sandbox, ada: Client) -> None:
    shouting = Client(sandbox, sandbox.token("ADA"))
    sandbox.create_repository("acme/vault", private=True, collaborators={"Grace": "maintain"})

    assert shouting.token == ada.token
    assert shouting.json("GET", "/user")["login"] == "ada"
    assert Client(sandbox, sandbox.token("grace")).json("GET", "/repos/acme/vault")["permissions"]["maintain"] is True


def test_an_account_that_takes_another_login_stays_itself_and_the_old_login_is_free(
    sandbox: Sandbox, ada: Client
) -> None:
    grace = Client(sandbox, sandbox.token("grace"))
    issue = grace.issue("Checkout is down", assignees=["grace"])
    before = ada.json("GET", "/users/grace")

    sandbox.rename_account("grace", "grace-h")
    free = ada("GET", "/users/grace").status_code
    sandbox.token("grace")

    after = ada.json("GET", f"issues/{issue['number']}")
    assert (free, ada.json("GET", "/users/grace")["id"] != before["id"]) == (404, True)
    assert ada.json("GET", f"/user/{before['id']}")["login"] == "grace-h"
    assert [each["login"] for each in (after["user"], *after["assignees"])] == ["grace-h", "grace-h"]
    assert after["user"]["id"] == before["id"]
    assert [ada.json("GET", f"collaborators/{login}/permission")["permission"] for login in ("grace-h", "grace")] == [
        "write",
        "read",
    ]


def test_comments_of_a_deleted_account_do_not_pass_to_the_next_owner_of_its_login(
    sandbox: Sandbox, ada: Client
) -> None:
    issue = Client(sandbox, sandbox.token("grace")).issue("Checkout is down")
    account = ada.json("GET", "/users/grace")["id"]

    sandbox.delete_account("grace")
    sandbox.token("grace")

    assert ada.json("GET", f"issues/{issue['number']}")["user"] is None
    assert ada("GET", f"/user/{account}").status_code == 404
