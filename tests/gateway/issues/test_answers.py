"""Answers to questions: roles, files, comments, pull requests and changes."""

from datetime import timedelta

import pytest

from incident_actions.contract.issue import ManualAction, ManualChange, PullRequest
from incident_actions.contract.questions import (
    AnyQuestion,
    ChangedFilesOf,
    ChangesOf,
    CommentOf,
    CommentsOf,
    EvidenceOf,
    FileOf,
    IdOf,
    IsAssignable,
    LoginOf,
    PullOf,
    PullsOf,
    RecentItems,
    RecordOf,
    RoleOf,
)
from incident_actions.gateway.issues.answers import AnswerFinder
from incident_actions.model.incident.entry import ItemOpened
from incident_actions.model.person import Person
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import SERVER_ERROR, Fault, Reply
from incident_actions.text import record
from tests.front_door import WEDNESDAY
from tests.sandbox.client import Client


@pytest.mark.parametrize(
    ("login", "role"),
    [
        ("ada", "admin"),
        ("grace", "write"),
        ("linus", "triage"),
        ("mary", "read"),
        ("kim", "triage"),
        ("stranger", "read"),
        ("never-heard-of", "none"),
    ],
)
def test_a_role_has_githubs_name_and_a_custom_one_counts_as_the_one_that_it_extends(
    login: str, role: str, finder: AnswerFinder, sandbox: Sandbox
) -> None:
    sandbox.token("stranger")

    assert finder.answer(RoleOf(login)) == role


@pytest.mark.parametrize(
    ("answer", "role"),
    [
        (Reply(404, {}), "none"),
        (Reply(403, {}), "could-not-check"),
        (Reply(200, {"permission": "write", "role_name": "maintain"}), "maintain"),
        (Reply(200, {"permission": "write", "role_name": "on-call"}), "write"),
        (Reply(200, {"permission": "read"}), "read"),
        (Reply(200, {"permission": "read", "role_name": "admin"}), "read"),
        (Reply(200, {"permission": "read", "role_name": "on-call", "user": {"permissions": {"admin": True}}}), "read"),
        (Reply(200, {"permission": "owner", "role_name": "owner"}), "could-not-check"),
        (Reply(200, ["admin"]), "could-not-check"),
        (Reply(200, {"permission": "read", "role_name": "on-call", "user": "admin"}), "read"),
        (Reply(200, {"permission": "read", "role_name": "on-call", "user": {"permissions": ["triage"]}}), "read"),
        (Reply(200, {}), "could-not-check"),
    ],
)
def test_an_answer_without_a_role_grants_none(answer: Reply, role: str, sandbox: Sandbox, finder: AnswerFinder) -> None:
    sandbox.faults.add(Fault(answer))

    assert finder.answer(RoleOf("ada")) == role


@pytest.mark.parametrize(
    ("answer", "role"),
    [
        ({"permission": "push", "role_name": "write"}, "write"),
        ({"permission": "push"}, "write"),
        ({"permission": "pull", "role_name": "triage"}, "triage"),
        ({"permission": "pull", "role_name": "admin"}, "read"),
        ({"permission": "push", "role_name": "admin"}, "write"),
        ({"permission": ["push"], "role_name": "admin"}, "could-not-check"),
        ({"permission": "push", "role_name": "on-call", "user": {"permissions": {"admin": True}}}, "write"),
    ],
)
def test_a_server_that_names_the_permission_by_its_flag_grants_that_and_no_more(
    answer: dict[str, object], role: str, sandbox: Sandbox, finder: AnswerFinder
) -> None:
    sandbox.faults.add(Fault(Reply(200, answer)))

    assert finder.answer(RoleOf("ada")) == role


