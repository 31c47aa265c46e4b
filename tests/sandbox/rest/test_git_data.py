"""Git's own objects and refs over the API."""

import pytest
from github import InputGitTreeElement
from github.Repository import Repository

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client

NOTHING = "0" * 40


def head(client: Client, branch: str = "main") -> str:
    return str(client.json("GET", f"git/ref/heads/{branch}")["object"]["sha"])


def test_many_files_become_one_commit_on_a_new_branch(shop: Repository) -> None:
    main = shop.get_git_ref("heads/main").object.sha
    base = shop.get_git_commit(main)
    elements = [
        InputGitTreeElement("docs/a.md", "100644", "blob", content="ä\n"),
        InputGitTreeElement("docs/b.md", "100644", "blob", sha=shop.create_git_blob("yg==", "base64").sha),
        InputGitTreeElement("src/cart.py", "100644", "blob", sha=None),
    ]

    commit = shop.create_git_commit("Docs", shop.create_git_tree(elements, base.tree), [base])
    shop.create_git_ref("refs/heads/docs/new", commit.sha)

    assert [each.path for each in shop.get_git_tree("docs/new", recursive=True).tree] == [
        "README.md",
        "docs",
        "docs/a.md",
        "docs/b.md",
    ]
    assert shop.get_contents("docs/a.md", ref="docs/new").decoded_content == "ä\n".encode()  # type: ignore[union-attr]
    assert shop.get_git_blob(elements[1]._identity["sha"]).content.strip() == "yg=="
    assert (commit.author.name, commit.committer.date.isoformat()) == ("ada", "2026-08-22T12:00:03+00:00")


@pytest.mark.parametrize(
    ("ref", "sha", "message"),
    [
        ("refs/heads/main", "main", "Reference already exists"),
        ("refs/heads/new", NOTHING, "Object does not exist"),
        ("refs/heads/main/below", "main", "Reference update failed"),
        ("refs/heads/a b", "main", "refs/heads/a b is not a valid ref name."),
        ("refs/heads/a..b", "main", "refs/heads/a..b is not a valid ref name."),
        ("new", "main", "Reference name must start with 'refs/' and have at least two slashes."),
    ],
)
def test_a_ref_that_cannot_be_is_refused(ada: Client, ref: str, sha: str, message: str) -> None:
    response = ada("POST", "git/refs", {"ref": ref, "sha": head(ada) if sha == "main" else sha})

    assert (response.status_code, response.json()["message"]) == (422, message)


def test_a_ref_moves_forwards_and_only_by_force_backwards(ada: Client) -> None:
    before = head(ada)
    after = ada.branch("fix", {"fix.txt": "x"})

    back = ada("PATCH", "git/refs/heads/fix", {"sha": before})
    ada.json("PATCH", "git/refs/heads/main", {"sha": after})
    ada.json("PATCH", "git/refs/heads/main", {"sha": before, "force": True})

    assert (back.status_code, back.json()["message"]) == (422, "Update is not a fast forward")
    assert head(ada) == before


def test_refs_are_found_by_the_beginning_of_their_names(ada: Client) -> None:
    for name in ("hotfix/a", "hotfix/b", "hot"):
        ada.branch(name, {"x": name})

    found = ada.json("GET", "git/matching-refs/heads/hotfix/")

    assert [each["ref"] for each in found] == ["refs/heads/hotfix/a", "refs/heads/hotfix/b"]
    assert ada.json("GET", "git/matching-refs/heads/none") == []
    assert ada("GET", "git/ref/heads/hotfix").status_code == 404
    assert ada("GET", "git/ref/heads/a b").status_code == 404
    assert ada("DELETE", "git/refs/heads/none").status_code == 422


def test_refs_tell_of_being_made_moved_and_removed(sandbox: Sandbox, ada: Client) -> None:
    main = head(ada)
    fix = ada.branch("fix", {"fix.txt": "x", "README.md": None})
    ada.json("PATCH", "git/refs/heads/fix", {"sha": main, "force": True})
    ada.json("DELETE", "git/refs/heads/fix")

    told = [each.payload for each in sandbox.deliveries]
    assert [each.event for each in sandbox.deliveries] == ["push", "create", "push", "push", "delete"]
    assert (told[0]["before"], told[0]["after"], told[0]["created"]) == (NOTHING, fix, True)
    commit = told[0]["commits"][0]
    assert (commit["added"], commit["removed"], commit["modified"]) == (["fix.txt"], ["README.md"], [])
    assert (told[2]["forced"], told[2]["commits"], told[3]["deleted"]) == (True, [], True)


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({".github/workflows/ci.yml": "on: push\n"}, 403),
        ({".github/workflows/old/ci.yml": "on: push\n"}, 403),
        ({".github/dependabot.yml": "version: 2\n"}, 201),
    ],
    ids=["a workflow", "a file below a folder", "another file"],
)
def test_an_apps_token_may_not_point_a_ref_at_workflows_that_are_not_the_default_branchs(
    ada: Client, bot: Client, files: dict[str, str | None], status: int
) -> None:
    sha, main = ada.branch("side", files), head(ada)

    created = bot("POST", "git/refs", {"ref": "refs/heads/copy", "sha": sha})
    ada("POST", "git/refs", {"ref": "refs/heads/other", "sha": main})
    moved = bot("PATCH", "git/refs/heads/other", {"sha": sha})

    assert (created.status_code, moved.status_code) == (status, 200 if status == 201 else status)
    if status == 403:
        assert created.json()["message"] == moved.json()["message"] == "Resource not accessible by integration"


def test_an_old_commit_that_lacks_a_workflow_of_the_default_branch_is_refused_to_an_apps_token_alone(
    ada: Client, bot: Client
) -> None:
    old = head(ada)
    ada.json("PUT", "contents/.github/workflows/ci.yml", {"message": "Build", "content": ""})
    wanted = {"ref": "refs/tags/v1.2", "sha": old}

    assert bot("POST", "git/refs", wanted).status_code == 403
    assert ada("POST", "git/refs", wanted).status_code == 201
