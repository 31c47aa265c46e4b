"""Steps of a workflow start the tool by its command, by its action, or in one of its own workflows."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from incident_actions.sandbox import Job, Tool, WebhookDelivery
from incident_actions.sandbox.steps import Group, ToolStep, find_steps
from tests.sandbox.conftest import NOON

ACTION = """\
inputs: {command: {default: ship}, where: {}}
runs: {steps: [{run: "true"}, {run: start, env: {WHERE: "${{ inputs.where }}"}}]}
"""
CALLED = """\
on: {workflow_call: {inputs: {group: {}}}}
concurrency: {group: "${{ inputs.group }}", queue: max}
jobs:
  inner: {if: github.event.action == 'opened', steps: [{run: exec ship-it all}]}
"""


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    def never(_job: Job, _log: int) -> subprocess.Popen[bytes]:
        raise AssertionError("nothing starts here")

    (tmp_path / "actions/ship-it").mkdir(parents=True)
    (tmp_path / "actions/ship-it/action.yml").write_text(ACTION)
    (tmp_path / "workflows").mkdir()
    (tmp_path / "workflows/ship.yml").write_text(CALLED)
    return Tool("acme/ship-it", "ship-it", ".github/actions/ship-it", tmp_path, never)


def found(tool: Tool, *steps: dict[str, Any], **job: Any) -> list[ToolStep]:
    return list(find_steps({"jobs": {"outer": {**job, **({"steps": list(steps)} if steps else {})}}}, tool))


def event(action: str) -> WebhookDelivery:
    return WebhookDelivery("issues", {"action": action}, "ada", NOON, "acme/shop")


@pytest.mark.parametrize(
    ("run", "arguments"),
    [
        ("ship-it all --now", [["all", "--now"]]),
        ("cd there\n  exec ship-it 'to production'", [["to production"]]),
        ("ship-items", []),
        ("echo ship-it", []),
    ],
)
def test_a_line_that_begins_with_the_command_starts_the_tool(tool: Tool, run: str, arguments: list[list[str]]) -> None:
    assert [step.arguments for step in found(tool, {"run": "make"}, {"run": run})] == arguments


@pytest.mark.parametrize(
    "uses", ["./.github/actions/ship-it", "$/.github/actions/ship-it", "acme/any/.github/actions/ship-it@v1"]
)
def test_a_step_that_uses_the_action_starts_the_tool_with_its_inputs(tool: Tool, uses: str) -> None:
    (step,) = found(tool, {"uses": uses, "with": {"where": "${{ github.event.action }}"}})

    assert (step.command, step.environment(event("opened"), "", {}, {})) == ("ship", {"WHERE": "opened"})


def test_a_called_workflow_of_the_tool_brings_its_condition_and_its_group(tool: Tool) -> None:
    uses = "acme/ship-it/.github/workflows/ship.yml@v1"
    (step,) = found(tool, uses=uses, **{"if": "github.actor != 'robot'", "with": {"group": "ships"}})

    assert (step.job, step.started_as, step.arguments) == ("inner", "outer", ["all"])
    assert [step.passes(event(action)) for action in ("opened", "closed")] == [True, False]
    assert step.groups_of(event("opened"), run=7) == (Group("ships", queues=True),)


def test_a_job_enters_the_group_of_its_workflow_before_its_own(tool: Tool) -> None:
    job = {"runs-on": "ubuntu-slim", "concurrency": "{0}-${{ github.run_id }}", "steps": [{"run": "ship-it all"}]}

    (step,) = find_steps({"concurrency": {"group": "Ships"}, "jobs": {"one": job}}, tool)

    assert step.groups_of(event("opened"), run=7) == (Group("ships"), Group("{0}-7"))


def test_a_called_workflow_that_the_tool_lacks_has_no_steps(tool: Tool) -> None:
    assert found(tool, uses="acme/ship-it/.github/workflows/other.yml@v1") == []
