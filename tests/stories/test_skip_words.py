"""Words that make GitHub skip workflows, typed where the tool makes commits and pull requests of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Job, Sandbox
from tests.sandbox import published
from tests.stories.conftest import PEOPLE, WEDNESDAY, adopted
from tests.stories.team import Team, by_command_line

APP = "acme-incidents[bot]"
"""An App's token, so that what the tool itself proposes starts workflows."""

SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"
BUILD = """\
name: build
on: [push, pull_request]
jobs:
  build: {steps: [{run: incident-actions --version}]}
"""
WORDS = ("[skip ci]", "[Actions Skip]")
"""One of each order; `tests/people/` has them all."""


@pytest.fixture
def building(tmp_path: Path) -> Iterator[Team]:
    """A team whose service is built on each push and each pull request."""

    def as_app(job: Job) -> int:
        given = {"GITHUB_TOKEN": sandbox.token(APP), "INCIDENT_APP_SLUG": "acme-incidents"}
        return by_command_line(replace(job, environment=job.environment | given))

    with (
        Sandbox(tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=as_app) as sandbox,
        published.holding(sandbox),
    ):
        files = {**adopted(), ".github/workflows/build.yml": BUILD}
        sandbox.create_repository("acme/shop", files, collaborators={**PEOPLE, APP: "write"})
        team = Team(sandbox)
        team.as_("ada").json("POST", "labels", {"name": "incident"})
        yield team


def runs(team: Team, since: int = 0) -> list[tuple[str, str]]:
    """Which workflows ran on which event, on pushes and pull requests."""
    ran = [(job.job.workflow, job.job.event) for job in team.sandbox.jobs.finished[since:]]
    return sorted(each for each in ran if each[1] in ("push", "pull_request"))


@pytest.mark.parametrize("words", WORDS)
def test_an_incidents_title_cannot_keep_its_post_mortem_from_the_check_nor_its_merge_from_the_tool(
    building: Team, words: str
) -> None:
    incident = building.file("grace", f"{words} Checkout is down {words}", severity=SEV_1)

    building.say("grace", incident, "/resolve rolled back")
    proposed = runs(building)
    building.write_postmortem("grace", 2)
    since = len(building.sandbox.jobs.finished)
    building.merge("grace", 2)

    assert proposed == [("build", "pull_request"), ("build", "push"), ("postmortem", "pull_request")]
    assert runs(building, since) == [("build", "push"), ("respond", "pull_request")]
    assert building.headline(incident) == "✅ SEV-1 · Closed"


@pytest.mark.rest
@pytest.mark.parametrize("words", WORDS)
def test_a_hotfixs_words_cannot_keep_its_pull_request_from_being_built_nor_its_squash_merge_from_being_deployed(
    building: Team, words: str
) -> None:
    incident = building.file("grace", "Checkout is down", severity=SEV_1)

    building.say("grace", incident, f"/hotfix {words} pool size {words}")
    opened = runs(building)
    building.make_ready("ada", 2)
    since = len(building.sandbox.jobs.finished)
    shown = building.as_("ada").json("GET", "pulls/2")
    squashed = {"merge_method": "squash", "commit_title": f"{shown['title']} (#2)", "commit_message": shown["body"]}
    building.as_("ada").json("PUT", "pulls/2/merge", squashed)
    building.settle()

    assert opened == [("build", "pull_request"), ("build", "push")]
    assert runs(building, since) == [("build", "push"), ("respond", "pull_request")]


@pytest.mark.rest
def test_a_teams_own_words_that_skip_workflows_are_parted_too(building: Team) -> None:
    own = "{{ description }}\n\n\nskip-checks: true"
    building.as_("ada").branch("words", {".github/incidents/pull_requests/hotfix.md": own})
    building.merge("ada", building.as_("ada").pull("words")["number"])
    incident = building.file("grace", "Checkout is down", severity=SEV_1)

    building.say("grace", incident, "/hotfix pool size")

    body = building.as_("ada").json("GET", "pulls/3")["body"]
    assert body == "pool size\n\n\nskip-checks\u200b: true"
