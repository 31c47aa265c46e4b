"""A drill in the real repository: it runs like an incident, and nobody but its people hears of it."""

from __future__ import annotations

import re

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
