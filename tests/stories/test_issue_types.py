"""Incidents and action items get the issue types of the configuration, and people's own choice stays."""

from __future__ import annotations

import pytest

from tests.stories.conftest import CONFIGURATION
from tests.stories.team import Team

pytestmark = pytest.mark.rest


def kind(team: Team, issue: int) -> str | None:
    return (team.as_("ada").json("GET", f"issues/{issue}").get("type") or {}).get("name")


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (["Bug", "Task", "Feature"], ["Bug", "Task", "Feature"]),
        (["Feature"], [None, None, "Feature"]),
        ([], [None, None, None]),
    ],
)
def test_an_incident_and_its_items_have_their_types_where_the_organization_has_them(
    team: Team, known: list[str], expected: list[str | None]
) -> None:
    team.sandbox.repository("acme/shop").settings.issue_types = known
    types = "issue_types: { incident: Bug, action_item: Task, by_item_type: { detect: Feature } }"
    team.write("ada", ".github/incidents.yml", "main", f"{CONFIGURATION}{types}\n")
    incident = team.file("grace", "Checkout is down")
    team.say("grace", incident, "/action @ada 2026-04-01 size the pool\n/action @ada 2026-04-01 alert on it detect")
    order = {"labels": "action-item", "direction": "asc"}
    items = [each["number"] for each in team.as_("ada").json("GET", "issues", params=order)]

    assert [kind(team, each) for each in (incident, *items)] == expected

    if known:
        team.set("ada", f"issues/{incident}", type="Feature")
        team.say("grace", incident, "/update still looking")
        team.sweep()
        assert kind(team, incident) == "Feature"
