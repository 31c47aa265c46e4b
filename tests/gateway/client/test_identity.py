"""Who the tool is: told, asked, or noticed."""

from datetime import UTC, datetime

import pytest

from incident_actions.contract.card_comment import CARD_MARK
from incident_actions.contract.effects import OpenIssue, PostComment
from incident_actions.contract.issue import Comment, Issue
from incident_actions.contract.snapshot import Snapshot
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.client.identity import WrongIdentity, foreign_author, is_token_account, who_am_i
from incident_actions.gateway.issues.writer import IssueWriter
from incident_actions.model.person import ACTIONS_BOT, Person
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import BAD_GATEWAY, Fault, Reply
from tests.sandbox.client import Client

NOW = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
APP = Person("acme-incidents[bot]", bot=True)
OTHER = Person("helper[bot]", 7, bot=True)


@pytest.fixture
def app(sandbox: Sandbox) -> Connection:
    sandbox.repository("acme/shop").roles[APP.login] = "write"
    return Connection(sandbox.token(APP.login), "acme/shop", sandbox.api_url)


def test_an_apps_slug_names_its_account_without_a_request(sandbox: Sandbox, app: Connection) -> None:
    before = len(sandbox.requests)

    assert who_am_i(app, "ghs_x", None, "acme-incidents") == APP
    assert who_am_i(app, "ghs_x", "another[bot]", "acme-incidents") == APP, "the token's own name goes before"
    assert who_am_i(app, "ghs_x", "acme-incidents[bot]") == APP
    assert who_am_i(app, "ghs_x", None) == ACTIONS_BOT
    assert len(sandbox.requests) == before


@pytest.mark.parametrize(
    "effect", [PostComment(1, "x", "<!-- incident-actions:say x -->\nx"), OpenIssue("x", "x", "x", ("x",))]
)
def test_a_comment_posted_as_another_account_raises_wrong_identity(
    sandbox: Sandbox, app: Connection, effect: PostComment | OpenIssue
) -> None:
    Client(sandbox, sandbox.token("ada")).issue()

    with pytest.raises(WrongIdentity) as noticed:
        IssueWriter(app, ACTIONS_BOT, "main").carry_out(effect)

    assert noticed.value.person.login == APP.login


def test_a_tokens_account_is_asked_for_once_a_run(sandbox: Sandbox, app: Connection) -> None:
    before = len(sandbox.requests)

    assert [is_token_account(app, each) for each in (APP, OTHER, ACTIONS_BOT)] == [True, False, False]
    assert [one.path for one in sandbox.requests[before:]] == ["/api/graphql"]


@pytest.mark.parametrize(
    "reply",
    [BAD_GATEWAY, Reply(200, {"errors": [{"message": "x"}]}), Reply(200, {"data": {"viewer": None}}), Reply(200, [])],
)
def test_nobody_is_taken_for_us_if_github_does_not_answer(sandbox: Sandbox, app: Connection, reply: Reply) -> None:
    sandbox.faults.add(Fault(reply, route="/graphql", login=None))

    assert not is_token_account(app, APP)


def test_a_foreign_author_is_a_bot_on_an_issue_without_our_card() -> None:
    issue = Issue(1, 1, "x", "", open=True, author=Person("ada"), created=NOW, updated=NOW)
    cards = {
        who: Comment(who.id, who, f"{CARD_MARK}\nx", NOW, NOW)
        for who in (OTHER, Person("ada", 2), Person(APP.login, 3))
    }

    def seen(*comments: Comment) -> Person | None:
        return foreign_author(Snapshot("acme/shop", APP, issue, comments))

    assert seen(cards[OTHER]) == OTHER
    assert seen(*cards.values()) is None
    assert [seen(card) for who, card in cards.items() if who != OTHER] == [None, None]


def test_a_former_account_is_ours_and_we_are_not_it() -> None:
    now = Person(APP.login, 3, bot=True, formerly=(ACTIONS_BOT,))

    assert ACTIONS_BOT.is_same_as(now)
    assert not now.is_same_as(ACTIONS_BOT)
    assert not OTHER.is_same_as(now)


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
