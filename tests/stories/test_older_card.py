"""A card that somebody put back to an earlier text, whose seal is right: with a key the record is built again."""

from __future__ import annotations

import re
from typing import Any

import pytest

from incident_actions.contract import card_comment
from incident_actions.engine import record_sequence
from incident_actions.model.incident import entry as e
from incident_actions.sandbox.state.records import ACTIONS_BOT
from incident_actions.text import record
from incident_actions.text.seal import Seal
from tests.stories.conftest import WEDNESDAY
from tests.stories.team import Team, in_process
from tests.stories.test_lost_record import KEY, card_of, delete, keyed, notes


@pytest.fixture(autouse=True)
def signed(team: Team) -> None:
    team.sandbox.jobs.runner = keyed


def put_back(team: Team, incident: int, text: str, login: str = "grace") -> None:
    """Edit the card back to a text that it had."""
    team.later(minutes=5)
    team.as_(login).json("PATCH", f"issues/comments/{card_of(team, incident)['id']}", {"body": text})


def comment_of(team: Team, incident: int, text: str) -> dict[str, Any]:
    (found,) = (each for each in team.comments(incident) if each["body"] == text)
    return found


def delete_comment(team: Team, incident: int, text: str) -> None:
    team.as_("grace").json("DELETE", f"issues/comments/{comment_of(team, incident, text)['id']}")
    team.settle()  # the run that notes the deletion has written its card


def record_row(team: Team, incident: int) -> str:
    return re.sub(r" at [0-9-]*\s?[0-9:]{5}", "", team.row(incident, "Record"))


def declared(team: Team) -> int:
    incident = team.file("grace", "Search is slow", severity="SEV-3: A minor feature is broken")
    team.say("grace", incident, "/ack\n/note before")
    return incident


def test_a_writer_cannot_put_an_older_card_back_unnoticed(team: Team) -> None:
    incident = declared(team)
    older = card_of(team, incident)["body"]
    team.say("ada", incident, "/note the deploy at 13:50 did it")
    team.say("ada", incident, "/note after\n/sev 2")

    delete_comment(team, incident, "/note the deploy at 13:50 did it")
    put_back(team, incident, older)
    team.sweep()

    assert record_row(team, incident) == "Damaged, and rebuilt. Check what `grace` changed"
    assert notes(team, incident) == ["before", "after"]
    assert team.headline(incident) == "🟠 SEV-2 · Investigating"
    card = card_of(team, incident)
    team.sweep()
    assert card_of(team, incident) == card


def test_a_card_that_another_workflow_puts_back_is_older_than_the_comments_since_prove(team: Team) -> None:
    incident = declared(team)
    older = card_of(team, incident)["body"]
    team.say("ada", incident, "/note one\n/note two")
    team.say("grace", incident, "/help")

    delete_comment(team, incident, "/note one\n/note two")
    put_back(team, incident, older, ACTIONS_BOT)
    team.sweep()

    assert record_row(team, incident) == "Damaged, and rebuilt. At least 1 entry could not be restored"
    assert notes(team, incident) == ["before"]


@pytest.mark.rest
def test_a_lost_entry_is_counted_once(team: Team) -> None:
    incident = declared(team)
    older = card_of(team, incident)["body"]
    team.say("ada", incident, "/note one\n/note two\n/note three")
    team.say("grace", incident, "/help")
    delete_comment(team, incident, "/note one\n/note two\n/note three")
    put_back(team, incident, older)
    team.sweep()
    team.say("grace", incident, "/note later")
    rebuilt = card_of(team, incident)["body"]
    team.say("grace", incident, "/note last")

    put_back(team, incident, rebuilt)
    team.sweep()

    assert record_row(team, incident) == "Damaged, and rebuilt. Check what `grace` changed"
    assert notes(team, incident) == ["before", "later", "last"]


