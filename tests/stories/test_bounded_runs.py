"""A run takes on so much and no more; what it leaves over is answered by the next, or by the clock that it starts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.gateway.client import budget
from incident_actions.sandbox import Sandbox
from tests.front_door import Door, open_front_door
from tests.stories.conftest import PEOPLE, ROOT, WEDNESDAY, adopted
from tests.stories.team import Team, in_process
from tests.stories.test_healing import deaf


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with open_front_door(tmp_path, held=False) as door:
        yield door


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A team whose clock workflow runs."""
    clock = ".github/workflows/clock.yml"
    with Sandbox(tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=in_process) as sandbox:
        sandbox.create_repository("acme/shop", {**adopted(), clock: (ROOT / clock).read_text()}, collaborators=PEOPLE)
        team = Team(sandbox)
        team.as_("ada").json("POST", "labels", {"name": "incident"})
        yield team


def notes(door: Door, issue: int) -> int:
    """How many notes are on record, on the card and on its pages."""
    given = door.as_("ada").json("GET", f"issues/{issue}/comments", params={"per_page": 100})
    return sum(each["body"].count('"kind":"note"') for each in given)


def test_a_run_whose_budget_is_spent_writes_what_it_decided_and_starts_the_clock_for_the_rest(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = door.declare()
    for place in range(4):
        job = door.comment(("ada", "grace")[place % 2], issue, "/note step\n" * 150)

    with monkeypatch.context() as patched:
        patched.setattr(budget, "MAX_REQUESTS", 1)
        first = door.run(job)
    after_first = notes(door, issue)
    second = door.run(job)

    assert (first.code, after_first) == (0, 300)
    assert "starting the clock: comments wait that this run left over" in first.output
    assert (second.code, notes(door, issue)) == (0, 600)
    assert "left over" not in second.output


def test_the_clock_answers_a_command_whose_run_was_lost(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity="SEV-1: Everything is down")
    with deaf(team):
        team.say("grace", incident, "/sev 2\n/ic")

    team.passes(minutes=4)  # before the first timer is due

    assert team.row(incident, "Roles").startswith("Incident commander: @grace")
    assert team.reactions(incident) == ["+1"]
