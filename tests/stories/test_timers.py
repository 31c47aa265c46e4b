"""Timers in the life of an incident: what is said when, to whom, and what happens when the clocks fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.sandbox.faults import Fault, Reply
from tests.stories.conftest import adopted_shop
from tests.stories.team import Team

CONFIGURATION = """extends: default
escalation: [ada]
targets: {}
severities:
  - {label: SEV-1, update_every: 15}
  - {label: SEV-2, update_every: 30}
  - {label: SEV-3}
contacts: {lead: {name: Engineering lead, people: [linus]}}
on_call: {primary: [{people: [grace]}]}
ladder:
  - {name: tell-lead, when: not acknowledged, after: 15, severities: [SEV-1, SEV-2], page: [lead]}
  - {name: stuck, when: no progress, after: 40, severities: [SEV-1], page: [commander], also: [Consider a rollback]}
"""


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A team whose clock workflow runs."""
    with adopted_shop(tmp_path, CONFIGURATION, ".github/workflows/clock.yml") as team:
        yield team


def chases(team: Team, incident: int) -> list[tuple[str, str, str]]:
    """What timers said: when they were due, when they spoke, and their first line."""
    due = re.compile(r"_Due (?:[\d-]+ )?(\d\d:\d\d) UTC, posted (?:[\d-]+ )?(\d\d:\d\d) UTC")
    said = [part for reply in team.replies(incident) for part in re.split(r"\n\n(?=@|\*\*)", reply)]
    return [(found[1], found[2], part.partition("\n")[0]) for part in said if (found := due.search(part))]


def tick(team: Team) -> None:
    """Send the ping from outside."""
    team.as_("ada").json("POST", "dispatches", {"event_type": "incident-tick"})
    team.settle()


NOT_ACKNOWLEDGED = "**not acknowledged for {} min.** This escalates to Engineering lead."
STUCK = "**no progress for {} min.** This escalates to Incident commander."
UPDATE = "**the next update is due.** None has been posted so far. Post one even if nothing has changed: `/update <text>`. To post less often: `/cadence 60m`."


def test_the_ladder_speaks_at_its_minutes_to_its_people_and_falls_silent(team: Team) -> None:
    incident = team.file("grace", "Checkout is down")
    team.say("grace", incident, "/sev 1\n/ic @linus")
    team.passes(minutes=50)
    team.say("linus", incident, "/note the pool is exhausted")
    team.say("grace", incident, "/ack")
    team.passes(minutes=20)
    team.say("grace", incident, "/resolve rolled back")
    team.passes(hours=6)

    assert chases(team, incident) == [
        ("14:15", "14:15", f"@linus: {UPDATE}"),
        ("14:15", "14:15", f"@linus: {NOT_ACKNOWLEDGED.format(15)}"),
        ("14:30", "14:30", f"@linus, @grace: {UPDATE}"),
        ("14:40", "14:40", f"@linus: {STUCK.format(40)}"),
        ("14:45", "14:45", f"@linus, @grace: {NOT_ACKNOWLEDGED.format(45)}"),
        ("15:00", "15:00", f"@linus, @grace, @ada: {UPDATE}"),
    ]
    assert team.sandbox.jobs.next_wake() is None


@pytest.mark.rest
def test_a_clock_hands_over_to_the_next_one_and_none_runs_where_no_timer_is_near(team: Team) -> None:
    incident = team.file("grace", "Checkout is down")
    team.say("grace", incident, "/sev 2\n/ack")
    for _ in range(6):
        team.passes(minutes=29)
        team.say("grace", incident, "/update half of it is back")
    assert chases(team, incident) == []
    team.passes(minutes=31)
    assert [(due, posted) for due, posted, _ in chases(team, incident)] == [("17:24", "17:24")]

    team.say("grace", incident, "/sev 3")
    team.passes(minutes=20)
    assert team.sandbox.jobs.next_wake() is None

    team.say("grace", incident, "/sev 2")
    assert team.sandbox.jobs.next_wake() is not None


@pytest.mark.rest
def test_a_killed_clock_is_started_again_by_the_next_command_that_finds_a_timer_late(team: Team) -> None:
    incident = team.file("grace", "Checkout is down")
    team.say("grace", incident, "/sev 2")
    team.passes(minutes=3)
    while team.sandbox.kill_sleeping_job():
        team.settle()
    team.passes(minutes=17)
    assert chases(team, incident) == []

    team.say("grace", incident, "/note still looking")

    assert [(due, posted) for due, posted, _ in chases(team, incident)] == [("14:15", "14:20")]
    assert team.sandbox.jobs.next_wake() is not None
    team.passes(minutes=26)
    assert [(due, posted) for due, posted, _ in chases(team, incident)][1:] == [("14:30", "14:30"), ("14:45", "14:45")]


