"""Branches, files and commits in a browser, and the editor that writes them."""

from __future__ import annotations

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client
from tests.sandbox.pages.visitor import Visitor, read


def text_of(sandbox: Sandbox, branch: str, path: str) -> str | None:
    store = sandbox.host.git(sandbox.repository("acme/shop"))
    return store.text(store.branch(branch) or "", path)


def sha_of(sandbox: Sandbox, path: str) -> str:
    store = sandbox.host.git(sandbox.repository("acme/shop"))
    entry = store.at(store.branch("main") or "", path)
    assert entry
    return entry.sha


def test_the_home_of_a_repository_shows_its_files_and_its_readme(visitor: Visitor) -> None:
    page = visitor.page("/acme/shop")

    assert '<h1 id="user-content-shop">shop</h1>' in page
    assert 'href="/acme/shop/tree/main/src"' in page


def test_a_folder_leads_to_a_file_with_numbered_lines(visitor: Visitor) -> None:
    assert "cart.py" in visitor.text("/acme/shop/tree/main/src")
    assert '<tr id="L2"><td class="number" data-line="2"></td><td>two</td></tr>' in visitor.page(
        "/acme/shop/blob/main/src/cart.py"
    )


def test_a_branch_with_slashes_is_found(ada: Client, visitor: Visitor) -> None:
    ada.branch("hotfix/1/cart", {"src/cart.py": "fixed"})

    assert "fixed" in visitor.text("/acme/shop/blob/hotfix/1/cart/src/cart.py")
    assert "hotfix/1/cart" in visitor.text("/acme/shop/branches")


def test_a_file_is_changed_in_the_browser_as_a_commit_of_the_chosen_person(sandbox: Sandbox, visitor: Visitor) -> None:
    visitor.act_as("grace")
    fields: dict[str, str | list[str]] = {
        "content": "uno\r\ndos",
        "sha": sha_of(sandbox, "src/cart.py"),
        "message": "Translate",
    }

    where = visitor.send("/acme/shop/edit/main/src/cart.py", fields)

    assert (where, text_of(sandbox, "main", "src/cart.py")) == ("/acme/shop/blob/main/src/cart.py", "uno\ndos\n")
    assert "Translate grace committed" in visitor.text("/acme/shop/commits/main")


def test_a_change_of_a_file_that_somebody_else_changed_is_refused_and_not_lost(
    sandbox: Sandbox, visitor: Visitor
) -> None:
    sha = sha_of(sandbox, "src/cart.py")
    visitor.send("/acme/shop/edit/main/src/cart.py", {"content": "first", "sha": sha, "message": "x"})

    answer = visitor.post("/acme/shop/edit/main/src/cart.py", {"content": "second", "sha": sha, "message": "x"})

    assert (answer.status_code, "second" in answer.text) == (409, True)
    assert text_of(sandbox, "main", "src/cart.py") == "first\n"


def test_a_new_file_is_made_at_the_name_that_was_given(sandbox: Sandbox, visitor: Visitor) -> None:
    assert 'value="docs/"' in visitor.page("/acme/shop/new/main?filename=docs/")

    where = visitor.send("/acme/shop/new/main", {"filename": "docs/a.md", "content": "# A", "message": "Add"})

    assert (where, text_of(sandbox, "main", "docs/a.md")) == ("/acme/shop/blob/main/docs/a.md", "# A\n")


def test_a_file_that_is_no_text_is_not_edited(ada: Client, visitor: Visitor) -> None:
    ada("PUT", "contents/a.bin", {"message": "x", "content": "/wD/"})

    assert "Binary file." in visitor.text("/acme/shop/blob/main/a.bin")
    assert visitor.get("/acme/shop/edit/main/a.bin").status_code == 422


def test_whoever_may_not_write_is_refused(sandbox: Sandbox, visitor: Visitor) -> None:
    visitor.act_as("linus")

    answer = visitor.post("/acme/shop/new/main", {"filename": "a", "content": "b", "message": "c"})

    assert (answer.status_code, text_of(sandbox, "main", "a")) == (403, None)
    assert "You act as linus" in read(answer.text)


def test_a_commit_shows_its_changes(ada: Client, visitor: Visitor) -> None:
    sha = ada.branch("fix", {"src/cart.py": "one\n2\nthree\n"}, message="Count\n\nIn digits")

    text = visitor.text(f"/acme/shop/commit/{sha}")

    assert [each for each in ("Count", "In digits", "-two", "+2", "+1 −1") if each not in text] == []
