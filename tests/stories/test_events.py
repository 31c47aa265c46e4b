"""Deployments, releases and failed runs reach the timeline at once, and declare incidents by rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.gateway.repository.configuration import process_from_text
from incident_actions.gateway.repository.tool_files import read_tool_file
from incident_actions.model.incident import entry as e
from incident_actions.model.process.process import Labels
from incident_actions.sandbox import Job, Sandbox, WebhookDelivery
from incident_actions.setup.source import Source
from incident_actions.setup.workflows import short_workflow, with_watched_runs
from incident_actions.text import record
from tests.sandbox import published
from tests.stories.conftest import CONFIGURATION, PEOPLE, WEDNESDAY, adopted
from tests.stories.team import Team, in_process

RULES = """\
alerts: { debounce: 0 }
events:
  workflows: [CI]
  rules:
    - { on: deployment_status, environment: production*, severity: SEV-2, service: checkout }
    - { on: workflow_run, workflow: Nightly, branch: main, title: "{workflow} is red at {commit}" }
    - { on: release, tag: "hotfix-*", severity: SEV-3 }
"""
pytestmark = pytest.mark.rest


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with (
        Sandbox(tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=in_process) as sandbox,
        published.holding(sandbox),
    ):
        source = Source("acme/incident-actions", "0" * 40, "1.0")
        configured = CONFIGURATION + RULES
        own = with_watched_runs(read_tool_file(".github/workflows/events.yml"), process_from_text(configured)[0].events)
        workflow = short_workflow("events", own, source, Labels())
        files = {
            **adopted(),
            ".github/workflows/incident-events.yml": workflow,
            ".github/incidents.yml": configured,
        }
        sandbox.create_repository("acme/shop", files, collaborators=PEOPLE)
        team = Team(sandbox)
        team.make_labels()
        yield team


def deploy(team: Team, state: str, *, environment: str = "production", ref: str = "main", by: str = "ada") -> None:
    """Deploy something, and let its workflows end."""
    made = team.as_(by).json("POST", "deployments", {"ref": ref, "environment": environment, "required_contexts": []})
    team.as_(by).json("POST", f"deployments/{made['id']}/statuses", {"state": state})
    team.settle()


def incidents(team: Team) -> list[tuple[int, str]]:
    given = team.as_("ada").json("GET", "issues", params={"labels": "incident", "state": "all", "direction": "asc"})
    return [(each["number"], each["title"]) for each in given]


def happened(team: Team, incident: int) -> list[str]:
    """What the timeline has of linked things, oldest first."""
    return [line.split(" · ")[1] for line in team.timeline(incident) if "#" in line and "Linked" not in line]


def alerts(team: Team, incident: int) -> list[str]:
    (card,) = team.cards(incident)
    return [
        each.kind
        for each in record.entries_in(card)
        if isinstance(each, e.AlertFired | e.AlertRepeated | e.AlertResolved)
    ]


def names(team: Team) -> list[str]:
    return [each.job.name for each in team.jobs]


def merged(team: Team, incident: int) -> int:
    team.as_("ada").branch("fix", {"pool.py": "size = 50\n"})
    pull = int(team.as_("ada").pull("fix")["number"])
    team.say("grace", incident, f"/link #{pull}")
    team.merge("ada", pull)
    team.settle()
    return pull


def test_a_deployment_and_a_release_of_what_two_incidents_link_reach_both_at_once(team: Team) -> None:
    first, second, third = (team.file("grace", title) for title in ("Checkout is down", "Search is slow", "Mail waits"))
    pull = merged(team, first)
    team.say("grace", second, f"/link #{pull}")
    untouched = team.card(third)

    deploy(team, "success")
    team.as_("ada").json("POST", "releases", {"tag_name": "v1"})
    team.settle()

    expected = [f"#{pull} was merged", f"#{pull} was deployed to production", f"#{pull} was released in v1"]
    assert sorted(happened(team, first)) == sorted(happened(team, second)) == sorted(expected)
    assert team.card(third) == untouched
    assert len(incidents(team)) == 3


def test_the_failed_checks_of_what_is_linked_reach_the_timeline_when_their_workflow_ends(team: Team) -> None:
    incident = team.file("grace", "Checkout is down")
    sha = team.as_("ada").branch("fix", {"pool.py": "size = 50\n"})
    pull = team.as_("ada").pull("fix")["number"]
    team.say("grace", incident, f"/link #{pull}")
    team.as_("ada").json("POST", f"statuses/{sha}", {"state": "failure", "context": "ci"})

    team.sandbox.end_workflow_run("CI", "success", by="ada", branch="fix")
    team.settle()
    assert happened(team, incident) == []
    team.sandbox.end_workflow_run("CI", "failure", by="ada", branch="fix")
    team.settle()

    assert happened(team, incident) == [f"The checks of #{pull} failed ({sha[:7]})"]


def test_a_failed_deployment_declares_one_incident_however_often_it_fails_or_is_delivered(team: Team) -> None:
    deploy(team, "failure")
    [(incident, title)] = incidents(team)
    assert title.endswith("The deployment to production failed")
    assert {"SEV-2", "incident"} <= set(team.shows(incident)["labels"])
    assert "checkout" in team.row(incident, "Services")
    (event,) = (each for each in team.sandbox.deliveries if each.event == "deployment_status")
    deliver_again(team, event)
    assert alerts(team, incident) == ["alert"]

    team.later(minutes=5)
    deploy(team, "error")
    deliver_again(team, event)
    team.say("grace", incident, "/note still looking")
    assert [number for number, _ in incidents(team)] == [incident]
    assert alerts(team, incident) == ["alert", "alert-repeated"]

    deploy(team, "success")
    assert alerts(team, incident) == ["alert", "alert-repeated", "alert-over"]
    assert [number for number, _ in incidents(team)] == [incident]


def deliver_again(team: Team, event: WebhookDelivery) -> None:
    """Let GitHub deliver an event a second time."""
    with team.sandbox.host.lock:
        team.sandbox.jobs.consider(event)
    team.settle()


def test_a_failed_run_and_a_release_declare_by_their_own_rules(team: Team) -> None:
    sha = team.as_("ada").json("GET", "commits/main")["sha"]
    team.sandbox.end_workflow_run("Nightly", "timed_out", by="ada")
    team.settle()
    team.later(minutes=20)
    team.as_("ada").json("POST", "releases", {"tag_name": "hotfix-7"})
    team.settle()

    (one, first), (two, second) = incidents(team)
    assert (first.split(": ")[-1], second.split(": ")[-1]) == (f"Nightly is red at {sha[:7]}", "hotfix-7 was released")
    assert "SEV-3" in team.shows(two)["labels"]
    assert alerts(team, one) == alerts(team, two) == ["alert"]


def test_what_no_rule_names_declares_nothing(team: Team) -> None:
    deploy(team, "failure", environment="staging")
    deploy(team, "success")
    team.sandbox.end_workflow_run("CI", "failure", by="ada")
    team.as_("ada").branch("fix", {"a.txt": "a"})
    team.sandbox.end_workflow_run("Nightly", "failure", by="ada", branch="fix")
    team.as_("ada").json("POST", "releases", {"tag_name": "v1"})
    team.settle()

    assert names(team).count("Respond") == 0
    assert incidents(team) == []


def test_a_run_of_a_fork_starts_no_runner(team: Team) -> None:
    team.sandbox.create_repository("mallory/shop", {"README.md": "# shop\n"})
    team.sandbox.end_workflow_run("Nightly", "failure", by="mallory", fork="mallory/shop", full_name="acme/shop")
    team.settle()

    assert (team.jobs, incidents(team)) == ([], [])


def test_a_rule_does_not_reach_an_incident_that_is_open_for_something_else(team: Team) -> None:
    by_hand = team.file("grace", "Checkout is down")
    before = team.card(by_hand)

    deploy(team, "failure")

    assert [number for number, _ in incidents(team)] == [by_hand, by_hand + 1]
    assert team.card(by_hand) == before


def lose_events(job: Job) -> int:
    """Run every job but those that an event outside of issues starts."""
    if job.command != ["events"]:
        return in_process(job)
    job.log.touch()
    return 0


def test_a_release_whose_event_was_lost_is_found_by_the_next_sweep_once(team: Team) -> None:
    incident = team.file("grace", "Checkout is down")
    pull = merged(team, incident)
    team.sandbox.jobs.runner = lose_events
    team.later(minutes=5)
    team.as_("ada").json("POST", "releases", {"tag_name": "v1"})
    team.settle()
    assert happened(team, incident) == []

    team.later(minutes=30)
    team.sweep()
    team.later(minutes=30)
    team.sweep()

    assert happened(team, incident) == [f"#{pull} was merged", f"#{pull} was released in v1"]
    [line] = [line for line in team.timeline(incident) if "released" in line]
    assert line.startswith("2026-03-04 14:05 UTC")
