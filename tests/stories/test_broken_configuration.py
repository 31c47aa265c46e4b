"""A configuration that breaks on the default branch stops no incident: the last good one answers, and it is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from incident_actions.gateway.repository.file_history import MAX_VERSIONS
from incident_actions.runs.exit_code import HANDLED, MISCONFIGURED
from incident_actions.sandbox.faults import NOT_FOUND, Fault
from tests.stories.team import Team

FILE = ".github/incidents.yml"
GOOD = "extends: default\nseverities: {SEV-1: {label: Red alert, update_every: 5}}\nservices: [api]\n"
BROKEN = "extends: default\nseverities: {SEV-1: {label: Red alert, update_every: 5 minutes}}\n"
MISTAKE = f"- `{FILE}:2:40: severities.SEV-1.update_every: expected a whole number of minutes, such as 30`"


@pytest.fixture(autouse=True)
def _a_run_may_find_the_configuration_wrong(team: Team) -> Iterator[None]:
    run = team.sandbox.jobs.runner
    team.sandbox.jobs.runner = lambda job: 0 if run(job) in (HANDLED, MISCONFIGURED) else 1
    yield
    assert all(job.exit_code == 0 for job in team.jobs)


def commit(team: Team, text: str) -> str:
    """Put a configuration on the default branch; its commit."""
    team.later(hours=1)
    team.write("ada", FILE, "main", text)
    return str(team.as_("ada").json("GET", "commits", params={"per_page": 1})[0]["sha"])


def opening(team: Team) -> tuple[int, list[str]]:
    """Declare an incident of the severity that only the good configuration has; what it was told about the configuration."""
    incident = team.open("grace", "Checkout is down", labels=["incident"])
    team.say("grace", incident, "/sev red alert\n/update looking")
    return incident, complaints(team, incident)


def complaints(team: Team, incident: int) -> list[str]:
    """What an incident was told about the configuration."""
    return [said for said in team.replies(incident) if said.startswith("The configuration can't be used")]


def test_the_last_good_configuration_answers_and_the_issue_says_which(team: Team) -> None:
    good = commit(team, GOOD)
    commit(team, BROKEN.replace("5 minutes", "soon"))
    commit(team, BROKEN)

    incident, said = opening(team)

    assert said == [
        "The configuration can't be used. Until it is fixed, its last usable version applies: "
        f"commit `{good[:7]}` of 2026-03-04 15:00 UTC.\n\n{MISTAKE}"
    ]
    assert team.shows(incident)["labels"] == ["Red alert", "incident", "status: investigating"]
    assert team.row(incident, "Next update") == "17:05"


def test_the_next_commit_fixes_a_broken_configuration(team: Team) -> None:
    commit(team, GOOD)
    commit(team, BROKEN)
    incident, said = opening(team)
    commit(team, GOOD.replace("5", "7"))

    team.say("grace", incident, "/update still looking")

    assert (len(said), complaints(team, incident)) == (1, said)
    assert team.row(incident, "Next update") == "17:07"


def test_the_named_preset_answers_if_no_recent_version_was_valid(team: Team) -> None:
    for place in range(MAX_VERSIONS + 1):
        commit(team, f"{BROKEN}# {place}\n")
    before = len(team.sandbox.requests)

    team.open("grace", "Checkout is down", labels=["incident"])

    asked = Counter((each.route or "").rpartition("}/")[2] for each in team.sandbox.requests[before:])
    runs = len(team.jobs)
    assert (asked["commits"], asked["contents/{path}"]) == (runs, runs * MAX_VERSIONS)
    assert complaints(team, 1) == [
        f"The configuration can't be used. Until it is fixed, the default process applies.\n\n{MISTAKE}"
    ]


def test_an_incident_is_answered_even_if_github_does_not_tell_of_earlier_versions(team: Team) -> None:
    commit(team, GOOD)
    commit(team, BROKEN)
    team.sandbox.faults.add(Fault(NOT_FOUND, route="GET /repos/{owner}/{repo}/commits"))

    incident = team.open("grace", "Checkout is down", labels=["incident"])

    assert team.shows(incident)["labels"] == ["incident", "status: investigating"]
    assert [said.partition(".")[0] for said in complaints(team, incident)] == ["The configuration can't be used"]
