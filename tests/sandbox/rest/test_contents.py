"""Files over the API, each change a commit."""

import base64

from github.Repository import Repository

from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.state.settings import RulesetRule
from tests.sandbox.client import Client

NOTHING = "0" * 40


def test_a_file_is_made_changed_and_removed_by_who_has_seen_it(shop: Repository, ada: Client) -> None:
    made = shop.create_file("docs/a.md", "Add", "one\n")
    content = made["content"]
    stale = {"message": "m", "content": "", "sha": NOTHING}

    changed = shop.update_file("docs/a.md", "Change", "two\n", content.sha)
    unseen = ada("PUT", "contents/docs/a.md", {"message": "m", "content": ""}).status_code
    outdated = ada("PUT", "contents/docs/a.md", stale).status_code
    shop.delete_file("docs/a.md", "Remove", changed["content"].sha)

    assert (unseen, outdated) == (422, 409)
    assert ada("GET", "contents/docs/a.md").status_code == 404
    assert [each.commit.message for each in shop.get_commits()][:3] == ["Remove", "Change", "Add"]


def test_contents_are_a_file_a_folder_or_raw(ada: Client) -> None:
    file = ada.json("GET", "contents/src/cart.py?ref=main")
    folder = ada.json("GET", "contents/src")
    top = ada.json("GET", "contents/")
    raw = ada("GET", "contents/README.md", headers={"Accept": "application/vnd.github.raw+json"})

    assert base64.b64decode(file["content"]) == b"one\ntwo\nthree\n"
    assert [(each["name"], each["type"]) for each in folder] == [("cart.py", "file")]
    assert [(each["name"], each["type"]) for each in top] == [("README.md", "file"), ("src", "dir")]
    assert raw.text == "# shop\n"
    assert ada("GET", "contents/README.md?ref=none").status_code == 404


def test_a_protected_branch_takes_commits_of_pull_requests_alone(sandbox: Sandbox, ada: Client) -> None:
    new = ada.branch("topic", {"a.md": "one"})
    sandbox.repository("acme/shop").settings.rules.append(RulesetRule("main", "pull_request"))

    refused = ada("PUT", "contents/b.md", {"message": "m", "content": ""})
    moved = ada("PATCH", "git/refs/heads/main", {"sha": new})
    elsewhere = ada("PUT", "contents/b.md", {"message": "m", "content": "", "branch": "topic"})
    merged = ada("PUT", f"pulls/{ada.pull('topic')['number']}/merge")

    assert (refused.status_code, moved.status_code) == (409, 422)
    assert "Changes must be made through a pull request." in refused.json()["message"]
    assert "Changes must be made through a pull request." in moved.json()["message"]
    assert (elsewhere.status_code, merged.status_code) == (201, 200)


def test_required_checks_bind_all_but_administrators(sandbox: Sandbox, ada: Client) -> None:
    sandbox.repository("acme/shop").settings.required_checks = ["test"]
    body = {"message": "m", "content": ""}

    refused = Client(sandbox, sandbox.token("grace"))("PUT", "contents/b.md", body)
    taken = ada("PUT", "contents/b.md", body)

    assert (refused.status_code, taken.status_code) == (409, 201)
