"""A team publishes: the run that does starts the build of the status page, and says where the text will be."""

from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.gateway.repository.tool_files import read_tool_file
from incident_actions.model.process.process import Labels
from incident_actions.sandbox import Job, Sandbox
from incident_actions.sandbox.faults import UNAVAILABLE, Fault
from incident_actions.setup.source import Source
from incident_actions.setup.workflows import short_workflow
from tests.sandbox import published
from tests.stories.conftest import PEOPLE, WEDNESDAY, adopted
from tests.stories.team import Team, in_process

WORST = "SEV-1: Everything is down for everybody, or data is being lost or leaked"
DISPATCHES = "/repos/{owner}/{repo}/dispatches"


@pytest.fixture
def pages() -> list[str]:
    """The first page of each site that was built."""
    return []


@pytest.fixture
def team(tmp_path: Path, pages: list[str]) -> Iterator[Team]:
    def run(job: Job) -> int:
        code = in_process(job)
        if job.command[0] == "site":
            pages.append((job.workspace / "_site/index.html").read_text())
        return code

    with (
        Sandbox(tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=run) as sandbox,
        published.holding(sandbox),
    ):
        source = Source("acme/incident-actions", "0" * 40, "1.0")
        workflow = short_workflow("site", read_tool_file(".github/workflows/site.yml"), source, Labels())
        files = {**adopted(), ".github/workflows/incident-site.yml": workflow}
        files[".github/incidents.yml"] += "site: { url: 'https://status.acme.example' }\n"
        sandbox.create_repository("acme/shop", files, collaborators=PEOPLE)
        team = Team(sandbox)
        team.make_labels()
        yield team


def test_a_published_text_is_on_the_page_and_the_reply_says_where(team: Team, pages: list[str]) -> None:
    number = team.file("grace", "Internal words", severity=WORST)
    team.say("grace", number, "/affects web")
    assert pages == []

    replies = team.say("grace", number, "/publish Checkout is unavailable.\nWe are looking into it.")

    [page] = pages
    assert "Checkout is unavailable" in page
    assert "Internal words" not in page
    assert replies == ["Your text will be on the status page in about two minutes: https://status.acme.example"]


@pytest.mark.rest
def test_the_workflow_keeps_what_is_public_on_its_branch_and_no_word_more(team: Team, pages: list[str]) -> None:
    number = team.file("grace", "Internal words", severity=WORST)
    team.say("grace", number, "/affects web")
    team.say("grace", number, "/publish Checkout is unavailable.\nWe are looking into it.")
    team.later(hours=3)
    team.say("grace", number, "/note more internal words")
    team.say("grace", number, "/publish It works again.")

    place = {"ref": "incident-site"}
    kept = b64decode(team.as_("ada").json("GET", "contents/incidents/0000.jsonl", params=place)["content"]).decode()
    [commit] = team.as_("ada").json("GET", "commits", params={"sha": "incident-site"})
    assert len(pages) == 2
    assert "It works again." in kept
    assert "internal words" not in f"{kept}{commit}".casefold()
    assert commit["commit"]["author"]["name"] == "github-actions[bot]"


@pytest.mark.rest
def test_what_the_page_shows_has_it_built_again_and_other_things_do_not(team: Team, pages: list[str]) -> None:
    number = team.file("grace", "Internal words", severity=WORST)
    team.say("grace", number, "/publish Checkout is unavailable")
    team.say("grace", number, "/note a replica lags")
    team.say("grace", number, "/update we know why")
    assert len(pages) == 1

    team.say("grace", number, "/resolve")

    assert len(pages) == 2
    assert "Resolved" in pages[-1]


def test_a_build_that_cannot_be_started_keeps_nobody_waiting(team: Team) -> None:
    number = team.file("grace", "Internal words", severity=WORST)
    team.sandbox.faults.add(Fault(UNAVAILABLE, route=f"POST {DISPATCHES}", times=None))

    [reply] = team.say("grace", number, "/publish Checkout is unavailable")

    assert "the status page" in reply


def test_maintenance_is_scheduled_on_any_issue_and_keeps_its_alerts_quiet(team: Team, pages: list[str]) -> None:
    number = team.open("grace", "A new database")

    [reply] = team.say("grace", number, "/maintenance now 2h web quiet: A new database\nIt is read-only meanwhile.")

    assert reply.startswith("Maintenance scheduled: #2, ")
    assert "A new database" in pages[-1]
    assert "Maintenance in progress" in pages[-1]
    assert "incident" not in team.shows(number)["labels"]
    alert = {"title": "Slow", "fingerprint": "a", "status": "firing", "services": ["web"]}
    team.as_("ada").json("POST", "dispatches", {"event_type": "alert", "client_payload": alert})
    team.settle()
    assert team.as_("ada").json("GET", "issues?labels=incident") == []

    team.set("grace", "issues/2", state="closed", state_reason="completed")
    team.as_("ada").json("POST", "dispatches", {"event_type": "alert", "client_payload": {**alert, "fingerprint": "b"}})
    team.settle()
    assert len(team.as_("ada").json("GET", "issues?labels=incident")) == 1


def test_a_sweep_has_the_page_built_when_maintenance_begins_and_ends(team: Team, pages: list[str]) -> None:
    number = team.open("grace", "A new database")
    team.say("grace", number, "/maintenance 16:00 2h web A new database")
    assert len(pages) == 1

    team.sweep()
    assert len(pages) == 1
    for hours in (2.5, 2):
        team.later(hours=hours)
        team.sweep()

    assert ["Maintenance in progress" in page for page in pages] == [False, True, False]
