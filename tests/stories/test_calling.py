"""A night in which people are called, take over, and fix it under an issue of its own."""

import pytest

from tests.stories.team import Team

CONFIGURATION = """\
extends: default
escalation: [ada]
contacts:
  manager: { name: Engineering manager, people: [linus] }
ladder:
  - { name: stuck, when: no progress, after: 15, page: [manager], also: [Consider bringing in specialists] }
links: { room: "#incident-{number}" }
severities:
  - { label: SEV-1, definition: Everything is down, update_every: 60, fix_labels: [bug, P0-critical] }
"""


def under_fire(team: Team) -> int:
    """An incident under that configuration, with a commander."""
    team.write("ada", ".github/incidents.yml", "main", CONFIGURATION)
    incident = team.file("grace", "Checkout is down", severity="SEV-1: Everything is down")
    team.say("grace", incident, "/ack\n/ic")
    return incident


def test_people_are_called_and_hand_over(team: Team) -> None:
    incident = under_fire(team)

    (called,) = team.say("grace", incident, "/room\n/page manager: the pool is full")
    assert called.partition("\n")[0] == "@linus: `grace` is paging you (Engineering manager): the pool is full"
    (climbed,) = team.say("grace", incident, "/escalate no idea why")
    assert climbed.startswith(
        "@linus: **`grace` escalated this incident to Engineering manager:** no idea why\n\n- Consider bringing in specialists\n"
    )
    (handed,) = team.say("grace", incident, "/handoff ic @ada the pool is full, nobody knows why")
    assert handed.startswith("@ada, `grace` handed **Incident commander** of this incident over to you.")
    assert "- **Room:** #incident-1" in handed

    assert team.shows(incident)["assignees"] == ["ada"]
    assert [line.partition(" · ")[2] for line in team.timeline(incident)][-5:] == [
        "`grace` is now Incident commander · `grace`",
        "Room: #incident-1 · `grace`",
        "Paged Engineering manager (`linus`): the pool is full · `grace`",
        "Escalated to Engineering manager (`linus`): no idea why · `grace`",
        "`ada` is now Incident commander: the pool is full, nobody knows why · `grace`",
    ]
    assert team.reactions(incident) == ["+1"] * 4


def test_a_rung_gone_to_by_hand_rings_no_more_until_its_second_time(team: Team) -> None:
    incident = under_fire(team)
    team.say("grace", incident, "/escalate no idea why")
    said = len(team.replies(incident))

    team.later(minutes=30)
    team.sweep()
    assert len(team.replies(incident)) == said
    team.later(minutes=20)
    team.sweep()

    (rang,) = team.replies(incident)[said:]
    assert rang.startswith("@linus: **no progress for 45 min.**")


@pytest.mark.rest
def test_a_fix_has_its_issue_under_the_incident(team: Team) -> None:
    incident = under_fire(team)

    (ready,) = team.say("grace", incident, "/hotfix raise the pool size")

    assert ready.startswith(
        "Opened the hotfix branch `hotfix/raise-the-pool-size` and its draft pull request #3 for issue #2."
    )
    assert team.shows(2) == {"state": "open", "labels": ["P0-critical", "bug"], "assignees": []}
    subs = team.as_("ada").json("GET", f"issues/{incident}/sub_issues")
    assert [each["number"] for each in subs] == [2]
    assert "tracked in #2" in team.as_("ada").json("GET", "pulls/3")["body"]
    team.merge("ada", 3)
    assert (team.shows(2)["state"], team.shows(incident)["state"]) == ("open", "open")
    team.say("grace", 2, "/resolve it works")
    assert (team.shows(2)["state"], team.shows(incident)["state"]) == ("open", "open")
