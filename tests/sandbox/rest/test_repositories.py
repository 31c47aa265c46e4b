"""Repositories that people make over the API, and what an empty one answers."""

import subprocess
from base64 import b64encode
from pathlib import Path

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client, Json


def test_people_create_repositories_of_their_own(ada: Client) -> None:
    made = ada.json("POST", "/user/repos", {"name": "my service", "description": "Mine", "auto_init": True})

    assert (made["full_name"], made["description"], made["permissions"]["admin"]) == ("ada/my-service", "Mine", True)
    assert ada.json("GET", "/repos/ada/my-service/contents/README.md")["size"] == len("# my-service\n")
    assert [each["full_name"] for each in ada.json("GET", "/user/repos")] == ["acme/shop", "ada/my-service"]
    assert [each["full_name"] for each in ada.json("GET", "/users/ada/repos")] == ["ada/my-service"]


def test_owners_create_repositories_in_their_organization(sandbox: Sandbox, ada: Client, linus: Client) -> None:
    sandbox.create_organization("tools", ["linus"])

    assert linus.json("POST", "/orgs/tools/repos", {"name": "ci", "private": True})["visibility"] == "private"
    assert ada.json("POST", "/orgs/acme/repos", {"name": "depot"})["owner"]["type"] == "Organization"
    assert [each["name"] for each in linus.json("GET", "/orgs/tools/repos")] == ["ci"]
    assert [each["name"] for each in ada.json("GET", "/orgs/tools/repos")] == []
    assert ada.json("GET", "/orgs/tools")["login"] == "tools"


@pytest.mark.parametrize(
    ("path", "body", "status", "message"),
    [
        ("/orgs/acme/repos", {"name": "x"}, 403, "You need admin access to the organization before adding a repository to it."),
        ("/orgs/linus/repos", {"name": "x"}, 404, "Not Found"),
        ("/user/repos", {}, 422, "Validation Failed"),
        ("/user/repos", {"name": ".."}, 422, "Validation Failed"),
        ("/user/repos", {"name": "x" * 101}, 422, "Validation Failed"),
        ("/user/repos", {"name": "taken"}, 422, "Repository creation failed."),
    ],
)  # fmt: skip
def test_a_repository_that_cannot_be_made_is_refused(
    linus: Client, path: str, body: Json, status: int, message: str
) -> None:
    linus.json("POST", "/user/repos", {"name": "taken"})

    refused = linus("POST", path, body)

    assert (refused.status_code, refused.json()["message"]) == (status, message)


def test_nobody_and_a_workflow_create_none(sandbox: Sandbox, bot: Client) -> None:
    assert Client(sandbox, None)("POST", "/user/repos", {"name": "x"}).status_code == 401
    assert bot("POST", "/user/repos", {"name": "x"}).status_code == 403


def test_an_empty_repository_says_so_until_its_first_file(ada: Client) -> None:
    ada.json("POST", "/user/repos", {"name": "new"})
    place = "/repos/ada/new"

    assert ada("GET", f"{place}/commits").json()["message"] == "Git Repository is empty."
    assert ada("GET", f"{place}/contents/a.txt").json()["message"] == "This repository is empty."
    assert ada.json("GET", f"{place}/branches") == []
    assert ada.json("GET", f"{place}/actions/workflows") == {"total_count": 0, "workflows": []}
    ada.json("PUT", f"{place}/contents/a.txt", {"message": "Add", "content": b64encode(b"a").decode()})
    assert [each["commit"]["message"] for each in ada.json("GET", f"{place}/commits")] == ["Add"]


def test_the_first_branch_that_is_pushed_becomes_the_default_one(sandbox: Sandbox, ada: Client, tmp_path: Path) -> None:
    ada.json("POST", "/user/repos", {"name": "new"})
    address = f"{sandbox.url.replace('://', f'://ada:{ada.token}@')}/ada/new.git"
    here, there = tmp_path / "here", tmp_path / "there"
    git("init", "-q", "-b", "trunk", str(here))
    (here / "a.txt").write_text("a")
    git("-C", str(here), "add", ".")
    git("-C", str(here), "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-qm", "First")

    git("-C", str(here), "push", "-q", address, "trunk")
    git("clone", "-q", address, str(there))

    assert ada.json("GET", "/repos/ada/new")["default_branch"] == "trunk"
    assert (there / "a.txt").read_text() == "a"


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)
