"""What GitHub may keep from running is found by the doctor: the tool's repository, the lockfile, the policies."""

from __future__ import annotations

import json
from typing import Any

import pytest

from incident_actions.contract.repository_facts import Policy, RepositorySettings
from incident_actions.setup import lockfile
from tests.doctor.healthy_repository import PAGE, healthy_facts, not_passing

TOOL = "incident-actions/incident-actions"
SERVER = RepositorySettings("acme/shop", PAGE, hosted=False)
PRIVATE = RepositorySettings("acme/shop", PAGE, visibility="private")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"tools": {TOOL: "public"}}, []),
        ({"tools": {TOOL: "private"}}, [("tool-access", "fail", "closed")]),
        ({"tools": {TOOL: "private"}, "repository": PRIVATE}, []),
        ({"tools": {TOOL: ""}}, [("tool-access", "fail", "absent")]),
        ({"tools": {TOOL: ""}, "repository": PRIVATE}, [("tool-access", "unknown", "unseen")]),
        ({"tools": {TOOL: ""}, "repository": SERVER}, [("tool-access", "unknown", "unseen")]),
    ],
)
def test_the_tool_of_another_repository_must_be_no_less_public(
    changed: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    assert [each for each in not_passing(healthy_facts(**changed)) if each[0] == "tool-access"] == expected


@pytest.mark.parametrize(
    ("lock", "expected"),
    [
        ("workflows: [", [("lockfile", "fail", "unreadable")]),
        ("{}", [("lockfile", "warn", "outside")]),
    ],
)
def test_a_lockfile_that_names_no_workflow_of_the_tool_is_reported(
    lock: str, expected: list[tuple[str, str, str]]
) -> None:
    facts = healthy_facts()

    assert not_passing(healthy_facts(files={**_files(facts.files), lockfile.PATH: lock})) == expected


def test_a_lockfile_that_lacks_an_action_is_stale() -> None:
    files = _files(healthy_facts().files)
    workflows: dict[str, list[str]] = {path: [] for path in files if path.startswith(".github/workflows/")}
    lock = json.dumps({"workflows": workflows, "dependencies": {}})

    assert not_passing(healthy_facts(files={**files, lockfile.PATH: lock})) == [("lockfile", "fail", "stale")]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (Policy("strict", "acme", events=frozenset({"push"})), [("execution-rules", "fail", "events")]),
        (
            Policy("strict", "acme", events=frozenset({"push"}), include=("~ALL",)),
            [("execution-rules", "fail", "events")],
        ),
        (Policy("other", "acme", events=frozenset({"push"}), include=(".github/workflows/ci.yml",)), []),
        (Policy("spared", "acme", events=frozenset({"push"}), exclude=(".github/workflows/*",)), []),
        (Policy("named", "acme", actors=True), [("execution-rules", "warn", "actors")]),
        (Policy("free", "acme"), []),
    ],
    ids=lambda each: each.name if isinstance(each, Policy) else "",
)
def test_a_policy_counts_where_it_is_for_a_workflow_of_the_tool(
    policy: Policy, expected: list[tuple[str, str, str]]
) -> None:
    assert not_passing(healthy_facts(policies=(policy,))) == expected


def _files(files: object) -> dict[str, str]:
    assert isinstance(files, dict)
    return files