@pytest.mark.rest
def test_an_event_on_one_incident_drives_the_timers_of_another(team: Team) -> None:
    first, second = team.file("grace", "Checkout is down"), team.file("grace", "Search is slow")
    team.say("grace", first, "/sev 2")
    team.say("grace", second, "/sev 3")
    while team.sandbox.kill_sleeping_job():
        team.settle()
    team.passes(minutes=20)

    team.say("grace", second, "/note the index is rebuilt")

    assert [(due, posted) for due, posted, _ in chases(team, first)] == [("14:15", "14:20")]
    assert team.sandbox.jobs.next_wake() is not None


@pytest.mark.rest
@pytest.mark.parametrize("times", [1, 2])
def test_cron_that_comes_late_or_twice_says_what_was_missed_once_and_starts_the_clock(team: Team, times: int) -> None:
    incident = team.file("grace", "Checkout is down")
    team.say("grace", incident, "/sev 2\n/update looking")
    while team.sandbox.kill_sleeping_job():
        team.settle()
    team.passes(hours=4, minutes=2)

    for _ in range(times):
        team.sweep()

    assert [(due, posted) for due, posted, _ in chases(team, incident)] == [("14:30", "18:02"), ("14:15", "18:02")]
    assert team.sandbox.jobs.next_wake() is not None


@pytest.mark.rest
def test_an_outside_ping_ticks_all_and_starts_the_clock(team: Team) -> None:
    incidents = [team.file("grace", f"Region {place} is down") for place in range(3)]
    for incident in incidents:
        team.say("grace", incident, "/sev 2\n/ack")
    while team.sandbox.kill_sleeping_job():
        team.settle()
    team.passes(minutes=40)

    tick(team)
    tick(team)

    assert [[posted for _, posted, _ in chases(team, incident)] for incident in incidents] == [["14:40"]] * 3
    assert team.sandbox.jobs.next_wake() is not None


def cancelled(team: Team) -> list[tuple[str, str]]:
    """The runs that GitHub shows as cancelled, which it mails to whoever started them: event and actor."""
    runs = team.as_("ada").json("GET", "actions/runs", params={"per_page": 100})["workflow_runs"]
    return [(each["event"], each["actor"]["login"]) for each in runs if each["conclusion"] == "cancelled"]


def clocks(team: Team) -> int:
    """How many runs of the clock workflow there were."""
    return int(team.as_("ada").json("GET", "actions/workflows/clock.yml/runs")["total_count"])


def test_filing_the_form_leaves_no_cancelled_run(team: Team) -> None:
    team.file("grace", "Checkout is down")
    team.passes(minutes=13)

    assert cancelled(team) == []
    assert clocks(team) == 2  # the first one, and the one that it handed over to
    assert team.sandbox.jobs.next_wake() is not None


@pytest.mark.rest
def test_a_declaration_while_a_clock_is_awake_cancels_no_run(team: Team) -> None:
    first = team.file("grace", "Checkout is down")
    team.passes(minutes=1)
    second = team.open("grace", "Search is slow")
    team.say("grace", second, "/declare")
    third = team.open("grace", "Mail is late")
    team.as_("grace").json("POST", f"issues/{third}/labels", {"labels": ["incident"]})
    team.settle()
    team.as_("ada").json(
        "POST",
        "dispatches",
        {"event_type": "alert", "client_payload": {"title": "Full", "fingerprint": "a", "status": "firing"}},
    )
    team.settle()
    team.sweep()
    team.say("grace", first, "/sev 2")
    team.passes(minutes=27)

    assert cancelled(team) == []
    assert clocks(team) <= 4
    assert team.sandbox.jobs.next_wake() is not None


def test_a_declaration_whose_run_died_before_it_started_the_clock_starts_it_with_the_next_run(team: Team) -> None:
    team.sandbox.faults.add(Fault(Reply(404, {}), times=5, route="POST /repos/{owner}/{repo}/dispatches"))
    incident = team.file("grace", "Checkout is down")
    team.sandbox.faults.clear()
    assert team.sandbox.jobs.next_wake() is None

    team.say("grace", incident, "/note looking")

    assert team.sandbox.jobs.next_wake() is not None
