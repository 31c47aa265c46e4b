"""What act is given of a workflow says what the original says, but for the two things that act does not know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox.act import workflow_copies
from tests.workflows.files import ACTION, ROOT, WORKFLOWS, content

TOOL = INSTALLED_TOOL.repository
HERE = f"{TOOL}/.github/actions/incident-actions@{workflow_copies.RUNNING}"


def playable(text: str) -> str:
    return workflow_copies.make_playable(text, INSTALLED_TOOL)


def replacements(text: str) -> dict[str, str]:
    return workflow_copies.replacements(text, INSTALLED_TOOL)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_copy_differs_by_the_queue_and_by_where_the_action_is(path: Path) -> None:
    copied = dict(YAML(typ="safe").load(playable(path.read_text(encoding="utf-8"))))

    expected = json.loads(json.dumps(content(path)).replace(f'"{ACTION}"', f'"{HERE}"').replace(', "queue": "max"', ""))
    assert copied == json.loads(json.dumps(expected).replace('"queue": "max", ', ""))


def test_the_original_holds_the_queue_that_copies_lack() -> None:
    original = (ROOT / ".github/workflows/respond.yml").read_text(encoding="utf-8")

    assert ("queue: max" in original, "queue: max" in playable(original).replace("`queue: max`", "")) == (
        True,
        False,
    )


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        ("$/.github/actions/incident-actions", HERE),
        ("$/.github/actions/deploy", "acme/shop/.github/actions/deploy@abc"),
        ("./.github/actions/deploy", "./.github/actions/deploy"),
        ("actions/checkout@v7", "actions/checkout@v7"),
    ],
)
def test_an_action_of_the_same_repository_is_named_by_it(uses: str, expected: str) -> None:
    workflow = {"on": "push", "jobs": {"one": {"steps": [{"uses": uses}]}}}

    copied: dict[str, Any] = YAML(typ="safe").load(
        workflow_copies.make_playable(json.dumps(workflow), INSTALLED_TOOL, "acme/shop@abc")
    )

    assert copied["jobs"]["one"]["steps"] == [{"uses": expected}]


@pytest.mark.parametrize("text", ["jobs: [", "words", "", "jobs: words", "jobs: {a: {steps: words}, b: words}", "- a"])
def test_a_text_that_is_no_workflow_stays_as_it_is(text: str) -> None:
    copied = playable(text)

    assert YAML(typ="safe").load(copied) == YAML(typ="safe").load(text) if text != "jobs: [" else copied == text
    assert (replacements(text), workflow_copies.runner_labels(text)) == ({}, [])


def test_repositories_that_act_would_fetch_are_replaced_by_name_and_commit() -> None:
    steps = [
        {"uses": f"actions/checkout@{'a' * 40}"},
        {"uses": "acme/other@v1"},
        {"uses": "actions/stale@v9"},
        {"run": "true"},
    ]
    called = {"uses": "incident-actions/incident-actions/.github/workflows/respond.yml@v1"}

    text = json.dumps({"jobs": {"one": {"steps": steps}, "two": called}})

    assert replacements(text) == {f"{TOOL}@v1": TOOL, f"actions/checkout@{'a' * 40}": "checkout"}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("ubuntu-slim", ["ubuntu-slim"]),
        (["self-hosted", "linux"], ["linux", "self-hosted"]),
        ({"group": "big", "labels": ["x64"]}, ["big", "group", "labels", "x64"]),
        ("${{ vars.INCIDENT_RUNNER || 'ubuntu-slim' }}", ["ubuntu-slim", "vars.INCIDENT_RUNNER"]),
    ],
)
def test_the_labels_of_runners_are_found_however_they_are_written(asked: object, expected: list[str]) -> None:
    assert workflow_copies.runner_labels(json.dumps({"jobs": {"one": {"runs-on": asked}}})) == expected
