"""A drill in the real repository: it runs like an incident, and nobody but its people hears of it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.stories.conftest import CONFIGURATION
from tests.stories.team import Team

SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"


def branches(team: Team) -> list[str]:
    return sorted(each["name"] for each in team.as_("ada").json("GET", "branches"))


def pulls(team: Team) -> list[tuple[str, str, str]]:
    """Title, state and the branch that each is merged into."""
    found = team.as_("ada").json("GET", "pulls", params={"state": "all", "direction": "asc"})
    return [(each["title"], each["state"], each["base"]["ref"]) for each in found]


def mentioned(team: Team, issue: int) -> set[str]:
    """Everybody whom the tool's comments mention."""
    said = "\n".join(each["body"] for each in team.comments(issue) if each["user"]["type"] == "Bot")
    return set(re.findall(r"(?<![`\w/])@([\w/-]+)", said)) & {"ada", "grace", "linus", "mary", "acme/sre"}


def test_a_drill_runs_like_an_incident_and_leaves_nothing(team: Team) -> None:
    before = team.text("README.md")
    drill = team.open("grace", "What if checkout is down?")

    (begun,) = team.say("grace", drill, "/drill")
    shown = team.shows(drill)
    title = team.as_("ada").json("GET", f"issues/{drill}")["title"]
    card = team.card(drill)
    team.say("grace", drill, "/sev 1\n/ack\n/ic\n/hotfix Undo the change")
    during = (branches(team), pulls(team))
    fix = max(team.sandbox.repository("acme/shop").issues)
    team.merge("grace", fix)
    team.say("grace", drill, "/mitigated\n/resolve Undone")
    review = max(team.sandbox.repository("acme/shop").issues)
    proposed = pulls(team)[-1]
    team.merge("grace", review)

    assert begun.startswith("**This is a drill.** @grace: you take part.")
    assert shown == {"state": "open", "labels": ["drill", "incident", "status: investigating"], "assignees": []}
    assert title == "[Drill] What if checkout is down?"
    assert "> **This is a drill.** `grace` takes part. Nobody else is paged." in card
    assert during == (
        [f"drill/{drill}", f"hotfix/drill-{drill}-undo-the-change", "main"],
        [("[Drill] Hotfix: Undo the change", "open", f"drill/{drill}")],
    )
    assert proposed == ("Post-mortem: [Drill] What if checkout is down?", "open", f"drill/{drill}")
    assert branches(team) == ["main"]
    assert team.shows(drill)["state"] == "closed"
    assert team.text("README.md") == before
    assert not team.as_("ada")("GET", "contents/docs/incidents").ok
    assert team.items() == []
    assert mentioned(team, drill) == {"grace"}
    assert sum("**The drill is over**" in each for each in team.replies(drill)) == 1


def configure(team: Team, rules: str) -> None:
    team.write("ada", ".github/incidents.yml", "main", f"{CONFIGURATION}game_days: {rules}\n")


def drills(team: Team) -> list[dict[str, Any]]:
    return list(team.as_("ada").json("GET", "issues", params={"labels": "drill", "state": "all", "direction": "asc"}))


@pytest.mark.rest
def test_the_sweep_opens_the_drill_of_a_game_day_once(team: Team) -> None:
    configure(team, "{ every: week, day: thursday, at: '10:00', people: [grace] }")
    team.sweep()
    before = len(drills(team))

    team.later(hours=20, minutes=5)
    team.sweep()
    team.sweep()
    (opened,) = drills(team)
    number = int(opened["number"])
    team.later(hours=1)
    team.sweep()
    team.later(days=7)
    team.sweep()

    assert before == 0
    assert opened["title"].startswith("[Drill] ")
    assert sorted(label["name"] for label in opened["labels"])[:2] == ["drill", "incident"]
    assert "@grace: you take part." in opened["body"]
    assert "> **This is a drill.** `grace` takes part." in team.card(number)
    assert mentioned(team, number) <= {"grace"}
    assert [each["state"] for each in drills(team)] == ["closed", "open"]


@pytest.mark.rest
def test_a_real_incident_keeps_the_game_day_waiting(team: Team) -> None:
    configure(team, "{ every: week, day: thursday, at: '10:00', people: [grace] }")
    incident = team.file("grace", "Checkout is down", severity=SEV_1)

    team.later(hours=20, minutes=5)
    team.sweep()
    waiting = len(drills(team))
    team.say("grace", incident, "/resolve rolled back")
    team.later(hours=1)
    team.sweep()

    assert (waiting, len(drills(team))) == (0, 1)


@pytest.mark.rest
def test_the_team_is_asked_once_when_there_was_no_drill_for_a_quarter(team: Team) -> None:
    configure(team, "{ people: [grace] }")
    team.sweep()
    team.sweep()
    (question,) = drills(team)
    number = int(question["number"])

    team.say("grace", number, "/drill")
    team.say("grace", number, "/false-alarm that was quick")
    team.later(days=30)
    team.sweep()
    soon = len(drills(team))
    team.later(days=62)
    team.sweep()
    team.sweep()

    assert (question["title"], [label["name"] for label in question["labels"]]) == ("Run a drill?", ["drill"])
    assert "@grace: you rehearse." in question["body"]
    assert "**The drill is over**" in team.replies(number)[-1]
    assert (soon, [each["title"] for each in drills(team)]) == (1, ["[Drill] Run a drill?", "Run a drill?"])
