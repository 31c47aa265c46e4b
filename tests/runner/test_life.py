"""The whole life of an incident under a real runner, in a repository that was empty before it adopted the tool."""

from __future__ import annotations

from pathlib import Path

import pytest

from incident_actions.drill.scripted.postmortem_story import fill_in
from incident_actions.sandbox.act import Act
from tests.runner.conftest import running
from tests.runner.granted import Granted
from tests.stories.conftest import CONFIGURATION
from tests.stories.laptop import Laptop
from tests.stories.team import Team

SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"
PATH = "docs/incidents/2026-03-04-checkout-is-down.md"


def adopt(team: Team, laptop: Laptop) -> None:
    """Let `init` propose what a repository adopts, merge it, and name who is called."""
    run = laptop.init("--yes", "--pull-request")
    assert run.returncode == 0, run.stdout + run.stderr
    team.merge("ada", 1)
    team.write("ada", ".github/incidents.yml", "main", CONFIGURATION)


@pytest.mark.rest
def test_an_empty_repository_adopts_the_tool_and_lives_through_an_incident(tmp_path: Path, act: Act) -> None:
    granted = Granted(act)
    with running(tmp_path, granted, {"README.md": "# shop\n"}) as team:
        granted.sandbox = team.sandbox
        adopt(team, Laptop(team, tmp_path / "shop"))
        assert team.jobs == []

        incident = team.file("linus", "Checkout is down", summary="Every payment fails.", severity=SEV_1)
        assert team.headline(incident) == "🔴 SEV-1 · Investigating"

        team.passes(minutes=6)
        (escalation,) = team.replies(incident)
        assert escalation.startswith("@ada: **not acknowledged for 5 min.**")
        assert escalation.endswith("\n\n_Due 14:05 UTC, posted 14:05 UTC._")

        team.say(
            "grace", incident, "On it.\n/ack\n/ic\n/update Payments fail since 13:45.\n/hotfix raise the pool size"
        )
        assert team.row(incident, "Roles").startswith("Incident commander: @grace")
        assert team.shows(incident)["assignees"] == ["grace"]
        team.merge("ada", 3)
        assert team.timeline(incident)[-1].endswith("Hotfix #3 merged · `ada`")

        team.say("ada", incident, "/mitigated rolled back to 41\n/action @linus fri Alert on pool exhaustion detect")
        team.say("grace", incident, "/impact 40 orders a minute\n/resolve The pool was exhausted.")
        assert team.shows(incident)["labels"] == ["SEV-1", "incident", "needs-postmortem", "status: resolved"]

        branch = f"postmortem/{incident}"
        team.write("grace", PATH, branch, team.text(PATH, branch).replace("The pool", "We say that the pool"))
        assert [code for code, _ in team.checks()] == [1]
        written = fill_in(team.text(PATH, branch)).replace("@database-team", "@linus")
        team.write("grace", PATH, branch, written)
        assert team.checks() == [(0, "### 1 post-mortem checked: nothing to fix\n")]
        team.merge("grace", 5)
        assert team.shows(incident)["state"] == "closed"
        assert team.headline(incident) == "✅ SEV-1 · Closed"

        team.passes(days=20)
        team.sandbox.schedule("incident-sweep.yml")
        team.settle()
        weeks = team.as_("ada").json("GET", "issues", params={"labels": "weekly-action-items"})
        digests = "\n".join(digest for week in weeks for digest in team.replies(week["number"]))
        for item in team.items():
            reminded = team.replies(item["number"]) or f"#{item['number']}" in digests
            assert reminded, "each is due, and somebody was reminded of it"
            team.say("ada", item["number"], "/done alert 1234 fires in staging")
        assert {item["state"] for item in team.items()} == {"closed"}

    assert granted.beyond == []
    writes = {"contents": "write", "issues": "write", "pull-requests": "write", "statuses": "write"}
    assert granted.used["incident-respond"] == {"actions": "read", **writes}
    check = {"contents": "read", "issues": "read", "pull-requests": "write", "statuses": "write"}
    assert granted.used["incident-postmortem"] == check
