"""Merges are frozen while an incident runs: what people see on pull requests, and what ends it."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.gateway.repository.tool_files import read_tool_file
from incident_actions.model.process.process import Labels
from incident_actions.sandbox import Job, Sandbox
from incident_actions.sandbox.faults import UNAVAILABLE, Fault
from incident_actions.setup.source import Source
from incident_actions.setup.workflows import short_workflow
from tests.gateway.front import LOST, PASS, RESET, Front
from tests.sandbox import published
from tests.stories.conftest import PEOPLE, WEDNESDAY, adopted
from tests.stories.team import Team, in_process

ALLOWED = "success: No incident freezes merges"
WORST = "SEV-1: Everything is down for everybody, or data is being lost or leaked"
STATUSES = "/repos/{owner}/{repo}/statuses/{sha}"
DISPATCHES = "/repos/{owner}/{repo}/dispatches"


def frozen_by(*numbers: int) -> str:
    names = ", ".join(f"#{number}" for number in numbers)
    return f"failure: Merges are frozen by incident{'s' if len(numbers) > 1 else ''} {names}"


def fix_of(number: int) -> str:
    return f"success: A fix of incident #{number}, which the freeze of merges lets through"


@pytest.fixture
def rules() -> str:
    """The key `freeze` of the configuration."""
    return "{}"


@pytest.fixture
def team(tmp_path: Path, rules: str) -> Iterator[Team]:
    with (
        Sandbox(tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=in_process) as sandbox,
        published.holding(sandbox),
    ):
        source = Source("acme/incident-actions", "0" * 40, "1.0")
        workflow = short_workflow("freeze", read_tool_file(".github/workflows/freeze.yml"), source, Labels())
        files = {**adopted(), ".github/workflows/incident-freeze.yml": workflow}
        files[".github/incidents.yml"] += f"freeze: {rules}\n"
        sandbox.create_repository("acme/shop", files, collaborators=PEOPLE)
        team = Team(sandbox)
        team.make_labels()
        yield team


def propose(team: Team, branch: str) -> int:
    """Open a pull request as grace."""
    team.as_("grace").branch(branch, {f"{branch}.txt": "1"})
    number = int(team.as_("grace").pull(branch)["number"])
    team.settle()
    return number


def status(team: Team, commit: str) -> str:
    """What the newest status of a commit says; empty for none."""
    shown = team.as_("ada").json("GET", f"commits/{commit}/status")["statuses"]
    return next(
        (f"{each['state']}: {each['description']}" for each in shown if each["context"] == "incident-freeze"), ""
    )


def of_pull(team: Team, number: int) -> str:
    return status(team, team.as_("ada").json("GET", f"pulls/{number}")["head"]["sha"])


def test_a_freeze_stops_every_pull_request_but_the_fixes_of_its_incident(team: Team) -> None:
    before = propose(team, "banner")
    assert of_pull(team, before) == ALLOWED
    incident = team.file("grace", "Search is slow")

    assert team.say("grace", incident, "/freeze the index is being rebuilt") == []
    during = propose(team, "footer")
    team.as_("grace").json("PUT", "contents/b.txt", {"message": "b", "content": "", "branch": "banner"})
    team.settle()
    team.say("grace", incident, "/hotfix cache the facets")
    (hotfix,) = (each["number"] for each in team.as_("ada").json("GET", "pulls") if each["title"].startswith("Hotfix"))

    assert [of_pull(team, each) for each in (before, during)] == [frozen_by(incident)] * 2
    assert of_pull(team, hotfix) == fix_of(incident)
    assert "merge-freeze" in team.shows(incident)["labels"]
    assert team.row(incident, "Merges frozen") == "Since 14:00: the index is being rebuilt. `/unfreeze` ends it."

    refused = [reply for who in ("mary", "linus") for reply in team.say(who, incident, "/unfreeze")]
    assert ["needs the role **write**" in reply for reply in refused] == [True, True]
    assert of_pull(team, before) == frozen_by(incident)

    team.say("grace", incident, "/unfreeze the index is there")

    assert [of_pull(team, each) for each in (before, during, hotfix)] == [ALLOWED] * 3
    assert team.row(incident, "Merges frozen") == ""
    assert [line.partition(" · ")[2] for line in team.timeline(incident) if "erges" in line] == [
        "Merges frozen: the index is being rebuilt · `grace`",
        "Merges allowed again: the index is there · `grace`",
    ]


@pytest.mark.parametrize("rules", ["{ severities: [SEV-1] }"])
def test_the_configuration_freezes_until_the_last_of_the_incidents_is_mitigated(team: Team) -> None:
    pull = propose(team, "banner")
    one, two = (team.file("grace", title, severity=WORST) for title in ("Checkout is down", "Login is down"))
    assert of_pull(team, pull) == frozen_by(one, two)

    team.say("grace", one, "/mitigated")
    assert of_pull(team, pull) == frozen_by(two)
    team.set("grace", f"issues/{two}", state="closed")
    assert of_pull(team, pull) == ALLOWED

    team.say("grace", two, "/reopen it is not over")
    assert of_pull(team, pull) == frozen_by(two)
    team.say("grace", two, "/unfreeze the fix is out")
    team.say("grace", two, "/update it holds")
    assert of_pull(team, pull) == ALLOWED
    team.say("grace", two, "/resolve")
    team.say("grace", two, "/reopen it is back")
    assert of_pull(team, pull) == frozen_by(two)


@pytest.mark.rest
def test_a_merge_queue_and_a_fork_are_judged_alike(team: Team) -> None:
    incident = team.file("grace", "Search is slow")
    fork, pull, early = team.as_("mary").fork(), propose(team, "banner"), propose(team, "early")
    waiting = team.sandbox.enqueue(early)
    team.settle()
    assert status(team, waiting) == ALLOWED
    team.say("grace", incident, "/hotfix cache the facets\n/freeze")
    (hotfix,) = (each["number"] for each in team.as_("ada").json("GET", "pulls") if each["title"].startswith("Hotfix"))

    queued, fixed = team.sandbox.enqueue(pull), team.sandbox.enqueue(hotfix)
    branch = team.as_("ada").json("GET", f"pulls/{hotfix}")["head"]["ref"]
    foreign = fork.branch(branch, {"x.txt": "x"})
    team.as_("mary").pull(f"mary:{branch}")
    team.settle()

    assert [status(team, each) for each in (waiting, queued, fixed, foreign)] == [
        frozen_by(incident),
        frozen_by(incident),
        fix_of(incident),
        frozen_by(incident),
    ]


@pytest.mark.rest
def test_what_github_refused_is_set_by_the_next_sweep(team: Team) -> None:
    pull, incident = propose(team, "banner"), team.file("grace", "Search is slow")
    team.sandbox.faults.add(Fault(UNAVAILABLE, route=f"POST {STATUSES}", times=None))
    team.as_("grace").json("POST", f"issues/{incident}/comments", {"body": "/freeze"})
    *_, failed = team.sandbox.settle()
    assert (failed.job.command, failed.exit_code) == (["freeze"], 1)
    assert "The next sweep has them set again." in failed.output
    assert of_pull(team, pull) == ALLOWED

    team.sandbox.faults.clear()
    team.sweep()
    assert of_pull(team, pull) == frozen_by(incident)

    team.sandbox.faults.add(Fault(UNAVAILABLE, route=f"POST {DISPATCHES}", times=None))
    team.say("grace", incident, "/unfreeze")
    team.sandbox.faults.clear()
    assert of_pull(team, pull) == frozen_by(incident)
    team.sweep()
    assert of_pull(team, pull) == ALLOWED


@pytest.mark.rest
@pytest.mark.parametrize("how", [RESET, LOST])
def test_wherever_a_judging_run_dies_the_next_one_completes_it(
    team: Team, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    pulls = [propose(team, "banner"), propose(team, "footer")]
    incident = team.file("grace", "Search is slow")
    held: list[Job] = []

    def hold(job: Job) -> int:
        if job.command != ["freeze"]:
            return in_process(job)
        held.append(job)
        job.log.touch()
        return 0

    team.sandbox.jobs.runner = hold
    died = 0
    for at in range(40):
        word, expected = ("/unfreeze", ALLOWED) if at % 2 else ("/freeze", frozen_by(incident))
        team.say("grace", incident, word)
        places = iter(range(1_000))
        with Front(team.sandbox.api_url, lambda *_: how if next(places) >= at else PASS) as front:  # noqa: B023  used at once
            code = in_process(replace(held[-1], environment={**held[-1].environment, "GITHUB_API_URL": front.api_url}))
        if code == 0:
            break
        died += 1
        assert in_process(held[-1]) == 0
        assert [of_pull(team, each) for each in pulls] == [expected] * 2, f"after it died at request {at}"

    assert died >= 5
    assert [of_pull(team, each) for each in pulls] == [expected] * 2


@pytest.mark.rest
@pytest.mark.parametrize("rules", ["{ severities: [SEV-1] }\nprivate: { repository: acme/security }"])
def test_a_freeze_ends_when_its_incident_becomes_private(team: Team) -> None:
    people = {"acme-security[bot]": "write"}
    team.sandbox.create_repository("acme/security", {"a": "b\n"}, private=True, collaborators=people)
    team.sandbox.host.secrets["INCIDENT_SERVICES_TOKEN"] = team.sandbox.token("acme-security[bot]")
    pull, incident = propose(team, "banner"), team.file("grace", "Checkout is down", severity=WORST)
    assert of_pull(team, pull) == frozen_by(incident)

    team.say("grace", incident, "/private")

    assert "The freeze of merges has ended with it" in team.replies(incident)[-1]
    assert team.shows(incident)["labels"] == ["incident"]
    assert of_pull(team, pull) == ALLOWED
    for habit in ("/freeze", "/unfreeze"):
        team.say("grace", incident, habit)
        assert team.replies(incident)[-1].startswith("This incident is private")
    team.later(hours=5)
    team.sweep()
    assert of_pull(team, pull) == ALLOWED


@pytest.mark.rest
def test_a_configuration_that_loses_its_freeze_lets_everybody_merge_again(team: Team) -> None:
    pull, incident = propose(team, "banner"), team.file("grace", "Search is slow")
    team.say("grace", incident, "/freeze")
    assert of_pull(team, pull) == frozen_by(incident)
    configuration = team.text(".github/incidents.yml").replace("freeze: {}\n", "")
    team.write("ada", ".github/incidents.yml", "main", configuration)

    team.sweep()

    assert "merge-freeze" not in team.shows(incident)["labels"]
    assert of_pull(team, pull) == ALLOWED


@pytest.mark.rest
@pytest.mark.parametrize("rules", ["null"])
def test_without_a_freeze_in_the_configuration_the_reply_says_how_to_set_it_up(team: Team) -> None:
    pull, incident = propose(team, "banner"), team.file("grace", "Search is slow")

    (reply,) = team.say("grace", incident, "/freeze")

    assert "incident-actions init --freeze" in reply
    assert of_pull(team, pull) == ALLOWED


@pytest.mark.rest
def test_a_run_without_a_checkout_uses_the_teams_own_words_and_labels(team: Team) -> None:
    own_words = base64.b64encode(b"Frozen by {{ incidents | length }}").decode()
    path = "contents/.github/incidents/summaries/freeze_status.txt"
    team.as_("ada").json("PUT", path, {"message": "Use our own words", "content": own_words})
    own = team.text(".github/incidents.yml") + "labels: { freeze: hands-off }\n"
    team.write("ada", ".github/incidents.yml", "main", own)
    pull, incident = propose(team, "banner"), team.file("grace", "Search is slow")
    assert of_pull(team, pull) == "success: Frozen by 0"

    team.say("grace", incident, "/freeze")

    assert "hands-off" in team.shows(incident)["labels"]
    assert of_pull(team, pull) == "failure: Frozen by 1"
