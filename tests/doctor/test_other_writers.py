"""Without a key, a workflow that repeats people's text can be made to write a card of the tool."""

from __future__ import annotations

import pytest

from incident_actions.contract.repository_facts import TokenPermissions
from incident_actions.doctor import report
from tests.doctor.healthy_repository import WORDING, healthy_facts, process

TRIAGE = ".github/workflows/triage.yml"
STEPS = "    runs-on: ubuntu-latest\n    steps:\n      - run: echo hello\n"


def workflow(on: str = "issues", head: str = "", job: str = "") -> str:
    return f"on: {on}\n{head}jobs:\n  triage:\n{job}{STEPS}"


def key_line(text: str, *, first: str = "read", secrets: frozenset[str] = frozenset(), configuration: str = "") -> str:
    """Return the doctor's line about the key for a repository that has this workflow."""
    rights = TokenPermissions(first, may_open_pulls=True)
    facts = healthy_facts(secrets=secrets, rights=rights)
    facts = healthy_facts(secrets=secrets, rights=rights, files={**facts.files, TRIAGE: text})  # type: ignore[dict-item]
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
    assert f"`{TRIAGE}`" in key_line(text)


def test_the_repositorys_setting_counts_where_a_workflow_has_no_permissions() -> None:
    assert f"`{TRIAGE}`" in key_line(workflow(), first="write")
    assert TRIAGE not in key_line(workflow(), first="read")


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
def test_a_workflow_that_cannot_write_on_issues_is_not_named(text: str) -> None:
    assert TRIAGE not in key_line(text)


@pytest.mark.parametrize("secret", ["INCIDENT_SIGNING_KEY", "INCIDENT_APP_PRIVATE_KEY"])
def test_a_repository_with_a_key_or_an_app_gets_no_warning(secret: str) -> None:
    assert TRIAGE not in key_line(workflow(head="permissions: write-all\n"), secrets=frozenset({secret}))


def test_a_tool_that_writes_as_another_bot_is_not_taken_for_it() -> None:
    text = workflow(head="permissions: write-all\n")

    assert TRIAGE not in key_line(text, configuration='bot: "acme-incidents[bot]"\n')


def test_the_tools_own_workflows_are_not_named() -> None:
    assert "respond.yml" not in key_line("")