def test_a_role_that_could_not_be_read_is_not_taken_for_none(
    sandbox: Sandbox, finder: AnswerFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    sandbox.faults.add(Fault(SERVER_ERROR, times=None))

    assert finder.answer(RoleOf("ada")) == "could-not-check"
    assert len(sandbox.faults.hits) == 5


@pytest.mark.parametrize(("login", "may"), [("grace", True), ("nobody-here", False)])
def test_github_decides_who_can_be_assigned(login: str, may: bool, finder: AnswerFinder) -> None:
    assert finder.answer(IsAssignable(login)) is may


def test_files_comments_pulls_and_changes_are_answered_or_none(
    finder: AnswerFinder, ada: Client, sandbox: Sandbox
) -> None:
    ada.issue()
    number = ada.json("POST", "issues/1/comments", {"body": "hello"})["id"]
    ada.json("PATCH", "issues/1", {"state": "closed"})
    closed = sandbox.clock.now()
    ada.branch("postmortem/1", {"a.md": "ä\n"})
    ada.pull("postmortem/1")

    told = {
        "file": finder.answer(FileOf("a.md", "postmortem/1")),
        "no file": finder.answer(FileOf("b.md")),
        "comment": getattr(finder.answer(CommentOf(number)), "body", None),
        "no comment": finder.answer(CommentOf(1)),
        "comments": [each.body for each in finder.answer(CommentsOf(1, closed - timedelta(hours=1)))],  # type: ignore[attr-defined]
        "later": finder.answer(CommentsOf(1, closed + timedelta(hours=1))),
        "pull": finder.answer(PullOf(2)),
        "no pull": finder.answer(PullOf(99)),
        "changes": finder.answer(ChangesOf(1)),
    }

    assert told == {
        "file": "ä\n",
        "no file": None,
        "comment": "hello",
        "no comment": None,
        "comments": ["hello"],
        "later": (),
        "pull": PullRequest(2, open=True, merged=False, head=told["pull"].head, updated=told["pull"].updated),  # type: ignore[union-attr]
        "no pull": None,
        "changes": (ManualChange(ManualAction.CLOSED, Person("ada", told["changes"][0].by.id), closed),),  # type: ignore[index]
    }


KEPT: tuple[AnyQuestion, ...] = (RoleOf("grace"), IsAssignable("grace"), IdOf("grace"), LoginOf(1001))


@pytest.mark.parametrize("question", KEPT, ids=lambda each: type(each).__name__)
def test_what_is_known_of_an_account_is_asked_once_in_a_run(
    question: AnyQuestion, finder: AnswerFinder, sandbox: Sandbox
) -> None:
    before = len(sandbox.requests)

    first, second = finder.answer(question), finder.answer(question)
    asked = len(sandbox.requests) - before
    finder.forget()
    third = finder.answer(question)

    assert (first == second == third, asked, len(sandbox.requests) - before) == (True, 1, 2)


@pytest.mark.parametrize("question", KEPT, ids=lambda each: type(each).__name__)
def test_an_answer_that_github_did_not_give_is_asked_for_again(
    question: AnyQuestion, finder: AnswerFinder, sandbox: Sandbox
) -> None:
    sandbox.faults.add(Fault(Reply(403, {"message": "Not now"})))

    first, second = finder.answer(question), finder.answer(question)

    assert first != second or isinstance(question, IsAssignable)  # there, a refusal is an answer


ASKED_AGAIN: tuple[AnyQuestion, ...] = (
    ChangesOf(1),
    CommentOf(5),
    CommentsOf(1, WEDNESDAY),
    FileOf("README.md"),
    PullOf(1),
    EvidenceOf(1),
    PullsOf("hotfix/1"),
    ChangedFilesOf(1),
    RecordOf(1),
)


@pytest.mark.parametrize("question", ASKED_AGAIN, ids=lambda each: type(each).__name__)
def test_what_somebody_may_change_meanwhile_is_asked_anew(
    question: AnyQuestion, finder: AnswerFinder, sandbox: Sandbox, ada: Client
) -> None:
    ada.issue()
    before = len(sandbox.requests)

    finder.answer(question)
    asked = len(sandbox.requests) - before
    finder.answer(question)

    assert len(sandbox.requests) - before == 2 * asked


def test_the_newest_action_items_are_listed_in_two_requests(finder: AnswerFinder, sandbox: Sandbox) -> None:
    bot = Client(sandbox, sandbox.installation_token)
    for number, state in ((1, "open"), (2, "closed"), (3, "open")):
        opened = ItemOpened(at=WEDNESDAY, accepted=WEDNESDAY, incident=7, key=f"c1.{number}", text=f"Item {number}")
        body = "" if number == 3 else record.write_record((opened,))
        made = bot.json("POST", "issues", {"title": "Alert", "labels": ["action-item"], "body": body})
        bot.json("PATCH", f"issues/{made['number']}", {"state": state})
    before = len(sandbox.requests)

    found = finder.answer(RecentItems("action-item"))
    asked = len(sandbox.requests) - before
    sandbox.faults.add(Fault(SERVER_ERROR, times=None))

    assert isinstance(found, tuple)
    assert ([each.item.text for each in found], asked) == (["Item 1", "Item 2"], 2)
    assert finder.answer(RecentItems("action-item")) is None
