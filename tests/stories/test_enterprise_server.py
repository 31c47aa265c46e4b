"""On GitHub Enterprise Server: other addresses, older answers, and the next best thing for what is not there."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Sandbox
from tests.stories.conftest import CONFIGURATION, PEOPLE, WEDNESDAY, adopted
from tests.stories.team import Team, in_process

SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"
PATH = "docs/incidents/2026-03-04-checkout-is-down.md"


def without_queues(workflow: str) -> str:
    """A workflow as such a server takes it: it knows no `queue`, and refuses what it does not know."""
    return re.sub(r"^ *queue: max\n", "", workflow, flags=re.MULTILINE)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    files = {name: without_queues(text) for name, text in adopted().items()}
    assert not [name for name, text in files.items() if re.search(r"^ *queue:", text, re.MULTILINE)]
    files[".github/incidents.yml"] = CONFIGURATION
    with Sandbox(
        tmp_path / "github", now=WEDNESDAY, server="enterprise", tool=INSTALLED_TOOL, runner=in_process
    ) as sandbox:
        sandbox.create_repository("acme/shop", files, collaborators=PEOPLE)
        team = Team(sandbox)
        team.as_("ada").json("POST", "labels", {"name": "incident"})
        yield team


@pytest.mark.rest
def test_an_incident_lives_there_from_the_form_to_its_last_action_item(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity=SEV_1, impact="All buyers")
    assert team.headline(incident) == "🔴 SEV-1 · Investigating"

    team.later(minutes=2)
    team.say("grace", incident, "/ack\n/ic\n/update Rolling back.")
    assert team.say("grace", incident, "/hotfix raise the pool size") == [
        "Opened the hotfix branch `hotfix/raise-the-pool-size` and its draft pull request #2.\n\n"
        "```\ngit fetch origin\ngit switch hotfix/raise-the-pool-size\n```"
    ]
    team.merge("ada", 2)
    assert team.timeline(incident)[-1].endswith("Hotfix #2 merged · `ada`")
    team.say("grace", incident, "/mitigated\n/action @linus fri Alert on pool exhaustion detect")

    # No sub-issues: the item's own text links to its incident, and the card to the item.
    (item,) = team.items()
    assert "**Owner:** @linus · **Due:** 2026-03-06 · **Type:** detect" in item["body"]
    assert team.row(incident, "Links") == "hotfix #2 (merged) · action item #3"

    (resolved,) = team.say("grace", incident, "/resolve rolled back")
    assert "The post-mortem is ready to be filled in: #4. It is due by **2026-03-11 14:0" in resolved
    row = f"| Alert on pool exhaustion ([#3]({team.sandbox.url}/acme/shop/issues/3)) | [@linus]({team.sandbox.url}/linus) | 2026-03-06 | detect |"
    text = team.text(PATH, "postmortem/1")
    team.write("grace", PATH, "postmortem/1", text.replace(row, f"{row}\n| Drop it | @grace | 2026-03-20 | prevent |"))
    team.merge("grace", 4)
    assert team.replies(incident)[-1] == (
        f"The post-mortem is merged: [{PATH}]({team.sandbox.url}/acme/shop/blob/main/{PATH})."
        "\n\nAction items opened:\n- #5 · @grace"
    )
    assert team.shows(incident)["state"] == "closed"
    assert [(each["number"], each["title"]) for each in team.items()] == [
        (3, "Alert on pool exhaustion"),
        (5, "Drop it"),
    ]

    team.later(days=3)
    team.sweep()
    assert [reply.partition(",")[0] for reply in team.replies(3)] == ["@linus"]
    team.say("linus", 3, "/done alert 1234 fires in staging")
    team.say("grace", 5, "/done #4")
    assert [team.shows(number)["state"] for number in (3, 5)] == ["closed", "closed"]


def test_every_request_goes_to_that_servers_addresses_and_links_lead_there(team: Team) -> None:
    team.sandbox.repository("acme/shop").actions_may_open_pull_requests = False
    incident = team.file("grace", "Checkout is down", severity=SEV_1)

    (resolved,) = team.say("grace", incident, "/resolve rolled back")

    assert f"[Open the pull request]({team.sandbox.url}/acme/shop/compare/main...postmortem/1?expand=1)" in resolved
    assert all(one.path.startswith("/api/v3/") or one.path == "/api/graphql" for one in team.sandbox.requests)
    said = "\n".join(each["body"] for each in team.comments(incident))
    assert f"{team.sandbox.url}/acme/shop/issues/1" in said
    assert "//github.com" not in said + team.text(PATH, "postmortem/1")


def test_a_missing_feature_is_asked_for_once_a_run_and_stops_nothing(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    before = len(team.sandbox.requests)

    team.say("grace", incident, "/action @linus fri One detect\n/action @linus fri Two detect")

    lacking = [one.route for one in team.sandbox.requests[before:] if one.status == 404]
    assert lacking == [
        "/repos/{owner}/{repo}/issues/{issue_number}/sub_issues",
        "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
    ]
    assert [each["title"] for each in team.items()] == ["One", "Two"]


def test_a_command_whose_run_gave_way_to_a_later_one_is_answered_by_that(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    begun, all_said, run = len(team.sandbox.jobs.finished), threading.Event(), team.sandbox.jobs.runner
    team.sandbox.jobs.runner = lambda job: run(job) if all_said.wait(30) else 1

    for text in ("/ack", "/ic @ada", "/note first", "/note second", "/sev 2"):
        team.as_("grace").json("POST", f"issues/{incident}/comments", {"body": text})
    all_said.set()
    team.settle()

    assert len(team.sandbox.jobs.finished) - begun == 2, "the first ran, the last waited, and those between gave way"
    assert team.reactions(incident) == ["+1"] * 5
    assert team.headline(incident) == "🟠 SEV-2 · Investigating"
    lines = [line.partition(" · ")[2] for line in team.timeline(incident)]
    assert [line for line in lines if "first" in line or "second" in line] == ["first · `grace`", "second · `grace`"]


def test_the_last_command_of_a_run_that_gave_way_and_has_no_later_one_is_answered_by_the_sweep(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    lost = team.sandbox.jobs.runner
    team.sandbox.jobs.runner = lambda _: 0
    team.as_("grace").json("POST", f"issues/{incident}/comments", {"body": "/sev 2"})
    team.settle()
    team.sandbox.jobs.runner = lost

    team.sweep()

    assert (team.headline(incident), team.reactions(incident)) == ("🟠 SEV-2 · Investigating", ["+1"])


def test_a_sweep_whose_event_tells_no_repository_finds_its_way(team: Team) -> None:
    team.sweep()

    (event,) = [each for each in team.sandbox.deliveries if each.event == "schedule"]
    assert set(event.payload) == {"schedule", "workflow"}
    assert [job.exit_code for job in team.jobs] == [0]


def test_an_app_there_is_found_out_by_its_server_as_well(team: Team) -> None:
    """GraphQL answers at `/api/graphql`, beside `/api/v3`."""
    app = "acme-incidents[bot]"
    team.sandbox.repository("acme/shop").roles[app] = "write"
    run = team.sandbox.jobs.runner

    def as_app(job):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        job.environment["GITHUB_TOKEN"] = team.sandbox.token(app)
        return run(job)

    team.sandbox.jobs.runner = as_app
    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    team.say("grace", incident, "/sev 2")

    assert len(team.cards(incident)) == 1
    assert "/api/graphql" in {one.path for one in team.sandbox.requests if one.actor == app}
