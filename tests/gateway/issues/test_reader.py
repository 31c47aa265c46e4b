"""Snapshots of long and short issues, and the records of other incidents."""

import time
from datetime import timedelta

import pytest

from incident_actions.contract.card_comment import CARD_MARK, RECORD_PAGE_MARK
from incident_actions.contract.effects import AddReaction, PinComment
from incident_actions.gateway.client.errors import IssueNotFound
from incident_actions.gateway.issues.reader import IssueReader
from incident_actions.gateway.issues.write_cache import WriteCache
from incident_actions.gateway.issues.writer import IssueWriter
from incident_actions.model.incident.entry import Acknowledged
from incident_actions.sandbox import Sandbox
from incident_actions.text import record
from tests.sandbox.client import Client


def paths(sandbox: Sandbox, since: int) -> list[str]:
    """What was asked of the sandbox since so many requests."""
    return [f"{one.path.removeprefix('/api/v3/repos/acme/shop/')}?{one.query}" for one in sandbox.requests[since:]]


def test_a_card_on_the_first_page_leads_to_the_comments_that_are_new(
    sandbox: Sandbox, reader: IssueReader, ada: Client, bot: Client
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


def test_pages_of_a_record_that_the_lists_do_not_show_are_read_at_the_same_time(
    sandbox: Sandbox, reader: IssueReader, ada: Client, bot: Client
) -> None:
    ada.issue()
    card = bot.json("POST", "issues/1/comments", {"body": f"{CARD_MARK}\nCard"})
    for place in range(100):
        ada.json("POST", "issues/1/comments", {"body": f"talk {place}"})
    now = sandbox.clock.now()
    kept = Acknowledged(at=now, accepted=now)
    text = f"{RECORD_PAGE_MARK}\nPage\n\n{record.write_record((kept,))}"
    pages = [int(bot.json("POST", "issues/1/comments", {"body": text})["id"]) for _ in range(2)]
    sandbox.clock.advance(timedelta(hours=4))
    newest = Acknowledged(at=sandbox.clock.now(), accepted=sandbox.clock.now())
    block = record.write_record((newest,), pages)
    bot.json("PATCH", f"issues/comments/{card['id']}", {"body": f"{CARD_MARK}\nCard\n\n{block}"})
    before = len(sandbox.requests)

    reader.snapshot(1)
    started = time.monotonic()
    while len(sandbox.requests) < before + 5 and time.monotonic() < started + 5:
        time.sleep(0.01)
    found = [reader.comment(page) for page in pages]

    assert [each.body for each in found if each] == [text, text]
    assert sorted(paths(sandbox, before)[3:]) == [f"issues/comments/{page}?" for page in pages]


def test_without_a_card_every_page_is_read(sandbox: Sandbox, reader: IssueReader, ada: Client) -> None:
    ada.issue()
    for place in range(201):
        ada.json("POST", "issues/1/comments", {"body": f"talk {place}"})

    assert [each.body for each in reader.snapshot(1).comments] == [f"talk {place}" for place in range(201)]


def test_a_second_look_reads_what_changed_since_the_first(sandbox: Sandbox, reader: IssueReader, ada: Client) -> None:
    ada.issue()
    first, *_ = (ada.json("POST", "issues/1/comments", {"body": f"talk {place}"}) for place in range(150))
    sandbox.clock.advance(timedelta(hours=4))
    ada.json("POST", "issues/1/comments", {"body": "/sev 1"})
    snapshot = reader.snapshot(1)
    sandbox.clock.advance(timedelta(seconds=1))
    ada.json("PATCH", f"issues/comments/{first['id']}", {"body": "another run wrote this"})
    ada.json("POST", "issues/1/comments", {"body": "/sev 2"})
    before = len(sandbox.requests)

    again = reader.refresh(snapshot, WriteCache())

    assert [each.body for each in again.comments] == [
        "another run wrote this",
        *(f"talk {place}" for place in range(1, 150)),
        "/sev 1",
        "/sev 2",
    ]
    assert paths(sandbox, before) == ["issues/1/comments?per_page=100&since=2026-03-04T15:52:32Z"]


def test_a_second_look_at_an_issue_without_comments_reads_them_all(reader: IssueReader, ada: Client) -> None:
    ada.issue()
    snapshot = reader.snapshot(1)
    ada.json("POST", "issues/1/comments", {"body": "/sev 1"})

    assert [each.body for each in reader.refresh(snapshot, WriteCache()).comments] == ["/sev 1"]


def test_a_second_look_knows_the_reaction_and_the_pin_that_the_run_gave_an_old_comment(
    sandbox: Sandbox, reader: IssueReader, writer: IssueWriter, ada: Client
) -> None:
    ada.issue()
    old = ada.json("POST", "issues/1/comments", {"body": "/sev 1"})["id"]
    sandbox.clock.advance(timedelta(hours=1))
    ada.json("POST", "issues/1/comments", {"body": "talk"})
    snapshot = reader.snapshot(1)
    writer.carry_out(AddReaction(old, "+1"))
    writer.carry_out(PinComment(old))

    shown, _ = reader.refresh(snapshot, writer.write_cache).comments

    assert ("+1" in (shown.reactions or ()), shown.pinned) == (True, True)


def test_a_missing_issue_raises_issue_not_found(reader: IssueReader) -> None:
    with pytest.raises(IssueNotFound, match=r"^There is no issue #7 in acme/shop$"):
        reader.snapshot(7)


def test_another_incidents_record_has_only_the_pages_that_its_card_lists(
    sandbox: Sandbox, reader: IssueReader, ada: Client, bot: Client
) -> None:
    ada.issue()
    now = sandbox.clock.now()
    first, second, forged = (Acknowledged(at=now, accepted=now, by=login) for login in ("ada", "grace", "mallory"))
    texts = (f"{RECORD_PAGE_MARK}\nPage\n\n{record.write_record((entry,))}" for entry in (forged, first))
    _, listed = (bot.json("POST", "issues/1/comments", {"body": text})["id"] for text in texts)
    bot.json("POST", "issues/1/comments", {"body": f"{CARD_MARK}\nCard\n\n{record.write_record((second,), (listed,))}"})

    assert reader.record(1) == (first, second)
    assert reader.record(9) == ()
