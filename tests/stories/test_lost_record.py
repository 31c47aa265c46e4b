"""A card that somebody edited, cut off or deleted: the record survives or is built again, and the card says that it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from incident_actions.contract import card_comment
from incident_actions.model.incident.entry import Entry, NoteAdded
from incident_actions.sandbox import Job
from incident_actions.sandbox.state.records import ACTIONS_BOT
from incident_actions.text import record
from tests.stories.team import Team, in_process

KEY = "a key of the repository's secrets"


def with_key(key: str) -> Callable[[Job], int]:
    """Run jobs in a repository that signs its records."""
    return lambda job: in_process(replace(job, environment={**job.environment, "INCIDENT_SIGNING_KEY": key}))


keyed = with_key(KEY)


@pytest.fixture(params=[in_process, keyed], ids=["unsigned", "signed"])
def signing(request: pytest.FixtureRequest, team: Team) -> bool:
    team.sandbox.jobs.runner = request.param
    return bool(request.param is keyed)


def night(team: Team) -> int:
    """An incident with a bit of everything, resolved, its post-mortem open."""
    incident = team.file("grace", "Checkout is down", severity="SEV-1: Everything is down")
    team.say("grace", incident, "/ack\n/ic")
    team.say("linus", incident, "/note 13:50 the deploy went out\n/sev 2")
    team.say("mary", incident, "/note may I?")
    team.say("grace", incident, "/update we roll back\n/hotfix pool size")
    team.say("grace", incident, "/action @linus 2026-06-01 Alert on pool exhaustion detect")
    labels = [label for label in team.shows(incident)["labels"] if label != "SEV-1"]
    team.set("ada", f"issues/{incident}", labels=[*labels, "SEV-2"])
    team.say("grace", incident, "/mitigated\n/resolve rolled back")
    return incident


def card_of(team: Team, incident: int) -> dict[str, Any]:
    (card,) = (each for each in team.comments(incident) if each["body"].startswith(card_comment.CARD_MARK))
    return card


def facts(team: Team, incident: int) -> list[tuple[Any, ...]]:
    """What the record says, without when each entry was accepted."""
    block = record.read_block(card_of(team, incident)["body"])
    assert block
    return sorted(_told(entry) for entry in block.entries if entry.kind not in ("mended", "changes-listed"))


def _told(entry: Entry) -> tuple[Any, ...]:
    return (entry.kind, entry.by, entry.comment, entry.index, f"{entry.at:%H:%M}" if entry.by else "")


def seen(team: Team, incident: int) -> dict[str, Any]:
    """What stands, apart from how the card tells it."""
    pulls = team.as_("ada").json("GET", "pulls", params={"state": "all", "direction": "asc"})
    return {
        "shows": team.shows(incident),
        "replies": [said for said in team.replies(incident) if said],
        "reactions": team.reactions(incident),
        "items": [(each["number"], each["title"], each["state"]) for each in team.items()],
        "pulls": [(each["number"], each["title"], each["state"]) for each in pulls],
        "headline": team.headline(incident),
        "facts": facts(team, incident),
    }


def delete(team: Team, incident: int) -> None:
    team.as_("grace").json("DELETE", f"issues/comments/{card_of(team, incident)['id']}")


def change(how: Callable[[str], str], login: str = "grace") -> Callable[[Team, int], None]:
    def act(team: Team, incident: int) -> None:
        team.later(minutes=5)
        card = card_of(team, incident)
        team.as_(login).json("PATCH", f"issues/comments/{card['id']}", {"body": how(card["body"])})

    return act


def forged(body: str) -> str:
    """The card as somebody with write access might wish it, its seal made anew."""
    block = record.read_block(body)
    assert block
    entries = tuple(replace(entry, by="mary") if entry.kind == "resolved" else entry for entry in block.entries)
    return f"{record.visible_text(body)}\n{record.write_record(entries, block.pages, block.written)}"


HARMS: dict[str, Callable[[Team, int], None]] = {
    "deleted": delete,
    "emptied": change(lambda _: "oops"),
    "cut off": change(lambda body: body[: body.index('"kind":"note"')]),
    "without its record": change(record.visible_text),
    "its record reworded": change(lambda body: body.replace('"by":"grace"', '"by":"mary"')),
    "its face reworded": change(lambda body: body.replace("## 🟠 SEV-2 · Resolved", "## 🟢 All is well")),
    "forged": change(forged),
    "forged by another workflow": change(forged, ACTIONS_BOT),
}
SAYS = {
    ("deleted", False): "Deleted, and rebuilt",
    ("deleted", True): "Deleted, and rebuilt",
    ("emptied", False): "Deleted, and rebuilt",
    ("emptied", True): "Deleted, and rebuilt",
    ("cut off", False): "Damaged, and rebuilt",
    ("cut off", True): "Damaged, and rebuilt",
    ("without its record", False): "Damaged, and rebuilt",
    ("without its record", True): "Damaged, and rebuilt",
    ("its record reworded", False): "Damaged, and rebuilt",
    ("its record reworded", True): "Damaged, and rebuilt",
    ("its face reworded", False): "Edited manually, and restored",
    ("its face reworded", True): "Damaged, and rebuilt",
    ("forged", False): "Edited manually, and restored",
    ("forged", True): "Damaged, and rebuilt",
    ("forged by another workflow", False): "",
    ("forged by another workflow", True): "Damaged, and rebuilt",
}
KEPT = {("its record reworded", False), ("forged", False), ("forged by another workflow", False)}
"""What is not undone without a key: the entries can be read, so they are kept; a hand that is not ours is noticed."""


@pytest.mark.parametrize("harm", HARMS)
def test_the_record_survives(team: Team, harm: str, *, signing: bool) -> None:
    incident = night(team)
    before = seen(team, incident)

    HARMS[harm](team, incident)
    team.sweep()

    after = seen(team, incident)
    if (harm, signing) in KEPT:
        assert after.pop("facts") != before.pop("facts")
    assert after == before
    row = team.row(incident, "Record")
    nameless = SAYS[harm, signing].startswith("Deleted") or harm == "forged by another workflow"
    by = "" if nameless else ". Check what `grace` changed"
    assert re.sub(r" at [0-9-]*\s?[0-9:]{5}", "", row) == SAYS[harm, signing] + by


@pytest.mark.rest
@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.usefixtures("signing")
def test_a_repair_is_reported_once(team: Team, harm: str) -> None:
    incident = night(team)
    HARMS[harm](team, incident)
    team.sweep()
    card = card_of(team, incident)

    team.sweep()

    assert card_of(team, incident) == card


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("", KEY, "Damaged, and rebuilt"),
        (KEY, "another", "Damaged, and rebuilt"),
        (KEY, "", "Damaged, and rebuilt"),
    ],
    ids=["set", "changed", "lost"],
)
@pytest.mark.rest
def test_nothing_is_lost_with_another_key(team: Team, before: str, after: str, says: str) -> None:
    team.sandbox.jobs.runner = with_key(before)
    incident = night(team)
    stood = seen(team, incident)

    team.sandbox.jobs.runner = with_key(after)
    team.sweep()
    card = card_of(team, incident)
    team.sweep()

    assert seen(team, incident) == stood
    assert re.sub(r" at [0-9-]*\s?[0-9:]{5}", "", team.row(incident, "Record")) == says
    assert card_of(team, incident) == card


def test_an_incident_declared_by_a_comment_is_built_again_from_it(team: Team) -> None:
    incident = team.open("mary", "Checkout hangs")
    team.say("grace", incident, "/declare 2 Checkout hangs in the EU\n/ack")
    before = seen(team, incident)

    delete(team, incident)
    team.say("mary", incident, "/help")

    after = seen(team, incident)
    assert [fact for fact in after["facts"] if fact[0] != "answered"] == before["facts"]
    assert after["shows"] == before["shows"]


@pytest.mark.rest
def test_a_rejected_review_stays_rejected_and_a_merged_one_merged(team: Team) -> None:
    incident = night(team)
    team.set("ada", "pulls/4", state="closed")
    rejected = seen(team, incident)

    delete(team, incident)
    team.sweep()

    assert seen(team, incident) == rejected
    team.say("grace", incident, "/postmortem")
    team.merge("ada", 5)
    merged = seen(team, incident)
    assert merged["shows"]["state"] == "closed"

    delete(team, incident)
    team.say("ada", incident, "/help")

    after = seen(team, incident)
    assert (after["shows"], after["items"], after["pulls"]) == (merged["shows"], merged["items"], merged["pulls"])
    assert after["headline"] == merged["headline"]
    assert after["replies"][:-1] == merged["replies"]


def test_an_edited_command_is_counted_and_not_run_again(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity="SEV-3: A minor feature is broken")
    team.say("grace", incident, "/note the cache was cold")
    (note,) = (each for each in team.comments(incident) if each["body"].startswith("/note"))
    team.later(minutes=5)
    team.as_("ada").json("PATCH", f"issues/comments/{note['id']}", {"body": "/sev 1"})

    delete(team, incident)
    team.sweep()

    assert team.headline(incident).startswith("🟡 SEV-3")
    assert team.timeline(incident)[-1].endswith("1 comment has been edited since and could not be read")
    assert team.replies(incident) == []


@pytest.mark.rest
def test_a_page_of_the_record_that_was_deleted_is_built_again(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity="SEV-3: A minor feature is broken")
    for place in range(12):
        team.say("grace", incident, f"/note {place} " + "x" * 1_990)
    (page,) = (each for each in team.comments(incident) if each["body"].startswith(card_comment.RECORD_PAGE_MARK))
    before = notes(team, incident)

    team.as_("grace").json("DELETE", f"issues/comments/{page['id']}")
    team.sweep()

    assert sorted(notes(team, incident)) == sorted(before) == sorted(map(str, range(12)))
    assert team.row(incident, "Record").startswith("Damaged, and rebuilt at 14:")


def notes(team: Team, incident: int) -> list[str]:
    """The first word of every note, pages included."""
    found = [
        block.entries
        for each in team.comments(incident)
        if each["body"].startswith((card_comment.CARD_MARK, card_comment.RECORD_PAGE_MARK))
        and (block := record.read_block(each["body"]))
    ]
    return [entry.text.split()[0] for entries in found for entry in entries if isinstance(entry, NoteAdded)]


def test_a_comment_that_was_deleted_after_it_was_accepted_stays_on_record(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity="SEV-3: A minor feature is broken")
    team.say("grace", incident, "/sev 2")
    (command,) = (each for each in team.comments(incident) if each["body"] == "/sev 2")

    team.as_("grace").json("DELETE", f"issues/comments/{command['id']}")
    team.sweep()

    assert team.headline(incident) == "🟠 SEV-2 · Investigating"
    assert team.row(incident, "Record") == ""


def test_an_incident_of_another_bot_is_not_taken_for_a_lost_one(team: Team) -> None:
    number = team.open("grace", "Not an incident", labels=["SEV-1", "status: investigating"])

    team.say("grace", number, "/ack")

    assert team.cards(number) == []
