"""Snapshots of long and short issues, and the answers to questions."""

from datetime import timedelta

import pytest

from incident_actions.contract.card_comment import CARD_MARK, RECORD_PAGE_MARK
from incident_actions.contract.issue import ManualAction, ManualChange, PullRequest
from incident_actions.contract.questions import (
    ChangesOf,
    CommentOf,
    CommentsOf,
    FileOf,
    IsAssignable,
    PullOf,
    RecordOf,
    RoleOf,
)
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.identity import who_am_i
from incident_actions.gateway.issues.reader import Gone, Reader, default_branch
from incident_actions.model.incident.entry import Acknowledged
from incident_actions.model.person import ACTIONS_BOT, Person
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import SERVER_ERROR, Fault, Reply
from incident_actions.text import record
from tests.sandbox.client import Client


def paths(sandbox: Sandbox, since: int) -> list[str]:
    """What was asked of the sandbox since so many requests."""
    return [f"{one.path.removeprefix('/api/v3/repos/acme/shop/')}?{one.query}" for one in sandbox.requests[since:]]


def test_a_card_on_the_first_page_leads_to_the_comments_that_are_new(
    sandbox: Sandbox, reader: Reader, ada: Client, bot: Client
) -> None:
    ada.issue()
    for place in range(90):
        ada.json("POST", "issues/1/comments", {"body": f"talk {place}"})
    now = sandbox.clock.now()
    entry = Acknowledged(at=now, accepted=now + timedelta(hours=3))
    bot.json("POST", "issues/1/comments", {"body": f"{CARD_MARK}\nCard\n\n{record.write_record((entry,))}"})
    for place in range(120):
        ada.json("POST", "issues/1/comments", {"body": f"more talk {place}"})
    sandbox.clock.advance(timedelta(hours=4))
    ada.json("POST", "issues/1/comments", {"body": "/sev 1"})
    before = len(sandbox.requests)

    snapshot = reader.snapshot(1)

    assert [each.body for each in snapshot.comments[-2:]] == ["more talk 8", "/sev 1"]
    assert len(snapshot.comments) == 101
    assert paths(sandbox, before) == [
        "issues/1?",
        "issues/1/comments?per_page=100",
        "issues/1/comments?per_page=100&since=2026-03-04T14:01:31Z",
    ]


def test_without_a_card_every_page_is_read(sandbox: Sandbox, reader: Reader, ada: Client) -> None:
    ada.issue()
    for place in range(201):
        ada.json("POST", "issues/1/comments", {"body": f"talk {place}"})

    assert [each.body for each in reader.snapshot(1).comments] == [f"talk {place}" for place in range(201)]


def test_an_issue_that_is_gone_is_told(reader: Reader) -> None:
    with pytest.raises(Gone, match=r"^there is no issue #7 in acme/shop$"):
        reader.snapshot(7)


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
def test_a_role_is_githubs_own_name_for_it_and_a_custom_one_counts_as_what_it_is_built_on(
    login: str, role: str, reader: Reader, sandbox: Sandbox
) -> None:
    sandbox.token("stranger")

    assert reader.answer(RoleOf(login)) == role


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
def test_an_answer_about_a_role_that_says_nothing_is_no_role(
    answer: Reply, role: str, sandbox: Sandbox, reader: Reader
) -> None:
    sandbox.faults.add(Fault(answer))

    assert reader.answer(RoleOf("ada")) == role


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
    answer: dict[str, object], role: str, sandbox: Sandbox, reader: Reader
) -> None:
    sandbox.faults.add(Fault(Reply(200, answer)))

    assert reader.answer(RoleOf("ada")) == role


