"""Who has several action items due gets one comment a day, on the issue of the week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from incident_actions.gateway.client import write_pace
from incident_actions.model.incident.entry import ItemDone, ItemOpened
from incident_actions.text import record
from tests.front_door import WEDNESDAY, Door, open_front_door
from tests.sandbox.client import Client

TODAY = WEDNESDAY.date()
LABEL = "weekly-action-items"
WAYS = (
    "\n\nOn the issue of each, finish it with `/done <evidence>` or `/drop <reason>`, or move it with `/due <date>` or"
    " `/snooze 5d <reason>`. To pause all your reminders, comment here: `/snooze until <date>`."
)


@pytest.fixture(autouse=True)
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits between two writes."""
    monkeypatch.setattr(write_pace, "SECONDS_APART", 0.0)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with open_front_door(tmp_path, held=False) as door:
        yield door


def open_item(door: Door, text: str, owner: str, due: date, **more: Any) -> int:
    """Open an action item, and return its number."""
    entry = ItemOpened(
        at=WEDNESDAY, accepted=WEDNESDAY, incident=1, key=f"c1.{text}", text=text, owner=owner, due=due, **more
    )
    bot = Client(door.sandbox, door.sandbox.installation_token)
    body = f"An action item.\n\n{record.write_record((entry,))}"
    given = bot.json("POST", "issues", {"title": text, "body": body, "labels": ["action-item"], "assignees": []})
    return int(given["number"])


def sweep(door: Door, *options: str, **later: float) -> tuple[str, ...]:
    """Run a sweep some time later, and return its writes."""
    door.sandbox.clock.advance(timedelta(**later))
    ran = door.run(door.sweep(), *options)
    assert ran.code == 0, ran.output
    return ran.writes


def weeks(door: Door, state: str = "open") -> list[dict[str, Any]]:
    """Return the issues of weeks, oldest first."""
    asked = {"labels": LABEL, "state": state, "direction": "asc"}
    return list(door.as_("ada").json("GET", "issues", params=asked))


def comments(door: Door, *numbers: int) -> list[list[str]]:
    """Return the tool's comments on issues."""
    return [door.tool_comments(number) for number in numbers]


def test_several_items_for_one_person_become_one_comment_on_the_issue_of_the_week(door: Door) -> None:
    open_item(door, "Alert on the pool", "ada", TODAY)
    open_item(door, "Write the @mary runbook", "ada", TODAY - timedelta(days=1))
    open_item(door, "Drop idle connections", "grace", TODAY + timedelta(days=3))
    open_item(door, "Rotate the logs", "grace", TODAY + timedelta(days=30))

    first, second = sweep(door), sweep(door, hours=1)

    (week,) = weeks(door)
    assert week["title"] == "Action items in the week of 2026-03-02"
    assert record.visible_text(week["body"]).partition("\n\n<!--")[0].replace("\u200b", "") == (
        "Action items of incidents, 2026-03-02 to 2026-03-08: 4 open, **1 overdue**, 0 moved and 0 done this week.\n\n"
        "**Overdue**\n\n- #2 Write the @mary runbook · `ada` · 1 day late\n\n"
        "**Open**\n\n- #1 Alert on the pool · `ada` · due 2026-03-04\n"
        "- #3 Drop idle connections · `grace` · due 2026-03-07\n- #4 Rotate the logs · `grace` · due 2026-04-03"
    )
    said = comments(door, 1, 2, 3, 4, week["number"])
    assert said[:2] == [[], []]
    assert said[2] == [
        "@grace, this action item of #1 is due on **2026-03-07** (in 3 days).\n\n"
        "Finish it with `/done <evidence>` or `/drop <reason>`, or move it with `/due <date>` or `/snooze 5d <reason>`."
    ]
    assert said[4] == [
        f"@ada, these action items need you:\n\n- #2 Write the @\u200bmary runbook: was due on 2026-03-03 (1 day ago).\n"
        f"- #1 Alert on the pool: due on 2026-03-04 (today).{WAYS}"
    ]
    assert first.count("POST issues") == 1
    assert second == ()


