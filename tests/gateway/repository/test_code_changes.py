"""What a pull request, a commit and a tag changed is found however it was merged."""

import pytest

from incident_actions.contract.code_change import ChangeName, CodeChange
from incident_actions.contract.questions import ChangeOf
from incident_actions.gateway.issues.answers import AnswerFinder
from tests.gateway.repository.merged_changes import add_commit, merge_change, merge_commits
from tests.sandbox.client import Client

POOL: dict[str, str | None] = {"pool.py": "size = 50\n"}
TWICE = (POOL, {"pool.py": "size = 60\n", "README.md": "# Shop\n"})


def head(ada: Client, ref: str = "main") -> str:
    return str(ada.json("GET", f"commits/{ref}")["sha"])


@pytest.mark.parametrize(
    ("method", "changes", "kind"),
    [
        ("merge", TWICE, "merge"),
        ("squash", TWICE, "commit"),
        ("rebase", TWICE, "range"),
        ("rebase", (POOL,), "commit"),
    ],
)
def test_a_pull_request_is_everything_that_its_merge_brought(
    method: str, changes: tuple[dict[str, str | None], ...], kind: str, finder: AnswerFinder, ada: Client
) -> None:
    before = head(ada)
    number = merge_commits(ada, method, *changes)

    found = finder.answer(ChangeOf(ChangeName("pull", str(number))))

    assert found == CodeChange(f"#{number}", "Raise the pool size", before, head(ada), kind)  # type: ignore[arg-type]


def test_a_squash_that_is_smaller_than_its_pull_request_is_unclear(finder: AnswerFinder, ada: Client) -> None:
    ada.branch("bigger-pool", POOL)
    add_commit(ada, "bigger-pool", {"more.py": "x = 1\n"})
    number = ada.pull("bigger-pool", title="Raise the pool size")["number"]
    add_commit(ada, "main", POOL)  # the same lines, which the squash then no longer adds
    add_commit(ada, "main", {"others.py": "y = 1\ny = 2\ny = 3\n"})
    ada.json("PUT", f"pulls/{number}/merge", {"merge_method": "squash"})

    found = finder.answer(ChangeOf(ChangeName("pull", str(number))))

    assert found == CodeChange(f"#{number}", "Raise the pool size", problem="unclear")


def test_a_pull_request_that_is_open_is_not_merged(finder: AnswerFinder, ada: Client) -> None:
    ada.branch("bigger-pool", POOL)
    number = ada.pull("bigger-pool", title="Raise the pool size")["number"]

    found = finder.answer(ChangeOf(ChangeName("pull", str(number))))

    assert found == CodeChange(f"#{number}", "Raise the pool size", problem="not merged")


@pytest.mark.parametrize(
    "name",
    [ChangeName("pull", "99"), ChangeName("commit", "0123456789"), ChangeName("tag", "main"), ChangeName("tag", "v9")],
)
def test_what_does_not_exist_is_not_found(name: ChangeName, finder: AnswerFinder) -> None:
    assert finder.answer(ChangeOf(name)) == CodeChange(str(name), problem="not found")


def test_a_pull_request_is_no_issue(finder: AnswerFinder, ada: Client) -> None:
    number = ada.issue()["number"]

    assert finder.answer(ChangeOf(ChangeName("pull", str(number)))) == CodeChange(f"#{number}", problem="not found")


def test_a_commit_is_found_by_its_abbreviation(finder: AnswerFinder, ada: Client) -> None:
    before = head(ada)
    merge_change(ada, POOL, method="squash")
    sha = head(ada)

    found = finder.answer(ChangeOf(ChangeName("commit", sha[:9])))

    assert found == CodeChange(sha[:7], "Raise the pool size (#1)", before, sha)


def test_a_merge_commit_is_told_from_others(finder: AnswerFinder, ada: Client) -> None:
    before = head(ada)
    merge_change(ada, POOL)
    sha = head(ada)

    found = finder.answer(ChangeOf(ChangeName("commit", sha)))

    assert isinstance(found, CodeChange)
    assert (found.before, found.after, found.kind) == (before, sha, "merge")


def test_a_commit_of_another_branch_is_not_on_the_default_branch(finder: AnswerFinder, ada: Client) -> None:
    sha = ada.branch("bigger-pool", POOL, "Raise it")

    found = finder.answer(ChangeOf(ChangeName("commit", sha)))

    assert found == CodeChange(sha[:7], "Raise it", problem="not on the default branch")


def test_the_first_commit_has_nothing_before_it(finder: AnswerFinder, ada: Client) -> None:
    sha = head(ada)

    found = finder.answer(ChangeOf(ChangeName("commit", sha)))

    assert found == CodeChange(sha[:7], "Initial commit", problem="no parent")


def test_a_tag_is_everything_since_the_tag_before_it(finder: AnswerFinder, ada: Client) -> None:
    first = head(ada)
    ada.json("POST", "git/refs", {"ref": "refs/tags/v1.4.1", "sha": first})
    merge_change(ada, POOL)
    second = add_commit(ada, "main", {"README.md": "# Shop\n"})
    ada.json("POST", "git/refs", {"ref": "refs/tags/v1.4.2", "sha": second})

    found = finder.answer(ChangeOf(ChangeName("tag", "v1.4.2")))

    assert found == CodeChange("v1.4.2", "v1.4.2", first, second, "range", earlier="v1.4.1")
    assert finder.answer(ChangeOf(ChangeName("tag", "v1.4.1"))) == CodeChange("v1.4.1", problem="no earlier tag")


def test_a_tag_that_moved_is_what_it_names_now(finder: AnswerFinder, ada: Client) -> None:
    first = head(ada)
    ada.json("POST", "git/refs", {"ref": "refs/tags/v1.4.1", "sha": first})
    merge_change(ada, POOL)
    ada.json("POST", "git/refs", {"ref": "refs/tags/v1.4.2", "sha": head(ada)})
    add_commit(ada, "main", {"README.md": "# Shop\n"})
    ada.json("PATCH", "git/refs/tags/v1.4.2", {"sha": head(ada), "force": True})

    found = finder.answer(ChangeOf(ChangeName("tag", "v1.4.2")))

    assert found == CodeChange("v1.4.2", "v1.4.2", first, head(ada), "range", earlier="v1.4.1")


def test_a_tag_that_moved_to_another_branch_is_not_on_the_default_branch(finder: AnswerFinder, ada: Client) -> None:
    first = head(ada)
    for name in ("v1.4.1", "v1.4.2"):
        ada.json("POST", "git/refs", {"ref": f"refs/tags/{name}", "sha": first})
    ada.branch("next", POOL)
    ada.json("PATCH", "git/refs/tags/v1.4.2", {"sha": head(ada, "next"), "force": True})

    found = finder.answer(ChangeOf(ChangeName("tag", "v1.4.2")))

    assert isinstance(found, CodeChange)
    assert found.problem == "not on the default branch"


def test_nothing_is_found_in_another_repository_without_a_token(finder: AnswerFinder) -> None:
    assert finder.answer(ChangeOf(ChangeName("pull", "1"), "acme/api")) == CodeChange("#1", problem="not found")
