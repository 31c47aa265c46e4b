"""Deployments, releases and the ends of other workflows start what listens to them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import FinishedJob, Sandbox
from tests.sandbox import published
from tests.sandbox.conftest import NOON, do_nothing
from tests.sandbox.workflow_files import person

LISTENS = """\
name: events
on:
  deployment_status:
  release: {types: [published]}
  workflow_run: {types: [completed], workflows: [CI], branches: [main]}
jobs:
  events:
    if: github.event_name != 'workflow_run' || github.event.workflow_run.head_repository.full_name == github.repository
    steps: [{run: incident-actions events}]
"""


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Sandbox]:
    with (
        Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=do_nothing) as sandbox,
        published.holding(sandbox),
    ):
        files = {".github/workflows/events.yml": LISTENS, "README.md": "# shop\n"}
        sandbox.create_repository("acme/shop", files, collaborators={"ada": "admin"})
        yield sandbox


def refs(jobs: list[FinishedJob]) -> list[tuple[str, str]]:
    return [(each.job.event, each.job.environment["GITHUB_REF"]) for each in jobs]


def test_a_status_of_a_deployment_and_a_release_start_what_their_commit_has(listening: Sandbox) -> None:
    ada = person(listening)
    made = ada.json("POST", "deployments", {"ref": "main", "environment": "production"})
    ada.json("POST", f"deployments/{made['id']}/statuses", {"state": "failure"})
    ada.json("POST", "releases", {"tag_name": "v1"})
    started = refs(listening.settle())
    bare = ada.branch("bare", {".github/workflows/events.yml": None})
    old = ada.json("POST", "deployments", {"ref": bare, "environment": "production"})
    ada.json("POST", f"deployments/{old['id']}/statuses", {"state": "failure"})

    assert started == [("deployment_status", "main"), ("release", "refs/tags/v1")]
    assert refs(listening.settle()) == []


def test_the_end_of_a_run_starts_what_names_its_workflow_and_branch(listening: Sandbox) -> None:
    person(listening).branch("fix", {"a.txt": "a"})
    for name, branch in (("CI", "main"), ("Docs", "main"), ("CI", "fix")):
        listening.end_workflow_run(name, "failure", by="ada", branch=branch)

    assert refs(listening.settle()) == [("workflow_run", "refs/heads/main")]


def test_a_run_of_a_fork_is_told_by_its_repository(listening: Sandbox) -> None:
    listening.create_repository("mallory/shop", {"README.md": "# shop\n"})
    listening.end_workflow_run("CI", "failure", by="mallory", fork="mallory/shop", full_name="acme/shop")

    assert refs(listening.settle()) == []
    assert listening.deliveries[-1].payload["workflow_run"]["head_repository"]["full_name"] == "mallory/shop"
