"""The life of an incident on servers that lack what GitHub has."""

from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.faults import Fault, Reply
from tests.stories.conftest import PEOPLE, WEDNESDAY, adopted
from tests.stories.team import Team, in_process

pytestmark = pytest.mark.rest

FEATURES = ("assignees", "pins", "sub_issues", "reactions", "statuses", "repository_comments")
SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"


@pytest.mark.parametrize("without", [*((feature,) for feature in FEATURES), FEATURES], ids=" and ".join)
def test_an_incident_can_be_completed_without_optional_features(without: tuple[str, ...], tmp_path: Path) -> None:
    with Sandbox(
        tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=in_process, without=without
    ) as sandbox:
        sandbox.create_repository("acme/shop", adopted(), collaborators=PEOPLE)
        team = Team(sandbox)
        incident = team.file("grace", "Checkout is down", severity=SEV_1)
        team.say("grace", incident, "/ack\n/ic")
        team.say("grace", incident, "/hotfix raise the pool size\n/action @linus 2026-03-20 Alert on it detect")
        team.merge("ada", 3 if team.items()[0]["number"] == 2 else 2)
        team.say("grace", incident, "/resolve rolled back")
        team.sweep()
        team.merge("ada", 4)
        team.say("linus", team.items()[0]["number"], "/done #2")

        assert team.headline(incident) == "✅ SEV-1 · Closed"
        assert team.shows(incident)["state"] == "closed"
        assert [(item["title"], item["state"]) for item in team.items()] == [("Alert on it", "closed")]


@pytest.mark.parametrize("status", [404, 403], ids=["no such route", "refused"])
def test_a_server_that_refuses_reactions_gets_one_request_a_run(status: int, tmp_path: Path) -> None:
    """The pause between many writes is kept for those that are sent, so the twelfth command is as quick as the first."""
    posted = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions"
    with Sandbox(tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=in_process) as sandbox:
        sandbox.create_repository("acme/shop", adopted(), collaborators=PEOPLE)
        sandbox.faults.add(Fault(Reply(status, {"message": "Not here"}), route=posted, times=None))
        team = Team(sandbox)
        incident = team.file("grace", "Checkout is down", severity=SEV_1)
        refused = []
        for number in range(12):
            before = len(sandbox.faults.hits)
            team.say("grace", incident, f"/note number {number}")
            refused.append(len(sandbox.faults.hits) - before)

        assert refused == [1] * 12
        assert len([line for line in team.timeline(incident) if "number" in line]) == 12


def test_a_server_without_assignee_checks_shows_by_its_issue_who_can_be_assigned(tmp_path: Path) -> None:
    with Sandbox(
        tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=in_process, without={"assignees"}
    ) as sandbox:
        sandbox.create_repository("acme/shop", adopted(), collaborators=PEOPLE)
        team = Team(sandbox)
        incident = team.file("grace", "Checkout is down", severity=SEV_1)
        team.say(
            "grace", incident, "/action @linus fri Alert on it detect\n/action @nobody-here fri Add a limit prevent"
        )

        alert, limit = team.items()
        assert ([each["login"] for each in alert["assignees"]], "needs-owner" in str(alert["labels"])) == (
            ["linus"],
            False,
        )
        assert (limit["assignees"], "needs-owner" in str(limit["labels"])) == ([], True)
        assert "`nobody-here` can't be assigned in this repository" in limit["body"]
        assert not [one for one in sandbox.requests if "/assignees/linus" in one.path], "nobody asks before opening one"