def test_a_role_that_cannot_be_asked_for_is_not_taken_for_none(
    sandbox: Sandbox, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    sandbox.faults.add(Fault(SERVER_ERROR, times=None))

    assert reader.answer(RoleOf("ada")) == "could-not-check"
    assert len(sandbox.faults.hits) == 5


@pytest.mark.parametrize(("login", "may"), [("grace", True), ("nobody-here", False)])
def test_who_can_be_assigned_is_asked(login: str, may: bool, reader: Reader) -> None:
    assert reader.answer(IsAssignable(login)) is may


def test_files_comments_pulls_and_changes_are_answered_or_told_absent(
    reader: Reader, ada: Client, sandbox: Sandbox
) -> None:
    ada.issue()
    number = ada.json("POST", "issues/1/comments", {"body": "hello"})["id"]
    ada.json("PATCH", "issues/1", {"state": "closed"})
    closed = sandbox.clock.now()
    ada.branch("postmortem/1", {"a.md": "ä\n"})
    ada.pull("postmortem/1")

    told = {
        "file": reader.answer(FileOf("a.md", "postmortem/1")),
        "no file": reader.answer(FileOf("b.md")),
        "comment": getattr(reader.answer(CommentOf(number)), "body", None),
        "no comment": reader.answer(CommentOf(1)),
        "comments": [each.body for each in reader.answer(CommentsOf(1, closed - timedelta(hours=1)))],  # type: ignore[attr-defined]
        "later": reader.answer(CommentsOf(1, closed + timedelta(hours=1))),
        "pull": reader.answer(PullOf(2)),
        "no pull": reader.answer(PullOf(99)),
        "changes": reader.answer(ChangesOf(1)),
    }

    assert told == {
        "file": "ä\n",
        "no file": None,
        "comment": "hello",
        "no comment": None,
        "comments": ["hello"],
        "later": (),
        "pull": PullRequest(2, open=True, merged=False, head=told["pull"].head),  # type: ignore[union-attr]
        "no pull": None,
        "changes": (ManualChange(ManualAction.CLOSED, Person("ada", told["changes"][0].by.id), closed),),  # type: ignore[index]
    }


def test_the_bot_is_who_the_token_says(sandbox: Sandbox, connection: Connection) -> None:
    mine = Connection(sandbox.token("ada"), "acme/shop", sandbox.api_url)

    assert who_am_i(connection, sandbox.installation_token, None) == ACTIONS_BOT
    assert who_am_i(mine, sandbox.token("ada"), None).login == "ada"
    assert who_am_i(mine, sandbox.token("ada"), "acme-bot[bot]") == Person("acme-bot[bot]", bot=True)
    mine.close()


def test_a_token_that_may_not_ask_who_it_is_writes_as_actions(sandbox: Sandbox) -> None:
    sandbox.faults.add(Fault(Reply(403, {})))
    connection = Connection(sandbox.installation_token, "acme/shop", sandbox.api_url)

    bot = who_am_i(connection, "opaque", None)
    connection.close()

    assert bot == ACTIONS_BOT


def test_the_default_branch_is_asked_for_where_nothing_tells_it(connection: Connection) -> None:
    assert default_branch(connection) == "main"


def test_pages_follow_the_servers_link_whatever_it_counts_by(sandbox: Sandbox, connection: Connection) -> None:
    link = f'<{sandbox.api_url}/repositories/7/issues?per_page=100&after=abc&state=open>; rel="next"'
    sandbox.faults.add(Fault(Reply(200, [1], {"Link": link}), at=1), Fault(Reply(200, [2]), at=2))

    pages = list(connection.pages("issues", state="open"))

    assert pages == [[1], [2]]
    assert paths(sandbox, -1) == ["issues?after=abc&per_page=100&state=open"]


def test_of_another_incidents_record_only_the_pages_that_its_card_lists_are_believed(
    sandbox: Sandbox, reader: Reader, ada: Client, bot: Client
) -> None:
    ada.issue()
    now = sandbox.clock.now()
    first, second, forged = (Acknowledged(at=now, accepted=now, by=login) for login in ("ada", "grace", "mallory"))
    texts = (f"{RECORD_PAGE_MARK}\nPage\n\n{record.write_record((entry,))}" for entry in (forged, first))
    _, listed = (bot.json("POST", "issues/1/comments", {"body": text})["id"] for text in texts)
    bot.json("POST", "issues/1/comments", {"body": f"{CARD_MARK}\nCard\n\n{record.write_record((second,), (listed,))}"})

    assert reader.answer(RecordOf(1)) == (first, second)
    assert reader.answer(RecordOf(9)) == ()
