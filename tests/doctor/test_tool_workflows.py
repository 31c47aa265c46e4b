"""The tool's workflows are found at its own paths, by what they call, and by the action that they run."""

from __future__ import annotations

from typing import Any

import pytest

from incident_actions.doctor.tool_workflows import (
    PIN,
    AdoptedWorkflow,
    adopted_workflows,
    jobs,
    parse_workflow,
    steps,
    tool_path,
    triggers,
    used_actions,
)

SHA = "0123456789abcdef0123456789abcdef01234567"
TOOL = "acme/incident-actions"
OWN = ".github/workflows/clock.yml"
OTHER = ".github/workflows/other.yml"
CALL = f"jobs: {{ a: {{ uses: {TOOL}/.github/workflows/clock.yml@{SHA} }} }}\n"


def running(command: str) -> str:
    """Return a workflow that runs a command of the tool's action."""
    action = f"{TOOL}/.github/actions/incident-actions@{SHA}"
    return f"jobs: {{ a: {{ steps: [{{ uses: {action}, with: {{ command: {command} }} }}] }} }}\n"


def found(**files: str) -> dict[str, AdoptedWorkflow]:
    """Return the workflows that are found in files of the workflows' folder."""
    return adopted_workflows({f".github/workflows/{name}.yml": text for name, text in files.items()})


def test_the_tool_has_its_workflows_in_githubs_folder() -> None:
    assert tool_path("clock") == OWN


def test_a_file_at_the_tools_own_path_is_its_workflow() -> None:
    assert found(clock="on: push\n", other="on: push\n") == {"clock": AdoptedWorkflow("clock", OWN, {"on": "push"})}


def test_a_file_at_the_tools_own_path_that_is_no_yaml_has_no_content() -> None:
    assert found(clock="on: [\n") == {"clock": AdoptedWorkflow("clock", OWN, None)}


def test_files_outside_the_folder_of_workflows_are_passed_over() -> None:
    assert adopted_workflows({"docs/clock.yml": CALL, "clock.yml": CALL}) == {}


def test_a_caller_is_found_by_the_workflow_that_it_calls() -> None:
    expected = AdoptedWorkflow("clock", OTHER, parse_workflow(CALL, OTHER), (SHA,), TOOL, calls=True)

    assert found(other=CALL) == {"clock": expected}


def test_a_caller_takes_precedence_over_a_file_at_the_tools_own_path() -> None:
    assert found(clock="on: push\n", other=CALL)["clock"].path == OTHER


def test_a_caller_of_two_versions_has_both() -> None:
    text = CALL.replace("} }", f"}}, b: {{ uses: {TOOL}/.github/workflows/clock.yaml@v1 }} }}")

    assert found(other=text)["clock"].refs == (SHA, "v1")


@pytest.mark.parametrize(
    "use",
    [
        f"{TOOL}/.github/workflows/release.yml@{SHA}",
        f"{TOOL}/.github/workflows/clock.yml",
        "./.github/workflows/clock.yml",
        f"{TOOL}/workflows/clock.yml@{SHA}",
        "",
    ],
    ids=["another workflow", "no version", "of the repository itself", "another folder", "nothing"],
)
def test_a_job_that_calls_none_of_the_tools_workflows_is_no_caller(use: str) -> None:
    assert found(other=f"jobs: {{ a: {{ uses: '{use}' }} }}\n") == {}


@pytest.mark.parametrize(
    ("command", "name"), [("run", "respond"), ("sweep", "sweep"), ("clock", "clock"), ("check", "postmortem")]
)
def test_a_workflow_that_runs_the_action_is_found_by_its_command(command: str, name: str) -> None:
    text = running(command)

    assert found(other=text) == {name: AdoptedWorkflow(name, OTHER, parse_workflow(text, OTHER), (SHA,), TOOL)}


@pytest.mark.parametrize(
    "text",
    [
        running("doctor"),
        running("run").replace(f"@{SHA}", ""),
        running("run").replace("with: { command: run }", "with: run"),
        running("run").replace("incident-actions@", "another@"),
    ],
    ids=["another command", "no version", "no inputs", "another action"],
)
def test_a_workflow_that_runs_something_else_is_not_found(text: str) -> None:
    assert found(other=text) == {}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"jobs": {"a": {"steps": []}, 1: {}, "b": "x"}}, {"a": {"steps": []}, "1": {}}),
        ({"jobs": ["a"]}, {}),
        ({"jobs": None}, {}),
        ({}, {}),
    ],
)
def test_only_jobs_that_are_valid_count(content: dict[str, Any], expected: dict[str, Any]) -> None:
    assert jobs(content) == expected


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        ({"steps": [{"run": "a"}, "b", {"run": "c"}]}, [{"run": "a"}, {"run": "c"}]),
        ({"steps": {"run": "a"}}, []),
        ({}, []),
    ],
)
def test_only_steps_that_are_valid_count(job: dict[str, Any], expected: list[dict[str, Any]]) -> None:
    assert list(steps({"jobs": {"a": job, "b": {"steps": []}}})) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("push", {"push": None}),
        (["push", "issues"], {"push": None, "issues": None}),
        ({"issues": {"types": ["opened"]}, "push": None}, {"issues": {"types": ["opened"]}, "push": None}),
        (None, {}),
    ],
)
def test_a_workflow_starts_on_its_events_however_they_are_written(on: object, expected: dict[str, Any]) -> None:
    assert triggers({"on": on}) == expected


def test_actions_and_workflows_from_elsewhere_are_used_in_jobs_and_steps() -> None:
    content = {
        "jobs": {
            "call": {"uses": f"{TOOL}/.github/workflows/clock.yml@v1"},
            "own": {"uses": "./.github/workflows/x.yml"},
            "run": {"steps": [{"uses": "actions/checkout@v7"}, {"uses": "$/.github/actions/x"}, {"run": "ls"}]},
        }
    }

    assert list(used_actions(content)) == [f"{TOOL}/.github/workflows/clock.yml@v1", "actions/checkout@v7"]


@pytest.mark.parametrize(
    ("ref", "expected"),
    [(SHA, True), (SHA + SHA[:24], True), (SHA[:39], False), (SHA + "0", False), (SHA.upper(), False), ("v1", False)],
)
def test_a_pin_is_the_whole_hash_of_a_commit(ref: str, expected: bool) -> None:
    assert (PIN.fullmatch(ref) is not None) is expected
