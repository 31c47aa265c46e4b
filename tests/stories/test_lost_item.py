"""An action item whose record somebody deleted or changed is built again from its incident, and goes on being chased."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from incident_actions.action_items.item import read_item
from incident_actions.contract.events import read_issue
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.person import ACTIONS_BOT
from incident_actions.text import record
from tests.sandbox.client import Client
from tests.stories.team import Team

SEV_3 = "SEV-3: A minor feature is broken, or there is a way around it"
HARMS: dict[str, Callable[[str], str]] = {
    "emptied": lambda _: "",
    "rewritten": lambda _: "Alert on it",
    "without its record": record.visible_text,
    "cut off": lambda body: body[:-30],
    "another owner written in": lambda body: body.replace('"owner":"linus"', '"owner":"mary"'),
}


def promised(team: Team) -> int:
    """An incident with an action item that was moved once."""
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    team.say("grace", incident, "/ic\n/action @linus 2026-03-14 Cache the facets prevent")
    item = int(team.items()[0]["number"])
    team.say("linus", item, "/due 2026-03-20")
    return item


def item_of(team: Team, number: int) -> ActionItem:
    given: dict[str, Any] = team.as_("ada").json("GET", f"issues/{number}")
    found = read_item(read_issue(given), ACTIONS_BOT)
    assert found
    return found


@pytest.mark.parametrize("harm", HARMS)
def test_a_lost_action_item_is_rebuilt(team: Team, harm: str) -> None:
    number = promised(team)
    before = item_of(team, number)
    body = team.as_("ada").json("GET", f"issues/{number}")["body"]

    team.as_("grace").json("PATCH", f"issues/{number}", {"body": HARMS[harm](body)})
    team.sweep()

    after = item_of(team, number)
    assert after.repaired
    assert replace(after, repaired=None, reminded=before.reminded) == before
    assert (
        "It was rebuilt from the record of #1 and the comments"
        in team.as_("ada").json("GET", f"issues/{number}")["body"]
    )
    assert len(team.items()) == 1


def test_a_rebuilt_action_item_keeps_its_reminders(team: Team) -> None:
    number = promised(team)
    team.as_("grace").json("PATCH", f"issues/{number}", {"body": "oops"})

    team.later(days=16)
    team.sweep()

    (said,) = team.replies(number)
    assert said.startswith(
        "@linus, this action item of #1 is due on **2026-03-20** (today) (moved once, first due 2026-03-14)."
    )


def test_an_action_item_whose_incident_is_gone_too_is_not_made_up(team: Team) -> None:
    bot = Client(team.sandbox, team.sandbox.installation_token)
    number = bot.issue("Alert on it", labels=["action-item"], body="Of #7.")["number"]

    team.sweep()

    assert team.comments(number) == []
