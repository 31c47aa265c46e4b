"""A drill in the real repository: it runs like an incident, and nobody but its people hears of it."""

from __future__ import annotations

import base64
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.stories.conftest import CONFIGURATION, ROOT
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
    assert {"drill", "incident"} <= {label["name"] for label in opened["labels"]}
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
    assert "@grace: you would take part." in question["body"]
    assert "**The drill is over**" in team.replies(number)[-1]
    assert (soon, [each["title"] for each in drills(team)]) == (1, ["[Drill] Run a drill?", "Run a drill?"])


@pytest.mark.rest
def test_a_stranger_can_neither_begin_a_drill_nor_join_one(team: Team) -> None:
    drill = team.open("grace", "What if checkout is down?")

    refused = team.say("mary", drill, "/drill")
    team.say("grace", drill, "/drill")
    team.say("mary", drill, "/ack")

    assert "needs the role **write**" in refused[0]
    assert "> **This is a drill.** `grace` takes part." in team.card(drill)


@pytest.mark.rest
def test_a_drill_ends_when_a_real_incident_begins(team: Team) -> None:
    drill = team.open("grace", "What if checkout is down?")
    team.say("grace", drill, "/drill")

    incident = team.file("ada", "Search is down", severity=SEV_1)
    other = team.open("linus", "Another one")
    (refused,) = team.say("grace", other, "/drill")
    team.sweep()

    assert f"a real incident is running: #{incident}." in refused
    assert f"**The drill is over**, because #{incident} is a real incident." in team.replies(drill)[-1]
    assert (team.shows(drill)["state"], team.shows(incident)["state"]) == ("closed", "open")


@pytest.mark.rest
@pytest.mark.parametrize("is_command_gone", [False, True], ids=["the card alone", "the command as well"])
def test_the_record_of_a_drill_that_is_lost_is_rebuilt_as_that_of_a_drill(team: Team, *, is_command_gone: bool) -> None:
    drill = team.open("grace", "What if checkout is down?")
    team.say("grace", drill, "/drill")
    team.say("grace", drill, "/sev 1\n/ic")
    card = next(each for each in team.comments(drill) if each["body"].startswith("<!-- incident-actions:card"))
    team.as_("ada")("DELETE", f"issues/comments/{card['id']}")
    if is_command_gone:
        begun = next(each for each in team.comments(drill) if each["body"] == "/drill")
        team.as_("ada")("DELETE", f"issues/comments/{begun['id']}")

    team.sweep()
    team.passes(hours=3)

    assert "> **This is a drill.** `grace` takes part." in team.card(drill)
    assert team.row(drill, "Roles").startswith("Incident commander: @grace")
    assert mentioned(team, drill) == {"grace"}


@pytest.mark.rest
def test_the_clock_wakes_up_for_each_step_of_a_scenario(team: Team) -> None:
    clock = ".github/workflows/clock.yml"
    content = base64.b64encode((ROOT / clock).read_bytes()).decode()
    team.as_("ada").json("PUT", f"contents/{clock}", {"message": "Run the clock", "content": content})
    drill = team.open("grace", "Game day")
    begun = team.sandbox.clock.now()
    team.say("grace", drill, "/drill bad release")

    team.passes(minutes=20)

    posted = [each for each in team.comments(drill) if "**The scenario continues.**" in each["body"]]
    minutes = [(datetime.fromisoformat(each["created_at"]) - begun) // timedelta(minutes=1) for each in posted]
    assert minutes == [0, 3, 6]


@pytest.mark.rest
def test_a_scenario_is_played_as_the_drill_goes_on(team: Team) -> None:
    drill = team.open("grace", "Game day")

    (unknown,) = team.say("grace", drill, "/drill bad relese")
    begun, *_ = team.say("grace", drill, "/drill bad release")
    team.later(minutes=10)
    team.sweep()
    team.say("grace", drill, "/mitigated Rolled back")
    team.later(minutes=10)
    team.sweep()
    news = [each.partition("\n\n")[2] for each in team.replies(drill) if each.startswith("**The scenario continues.**")]

    assert unknown.startswith(
        "There is no scenario `bad relese`. Did you mean `/drill bad-release`? Nothing was changed."
    )
    assert "Release 41 of checkout went out a moment ago." in begun
    assert team.as_("ada").json("GET", f"issues/{drill}")["title"] == "[Drill] Checkout answers with errors"
    assert [each for each in team.shows(drill)["labels"] if each.startswith("SEV")] == ["SEV-1"]
    assert sum("Release 41" in each and "Copies the settings" in each for each in news) == 1
    assert sum("they cannot pay" in each for each in news) == 1
    assert sum("The first customers can pay again" in each for each in news) == 1
    assert mentioned(team, drill) == {"grace"}
