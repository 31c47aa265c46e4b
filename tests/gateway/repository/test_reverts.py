"""A revert is made from git data, if nobody changed its files since; else git makes it by the commands of the reply."""

from dataclasses import replace
from typing import Any

import pytest

from incident_actions.contract.code_change import ChangeName, CodeChange
from incident_actions.contract.effects import OpenRevert
from incident_actions.contract.questions import ChangeOf
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.answers import AnswerFinder
from incident_actions.gateway.issues.writer import IssueWriter
from incident_actions.model.person import ACTIONS_BOT
from incident_actions.sandbox import Sandbox
from tests.gateway.repository.merged_changes import add_commit, merge_change, merge_commits, tree_of
from tests.sandbox.client import Client

POOL: dict[str, str | None] = {"pool.py": "size = 50\n"}
MOVES: tuple[dict[str, str | None], ...] = (
    {"pool.py": "size = 50\n", "README.md": None},
    {"docs/README.md": "# shop\n", "pool.py": "size = 60\n"},
)


def revert(change: CodeChange) -> OpenRevert:
    return OpenRevert(
        "c7.0", "hotfix/revert-1", change.before, change.after, "Revert it\n\nIncident #7", "Revert it", "For #7."
    )


def found(finder: AnswerFinder, number: int) -> CodeChange:
    change = finder.answer(ChangeOf(ChangeName("pull", str(number))))
    assert isinstance(change, CodeChange)
    return change


@pytest.mark.parametrize("method", ["merge", "squash", "rebase"])
def test_a_revert_brings_back_every_file_as_it_was(
    method: str, writer: IssueWriter, finder: AnswerFinder, ada: Client
) -> None:
    before = tree_of(ada, "main")
    number = merge_commits(ada, method, *MOVES)

    made = writer.create(revert(found(finder, number)))

    assert made == CreationResult(number + 1, "hotfix/revert-1")
    assert tree_of(ada, "hotfix/revert-1") == before
    pull = ada.json("GET", f"pulls/{made.number}")
    assert (pull["title"], pull["body"], pull["draft"], pull["base"]["ref"]) == ("Revert it", "For #7.", False, "main")
    message = ada.json("GET", "commits/hotfix/revert-1")["commit"]["message"]
    assert message == "Revert it\n\nIncident #7\nIncident-Key: c7.0"


def test_what_was_merged_since_stays(writer: IssueWriter, finder: AnswerFinder, ada: Client) -> None:
    number = int(merge_change(ada, POOL)["number"])
    add_commit(ada, "main", {"later.py": "x = 1\n"})

    writer.create(revert(found(finder, number)))

    files = ada.json("GET", f"git/trees/{tree_of(ada, 'hotfix/revert-1')}")["tree"]
    assert [each["path"] for each in files] == ["README.md", "later.py"]


def test_a_revert_is_found_again(writer: IssueWriter, finder: AnswerFinder, ada: Client) -> None:
    wanted = revert(found(finder, int(merge_change(ada, POOL)["number"])))
    made = writer.create(wanted)

    assert writer.create(wanted) == made
    assert writer.create(replace(wanted, key="c8.0")) == CreationResult(made.number + 1, "hotfix/revert-1-2")


def test_a_revert_can_be_reverted(writer: IssueWriter, finder: AnswerFinder, ada: Client) -> None:
    number = int(merge_change(ada, POOL)["number"])
    raised = tree_of(ada, "main")
    again = writer.create(revert(found(finder, number))).number
    ada.json("PUT", f"pulls/{again}/merge")

    made = writer.create(replace(revert(found(finder, again)), key="c9.0", branch="hotfix/revert-2"))

    assert tree_of(ada, made.name) == raised


def test_a_change_that_was_reverted_already_is_left_alone(
    writer: IssueWriter, finder: AnswerFinder, ada: Client
) -> None:
    number = int(merge_change(ada, POOL)["number"])
    add_commit(ada, "main", {"pool.py": None}, "Go back")

    assert writer.create(revert(found(finder, number))) == CreationResult(problem="already reverted")


def test_a_change_that_was_reverted_in_part_is_undone_in_the_rest(
    writer: IssueWriter, finder: AnswerFinder, ada: Client
) -> None:
    before = tree_of(ada, "main")
    number = int(merge_change(ada, {**POOL, "other.py": "x = 1\n"})["number"])
    add_commit(ada, "main", {"other.py": None}, "Go half-way back")

    made = writer.create(revert(found(finder, number)))

    assert tree_of(ada, made.name) == before


def test_files_that_changed_since_are_in_the_way(writer: IssueWriter, finder: AnswerFinder, ada: Client) -> None:
    number = int(merge_change(ada, {**POOL, "other.py": "x = 1\n"})["number"])
    add_commit(ada, "main", {"pool.py": "size = 70\n"})

    made = writer.create(revert(found(finder, number)))

    assert made == CreationResult(problem="changed since", in_the_way=("pool.py",))
    assert [each["name"] for each in ada.json("GET", "branches")] == ["bigger-pool", "main"]


def test_a_workflow_is_left_to_people(writer: IssueWriter, finder: AnswerFinder, ada: Client) -> None:
    number = int(merge_change(ada, {".github/workflows/deploy.yml": "on: push\n", **POOL})["number"])

    made = writer.create(revert(found(finder, number)))

    assert made == CreationResult(problem="workflow files", in_the_way=(".github/workflows/deploy.yml",))


def test_a_token_that_may_not_write_opens_no_revert(sandbox: Sandbox, finder: AnswerFinder, ada: Client) -> None:
    wanted = revert(found(finder, int(merge_change(ada, POOL)["number"])))
    connection = Connection(sandbox.token("mary"), "acme/shop", sandbox.api_url)

    assert IssueWriter(connection, ACTIONS_BOT, "main").create(wanted) == CreationResult(problem="not permitted")


def test_a_tree_that_github_cuts_off_is_left_to_git(
    writer: IssueWriter, finder: AnswerFinder, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = revert(found(finder, int(merge_change(ada, POOL)["number"])))
    whole = Connection.get

    def cut(connection: Connection, path: str, **parameters: str | int) -> Any:
        answer = whole(connection, path, **parameters)
        return answer | {"truncated": True} if path.startswith("git/trees/") else answer

    monkeypatch.setattr(Connection, "get", cut)

    assert writer.create(wanted) == CreationResult(problem="too many files")
