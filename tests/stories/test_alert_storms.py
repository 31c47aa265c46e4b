"""A thousand reports of one alert arrive at once: GitHub starts a few of their runs, and nothing that matters is lost."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from incident_actions.sandbox import Job
from incident_actions.sandbox.state.records import ACTIONS_BOT
from tests.gateway.front import LOST, PASS, Front
from tests.model.alerts.sender_bodies import ALERTMANAGER, plain
from tests.stories.team import Team, in_process
from tests.stories.test_alerts import CONFIGURATION, DISK, incidents, kinds, send, team

__all__ = ["team"]
TEXT = json.dumps(ALERTMANAGER)


@contextmanager
def while_the_first_run_waits(team: Team) -> Iterator[None]:
    """Let the runs that are started meanwhile wait as they do on GitHub while the first one is busy."""
    go_on = threading.Event()

    def wait(job: Job) -> int:
        assert go_on.wait(60)
        return in_process(job)

    team.sandbox.jobs.runner = wait
    yield
    go_on.set()
    team.sandbox.jobs.runner = in_process
    team.settle()


def dispatch(team: Team, body: Any) -> None:
    team.as_("grace").json("POST", "dispatches", {"event_type": "alert", "client_payload": {"alert": body}})


def requests_since(team: Team, before: int) -> int:
    return sum(one.actor == ACTIONS_BOT for one in team.sandbox.requests[before:])


def alerts_of(team: Team, issue: int) -> list[str]:
    """The kinds of the entries about alerts; so many dispatches take a while, and timers fire."""
    return [kind for kind in kinds(team, issue) if kind.startswith("alert")]


def body_of(team: Team, issue: int) -> str:
    return str(team.as_("ada").json("GET", f"issues/{issue}")["body"])


@pytest.mark.rest
def test_a_thousand_repeats_lose_no_other_alert_and_no_end_of_one(team: Team) -> None:
    team.write("ada", ".github/incidents.yml", "main", f"{CONFIGURATION}  storm: 60\n")  # each dispatch takes a second
    others = {300: DISK, 500: plain(status="resolved"), 600: TEXT, 700: {**DISK, "status": "resolved"}}
    before = len(team.sandbox.requests)
    with while_the_first_run_waits(team):
        for place in range(1_000):
            dispatch(team, others.get(place, plain()))
    spent = requests_since(team, before)
    team.sweep()

    (incident,) = incidents(team)
    assert spent <= 500
    assert alerts_of(team, incident) == ["alert", "alert", "alert-over", "alert", "alert-over", "alert"]
    assert [row.partition(" · ")[0].partition(" since ")[0] for row in team.row(incident, "Alerts").split("<br>")] == [
        "firing",
        "firing",
        "resolved",
    ]


@pytest.mark.rest
def test_a_thousand_repeats_of_one_format_that_github_cannot_tell_apart_cost_two_requests_a_run(team: Team) -> None:
    before = len(team.sandbox.requests)
    with while_the_first_run_waits(team):
        for _ in range(1_000):
            dispatch(team, TEXT)
    spent = requests_since(team, before)
    team.sweep()

    (incident,) = incidents(team)
    assert spent <= 18 + 2 * 100
    assert alerts_of(team, incident) == ["alert", "alert-repeated"]
    assert team.row(incident, "Alerts").endswith(" · reported at least 101 times")


def test_two_storms_that_meet_are_counted_on_one_incident(team: Team) -> None:
    for _ in range(3):
        send(team, plain())
        send(team, DISK)
    team.say("grace", 1, "/ack")

    (incident,) = incidents(team)
    assert kinds(team, incident).count("alert-repeated") == 2
    assert [row.rpartition(" · ")[2] for row in team.row(incident, "Alerts").split("<br>")] == [
        "reported at least 3 times"
    ] * 2


def test_a_repeat_whose_answer_a_proxy_drops_is_counted_once(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    send(team, plain())
    lost = iter([LOST])

    def drop(method: str, path: str) -> Any:
        return next(lost, PASS) if method == "PATCH" and path.endswith("/issues/1") else PASS

    with Front(team.sandbox.api_url, drop) as front:
        team.sandbox.jobs.runner = lambda job: in_process(
            replace(job, environment={**job.environment, "GITHUB_API_URL": front.api_url})
        )
        send(team, plain())
    team.sandbox.jobs.runner = in_process
    assert in_process(team.sandbox.jobs.finished[-1].job) == 0
    team.sweep()

    assert team.row(1, "Alerts").endswith(" · reported at least 2 times")


def test_an_older_report_that_arrives_after_the_end_does_not_fire_the_alert_again(team: Team) -> None:
    send(team, plain())
    with while_the_first_run_waits(team):
        for body in (plain(), plain(), plain(status="resolved")):
            dispatch(team, body)
    team.sweep()

    assert kinds(team, 1) == ["declared", "alert", "alert-repeated", "alert-over"]
    assert team.row(1, "Alerts").startswith("resolved since ")


def test_an_alert_that_fires_again_is_noticed_although_the_run_of_its_end_died(team: Team) -> None:
    send(team, plain())
    before = body_of(team, 1)
    send(team, plain(status="resolved"))
    team.as_("ada").json("PATCH", "issues/1", {"body": before})
    send(team, plain())
    team.sweep()

    assert team.row(1, "Alerts").startswith("firing since ")


def test_a_worse_word_for_the_severity_is_more_than_a_repeat(team: Team) -> None:
    send(team, plain(severity="warning"))
    send(team, plain(severity="critical"))
    before = len(team.sandbox.requests)
    send(team, plain(severity="critical"))

    assert "SEV-1" in team.shows(1)["labels"]
    assert requests_since(team, before) == 2
    assert kinds(team, 1) == ["declared", "alert", "alert-repeated", "severity"]


def test_a_full_count_moves_to_the_record(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incident_actions.engine.reactions.alert_body.LONGEST_COUNT", 300)
    for _ in range(12):
        send(team, plain())
    team.sweep()

    assert team.row(1, "Alerts").endswith(" · reported at least 12 times")
    assert len(body_of(team, 1)) < 1_500
