"""The records of many incidents in few requests, and which of them changed."""

from datetime import timedelta

from incident_actions.contract.card_comment import CARD_MARK, RECORD_PAGE_MARK
from incident_actions.contract.events import read_issue
from incident_actions.contract.incident_record import Legibility
from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.incident_records import issues_with_changed_comments, read_incident_records
from incident_actions.gateway.issues.reader import IssueReader
from incident_actions.model.incident.entry import Declared, NoteAdded
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import NOT_FOUND, Fault
from incident_actions.text import record
from tests.gateway.conftest import NOON
from tests.sandbox.client import Client

BEGUN = Declared(at=NOON, accepted=NOON, by="ada", title="Checkout is down", severity="SEV1")


def declare(bot: Client, number: int, body: str = "") -> None:
    bot.json(
        "POST",
        f"issues/{number}/comments",
        {"body": body or f"{CARD_MARK}\nCard\n\n{record.write_record((BEGUN,))}"},
    )


def test_sixty_records_take_two_requests_and_keep_their_order(
    sandbox: Sandbox, connection: Connection, reader: IssueReader, ada: Client, bot: Client
) -> None:
    issues = [read_issue(ada.issue()) for _ in range(60)]
    for each in issues[:-1]:
        declare(bot, each.number)
    before = len(sandbox.requests)

    found = list(read_incident_records(reader, issues))

    assert [each.issue.number for each in found] == list(range(1, 61))
    assert [each.entries for each in found] == [(BEGUN,)] * 59 + [()]
    assert [each.legibility for each in found[-2:]] == [Legibility.WHOLE, Legibility.MISSING]
    assert len(sandbox.requests) - before == 2


def test_a_page_behind_a_hundred_comments_is_read_too(reader: IssueReader, ada: Client, bot: Client) -> None:
    issue = read_issue(ada.issue())
    note = NoteAdded(at=NOON, accepted=NOON, by="ada", text="It began again")
    declare(bot, 1)
    for place in range(100):
        ada.json("POST", "issues/1/comments", {"body": f"talk {place}"})
    page = bot.json(
        "POST", "issues/1/comments", {"body": f"{RECORD_PAGE_MARK}\nPage\n\n{record.write_record((BEGUN,))}"}
    )
    [card] = [each for each in ada.json("GET", "issues/1/comments") if each["body"].startswith(CARD_MARK)]
    text = f"{CARD_MARK}\nCard\n\n{record.write_record((note,), pages=[page['id']])}"
    bot.json("PATCH", f"issues/comments/{card['id']}", {"body": text})

    [found] = read_incident_records(reader, [issue])

    assert (found.entries, found.is_whole, found.card) == ((BEGUN, note), True, card["id"])


def test_without_graphql_each_record_takes_a_request_of_its_own(
    sandbox: Sandbox, reader: IssueReader, ada: Client, bot: Client
) -> None:
    issues = [read_issue(ada.issue()) for _ in range(3)]
    for each in issues:
        declare(bot, each.number)
    sandbox.faults.add(Fault(NOT_FOUND, route="POST /graphql", times=None))

    assert [each.entries for each in read_incident_records(reader, issues)] == [(BEGUN,)] * 3


def test_issues_whose_comments_changed_are_known_in_one_request(
    sandbox: Sandbox, connection: Connection, ada: Client, bot: Client
) -> None:
    for _ in range(3):
        ada.issue()
    declare(bot, 1)
    sandbox.clock.advance(timedelta(days=1))
    since = sandbox.clock.now()
    declare(bot, 3)
    before = len(sandbox.requests)

    assert issues_with_changed_comments(connection, since) == frozenset({3})
    assert len(sandbox.requests) - before == 1


def test_a_server_without_such_a_list_is_not_an_error(sandbox: Sandbox, connection: Connection) -> None:
    sandbox.faults.add(Fault(NOT_FOUND, route="GET /repos/{owner}/{repo}/issues/comments"))

    assert issues_with_changed_comments(connection, NOON) is None
