"""Repositories get other names and owners, and their earlier names lead to them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import requests

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


@pytest.fixture
def store(sandbox: Sandbox, ada: Client) -> Client:
    """The shop as it is called now."""
    ada.issue("Checkout is down")
    assert ada.json("PATCH", "", {"name": "store"})["full_name"] == "acme/store"
    return Client(sandbox, sandbox.token("ada"), "acme/store")


def test_the_old_name_leads_to_the_id_and_the_id_to_the_repository(
    sandbox: Sandbox, ada: Client, store: Client
) -> None:
    number = sandbox.repository("acme/store").id
    address = f"{sandbox.api_url}/repositories/{number}"

    answers = [
        ada("GET", "issues/1?a=b", allow_redirects=False),
        ada("POST", "issues/1/comments", {"body": "Still"}, allow_redirects=False),
    ]

    assert [(each.status_code, each.headers["Location"]) for each in answers] == [
        (301, f"{address}/issues/1?a=b"),
        (307, f"{address}/issues/1/comments"),
    ]
    assert answers[1].json() == {
        "message": "Moved Permanently",
        "url": f"{address}/issues/1/comments",
        "documentation_url": "https://docs.github.com/rest",
        "status": "301",
    }
    comment = ada.json("POST", "issues/1/comments", {"body": "Still"})
    assert comment["url"].startswith(f"{sandbox.api_url}/repos/acme/store/")
    assert store.json("GET", f"/repositories/{number}")["full_name"] == "acme/store"
    assert [ada("GET", f"/repositories/{path}").status_code for path in ("7", f"{number}/nothing")] == [404, 404]


def test_git_the_pages_and_graphql_follow_the_old_name(sandbox: Sandbox, store: Client, tmp_path: Path) -> None:
    subprocess.run(["git", "clone", "--quiet", f"{sandbox.url}/acme/shop.git", "clone"], cwd=tmp_path, check=True)
    page = requests.get(
        f"{sandbox.url}/acme/shop/issues/1?x=y", headers={"Accept": "text/html"}, timeout=10, allow_redirects=False
    )
    query = '{ repository(owner: "acme", name: "shop") { nameWithOwner } }'

    assert (tmp_path / "clone/README.md").read_text() == "# shop\n"
    assert (page.status_code, page.headers["Location"]) == (301, "/acme/store/issues/1?x=y")
    answer = store.json("POST", "/graphql", {"query": query})
    assert answer["data"] == {"repository": {"nameWithOwner": "acme/store"}}


def test_what_refers_to_the_old_name_refers_to_the_new(sandbox: Sandbox, ada: Client, stranger: Client) -> None:
    job = Client(sandbox, sandbox.job_token({"contents": "write"}, "acme/shop"), "acme/store")
    fork = stranger.fork()
    fork.branch("gift", {"gift.txt": "1"})
    stranger.pull("stranger:gift")
    stranger.json("PATCH", f"/repos/{fork.repository}", {"name": "mine"})
    ada.json("PATCH", "", {"name": "store"})

    pull = job.json("GET", "pulls/1")
    assert pull["head"]["repo"]["full_name"] == "stranger/mine"
    assert ada.json("GET", "/repos/stranger/mine")["parent"]["full_name"] == "acme/store"
    assert job("PUT", "contents/a.txt", {"message": "m", "content": ""}).status_code == 201


@pytest.mark.rest
def test_a_new_repository_takes_the_old_name(ada: Client, store: Client) -> None:
    made = ada.json("POST", "/orgs/acme/repos", {"name": "shop"})

    assert ada.json("GET", "")["id"] == made["id"] != store.json("GET", "")["id"]
    assert store.json("PATCH", "", {"name": "shop-2"})["full_name"] == "acme/shop-2"


def test_a_repository_is_given_to_another_account(sandbox: Sandbox, ada: Client) -> None:
    sandbox.create_organization("tools", ["ada", "olga"])

    response = ada("POST", "transfer", {"new_owner": "tools", "new_name": "store"})
    given = ada.json("POST", "/repos/tools/store/transfer", {"new_owner": "grace"})

    assert (response.status_code, response.json()["full_name"], given["full_name"]) == (202, "acme/shop", "tools/store")
    assert ada.json("GET", "")["full_name"] == "grace/store"
    roles = {each["login"]: each["role_name"] for each in ada.json("GET", "/repos/grace/store/collaborators")}
    assert {login: roles[login] for login in ("ada", "grace", "olga")} == dict.fromkeys(
        ("ada", "grace", "olga"), "admin"
    )
    sent = [each.payload["action"] for each in sandbox.deliveries if each.event == "repository"]
    assert sent == ["transferred", "transferred"]


@pytest.mark.rest
def test_an_earlier_name_of_a_private_repository_is_nothing_to_strangers(
    sandbox: Sandbox, ada: Client, stranger: Client
) -> None:
    sandbox.create_repository("acme/vault", private=True, collaborators={"ada": "admin"})
    ada.json("PATCH", "/repos/acme/vault", {"name": "safe"})

    assert [each("GET", "/repos/acme/vault").status_code for each in (ada, stranger)] == [200, 404]


def test_a_move_that_cannot_be_is_refused(sandbox: Sandbox, ada: Client, grace: Client) -> None:
    sandbox.create_repository("acme/other")
    sandbox.create_organization("tools", ["olga"])
    moves = [{"new_owner": "tools"}, {"new_owner": "nobody"}, {}, {"new_owner": "acme", "new_name": "other"}]

    answers = [ada("POST", "transfer", body) for body in moves]
    answers += [ada("PATCH", "", {"name": "other"}), ada("PATCH", "", {"name": ""})]
    answers += [grace("PATCH", "", {"name": "mine"}), grace("POST", "transfer", {"new_owner": "grace"})]

    assert [each.status_code for each in answers] == [403, 422, 422, 422, 422, 422, 403, 403]
    assert ada.json("GET", "")["full_name"] == "acme/shop"