def test_everybody_who_is_reminded_of_an_item_in_a_digest_gets_a_digest(door: Door) -> None:
    late = open_item(door, "Alert on the pool", "grace", TODAY - timedelta(days=3), lead="ada")
    open_item(door, "Write the runbook", "grace", TODAY)

    sweep(door)

    (week,) = weeks(door)
    assert comments(door, late) == [[]]
    assert [text.partition(WAYS)[0] for text in comments(door, week["number"])[0]] == [
        (
            "@grace, these action items need you:\n\n- #1 Alert on the pool: was due on 2026-03-01 (3 days ago).\n"
            "- #2 Write the runbook: due on 2026-03-04 (today)."
        ),
        (
            "@ada, these action items need you:\n\n- #1 Alert on the pool: was due on 2026-03-01 (3 days ago)."
            " You get this because you led #1."
        ),
    ]


def test_whoever_cannot_be_reached_is_passed_over_at_once(door: Door) -> None:
    del door.sandbox.repository("acme/shop").roles["grace"]
    for text in ("Alert on the pool", "Write the runbook"):
        open_item(door, text, "grace", TODAY, lead="ada")
    alone = open_item(door, "Drop idle connections", "mallory", TODAY, lead="linus")

    sweep(door)

    (week,) = weeks(door)
    line = "due on 2026-03-04 (today). Its owner `grace` can't be assigned any more: `/owner @user`."
    assert [text.partition(WAYS)[0] for text in comments(door, week["number"])[0]] == [
        "@ada, these action items need you:\n\n"
        f"- #1 Alert on the pool: {line} You get this because you led #1.\n"
        f"- #2 Write the runbook: {line} You get this because you led #1."
    ]
    assert comments(door, alone)[0][0].startswith(
        "This action item of #1 is due on **2026-03-04** (today). Its owner `mallory` can't be assigned any more:"
        " `/owner @user`. @linus, you get this because you led #1 and nobody owns the item."
    )


def test_a_person_on_leave_gets_no_reminders_until_the_day_and_the_snooze_outlives_the_week(door: Door) -> None:
    for text in ("Alert on the pool", "Write the runbook"):
        open_item(door, text, "mary", TODAY, lead="ada")
    sweep(door)
    (week,) = weeks(door)
    job = door.comment("mary", week["number"], "/snooze until 2026-03-20")
    assert door.run(job).code == 0
    assert "`mary` until 2026-03-20" in weeks(door)[0]["body"]
    before = comments(door, week["number"])[0]

    sweep(door, days=1)
    sweep(door, days=4)

    earlier, later = weeks(door, "all")
    assert (earlier["state"], later["title"]) == ("closed", "Action items in the week of 2026-03-09")
    assert comments(door, earlier["number"], 1, 2) == [before, [], []]
    assert "`mary` until 2026-03-20" in later["body"]
    assert [text.partition(", ")[0] for text in comments(door, later["number"])[0]] == ["@ada"]


def test_an_item_that_was_closed_without_evidence_long_ago_counts_as_open(door: Door) -> None:
    opened = ItemOpened(
        at=WEDNESDAY, accepted=WEDNESDAY, incident=1, key="c1.9", text="Alert on the pool", owner="ada", due=TODAY
    )
    done = ItemDone(at=WEDNESDAY, accepted=WEDNESDAY, by="ada", unproven=True)
    bot = Client(door.sandbox, door.sandbox.installation_token)
    body = f"An action item.\n\n{record.write_record((opened, done))}"
    names = ["action-item", "closed-without-evidence"]
    given = bot.json("POST", "issues", {"title": opened.text, "body": body, "labels": names, "assignees": []})
    bot.json("PATCH", f"issues/{given['number']}", {"state": "closed"})
    door.sandbox.clock.advance(timedelta(days=20))
    for text in ("Write the runbook", "Rotate the logs"):
        open_item(door, text, "ada", TODAY + timedelta(days=20))

    sweep(door)

    (week,) = weeks(door)
    assert record.visible_text(week["body"]).partition("\n\n<!--")[0].replace("\u200b", "").split("\n")[:4] == [
        "Action items of incidents, 2026-03-23 to 2026-03-29: 3 open, **1 overdue**, 0 moved and 0 done this week.",
        "",
        "**Overdue**",
        "",
    ]
    assert "- #1 Alert on the pool · `ada` · closed without evidence" in week["body"]