@pytest.mark.rest
def test_a_card_from_before_the_record_was_rebuilt_is_older_too(team: Team) -> None:
    incident = declared(team)
    team.say("ada", incident, "/note one\n/note two\n/note three")
    team.say("grace", incident, "/help")
    full = card_of(team, incident)["body"]
    delete_comment(team, incident, "/note one\n/note two\n/note three")
    delete(team, incident)
    team.sweep()
    team.say("grace", incident, "/help")

    put_back(team, incident, full, ACTIONS_BOT)
    team.sweep()

    assert record_row(team, incident).startswith("Damaged, and rebuilt")
    assert notes(team, incident) == ["before", "one", "two", "three"]


def test_a_sequence_that_a_writer_made_up_proves_nothing(team: Team) -> None:
    incident = declared(team)
    team.say("grace", incident, "/help")
    (said,) = (
        each for each in team.comments(incident) if record_sequence.SEQUENCE_MARK.partition("{")[0] in each["body"]
    )
    before = card_of(team, incident)

    forged = re.sub(r"sequence 0\.\d+", "sequence 0.99", said["body"])
    assert forged != said["body"]
    team.as_("grace").json("PATCH", f"issues/comments/{said['id']}", {"body": forged})
    team.sweep()

    assert card_of(team, incident) == before


def test_without_a_key_no_comment_and_no_card_bears_a_sequence(team: Team) -> None:
    team.sandbox.jobs.runner = in_process
    incident = declared(team)
    team.say("grace", incident, "/help")

    assert not [each for each in team.comments(incident) if "sequence" in each["body"]]


def test_nothing_more_is_asked_of_github_where_nobody_touched_the_card(team: Team) -> None:
    incident = declared(team)
    team.say("grace", incident, "/help")
    before = len(team.sandbox.requests)

    team.say("ada", incident, "/note one\n/sev 2")

    asked = [one.path for one in team.sandbox.requests[before:]]
    assert [path for path in asked if path.endswith(("/graphql", "/timeline"))] == []


def test_a_card_without_a_sequence_is_believed_and_gets_one_with_its_next_entry(team: Team) -> None:
    incident = declared(team)
    card = card_of(team, incident)
    issue = team.as_("ada").json("GET", f"issues/{incident}")
    block = record.read_block(card["body"])
    assert block
    assert block.sequence.entries == len(block.entries)
    seal = Seal(KEY.encode(), f"issue {issue['id']}")
    earlier = (
        f"{record.visible_text(card['body'])}\n{record.write_record(block.entries, block.pages, block.written, seal)}"
    )
    team.as_(ACTIONS_BOT).json("PATCH", f"issues/comments/{card['id']}", {"body": earlier})

    team.sweep()
    assert card_of(team, incident)["body"] == earlier
    team.say("grace", incident, "/note more")

    after = record.read_block(card_of(team, incident)["body"])
    assert after
    assert after.sequence == (0, len(after.entries))
    assert team.row(incident, "Record") == ""
    assert card_comment.CARD_MARK in earlier


def test_a_card_that_came_with_a_transferred_issue_is_none(team: Team) -> None:
    """GitHub carries comments over with their authors, and `github-actions[bot]` is one account everywhere."""
    issue = team.open("mary", "Checkout hangs")
    forged = record.write_record(
        (
            e.Declared(
                at=WEDNESDAY, accepted=WEDNESDAY, by="mallory", severity="SEV-1", status="Investigating", title="x"
            ),
        ),
        at=WEDNESDAY,
        seal=Seal(b"the key of another repository", "issue 1"),
    )
    body = f"{card_comment.CARD_MARK}\nforged\n\n{forged}"
    team.as_(ACTIONS_BOT).json("POST", f"issues/{issue}/comments", {"body": body})

    team.say("ada", issue, "/help")
    unmoved = team.shows(issue)["labels"]
    team.say("ada", issue, "/declare 3")
    team.say("ada", issue, "/note it is ours now")

    assert unmoved == []
    assert team.shows(issue)["labels"] == ["SEV-3", "incident", "status: investigating"]
    assert notes(team, issue) == ["it"]
    assert "mallory" not in team.cards(issue)[0]
