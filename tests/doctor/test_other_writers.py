"""Without a key, a workflow that repeats what people ask it to write can be made to write a card of the tool."""

from __future__ import annotations

import pytest

from incident_actions.contract.repository_facts import TokenPermissions
from incident_actions.doctor import report
from tests.doctor.well import WORDING, process, well

TRIAGE = ".github/workflows/triage.yml"
STEPS = "    runs-on: ubuntu-latest\n    steps:\n      - run: echo hello\n"


def workflow(on: str = "issues", head: str = "", job: str = "") -> str:
    return f"on: {on}\n{head}jobs:\n  triage:\n{job}{STEPS}"


def said(text: str, *, first: str = "read", secrets: frozenset[str] = frozenset(), configuration: str = "") -> str:
    """What the doctor says about the key where a repository has this workflow beside the tool's."""
    rights = TokenPermissions(first, may_open_pulls=True)
    facts = well(secrets=secrets, rights=rights)
    facts = well(secrets=secrets, rights=rights, files={**facts.files, TRIAGE: text})  # type: ignore[dict-item]
    lines = report.report_lines(facts, process(f"extends: default\n{configuration}"), WORDING)
    (line,) = (each for each in lines if each.check == "signing-key")
    return f"{line.says}\n{line.change}"


@pytest.mark.parametrize(
    "text",
    [
        workflow(head="permissions:\n  issues: write\n"),
        workflow(head="permissions: write-all\n"),
        workflow(head="permissions: {}\n", job="    permissions:\n      issues: write\n"),
        workflow(on="[push, issue_comment]", head="permissions:\n  issues: write\n"),
        workflow(on="\n  issues:\n    types: [opened]", head="permissions:\n  issues: write\n"),
    ],
)
def test_a_workflow_that_people_can_make_write_is_named(text: str) -> None:
    assert f"`{TRIAGE}`" in said(text)


def test_where_nothing_is_said_the_repositorys_setting_counts() -> None:
    assert f"`{TRIAGE}`" in said(workflow(), first="write")
    assert TRIAGE not in said(workflow(), first="read")


@pytest.mark.parametrize(
    "text",
    [
        workflow(on="push", head="permissions: write-all\n"),
        workflow(head="permissions: read-all\n"),
        workflow(head="permissions:\n  contents: write\n"),
        workflow(head="permissions: write-all\n", job="    permissions:\n      contents: read\n"),
        "on: [issues\n",
        "",
    ],
)
def test_a_workflow_that_cannot_write_there_is_not(text: str) -> None:
    assert TRIAGE not in said(text)


@pytest.mark.parametrize("secret", ["INCIDENT_SIGNING_KEY", "INCIDENT_APP_PRIVATE_KEY"])
def test_with_a_key_or_an_app_there_is_nothing_to_warn_of(secret: str) -> None:
    assert TRIAGE not in said(workflow(head="permissions: write-all\n"), secrets=frozenset({secret}))


def test_a_tool_that_writes_as_another_bot_is_not_taken_for_it() -> None:
    text = workflow(head="permissions: write-all\n")

    assert TRIAGE not in said(text, configuration='bot: "acme-incidents[bot]"\n')


def test_the_tools_own_workflows_are_not_named() -> None:
    assert "respond.yml" not in said("")
