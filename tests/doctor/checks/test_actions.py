"""The doctor finds what the settings of Actions keep from running."""

from __future__ import annotations

from typing import Any

import pytest

from incident_actions.contract.repository_facts import ActionsPermissions, TokenPermissions, Workflow
from tests.doctor.adopted_files import PERMISSIONS, calling_files
from tests.doctor.healthy_repository import NOON, healthy_facts, not_passing

RESPOND = ".github/workflows/respond.yml"


def without_rights() -> dict[str, Any]:
    """Return the files of a repository whose respond workflow may write nothing."""
    files = healthy_facts().files
    assert isinstance(files, dict)
    return {"files": {**files, RESPOND: files[RESPOND].replace("issues: write", "issues: read")}}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"allowed": ActionsPermissions(enabled=False)}, [("actions", "fail", "off")]),
        ({"allowed": ActionsPermissions(enabled=True, which="local_only")}, [("actions", "fail", "refused")]),
        (
            {"allowed": ActionsPermissions(enabled=True, which="selected", github_owned=False)},
            [("actions", "fail", "refused")],
        ),
        ({"allowed": ActionsPermissions(enabled=True, which="selected")}, []),
        (
            {
                "allowed": ActionsPermissions(
                    enabled=True, which="selected", github_owned=False, patterns=("actions/*",)
                )
            },
            [],
        ),
        ({"allowed": ActionsPermissions(enabled=True, pinned=True)}, []),
        ({"rights": TokenPermissions("read", may_open_pulls=False)}, [("pull-requests", "fail", "refused")]),
        ({"workflows": (Workflow(RESPOND, "disabled_manually", NOON),)}, [("enabled", "fail", "disabled")]),
        (without_rights(), [("permissions", "fail", "lacking")]),
    ],
    ids=["off", "local", "selected", "GitHub's own", "a pattern", "pinned", "no pulls", "disabled", "no rights"],
)
def test_a_workflow_that_the_settings_refuse_is_a_failure(
    changed: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    assert [each for each in not_passing(healthy_facts(**changed)) if each[1] == "fail"] == expected


@pytest.mark.parametrize(
    ("permissions", "first", "found"),
    [
        ("write-all", "read", []),
        ("read-all", "write", [("permissions", "fail", "lacking")]),
        ("", "write", []),
        ("", "read", [("permissions", "fail", "lacking")]),
    ],
)
def test_a_workflow_gets_what_it_states_else_what_the_settings_give(
    permissions: str, first: str, found: list[tuple[str, str, str]]
) -> None:
    stated = f"    permissions: {permissions}\n" if permissions else ""
    files = {path: text.replace(PERMISSIONS, stated) for path, text in calling_files().items()}

    assert not_passing(healthy_facts(files=files, rights=TokenPermissions(first, may_open_pulls=True))) == found


@pytest.mark.parametrize(
    ("allowed", "found"),
    [
        (ActionsPermissions(enabled=True, which="local_only"), []),
        (ActionsPermissions(enabled=True, which="selected", patterns=("acme/*",)), []),
        (ActionsPermissions(enabled=True, pinned=True), []),
        (ActionsPermissions(enabled=False), [("actions", "fail", "off")]),
    ],
)
def test_actions_of_the_repositorys_owner_are_always_allowed(
    allowed: ActionsPermissions, found: list[tuple[str, str, str]]
) -> None:
    assert not_passing(healthy_facts(files=calling_files(), allowed=allowed)) == found


def test_a_name_that_moves_is_refused_where_pins_are_required() -> None:
    loose = healthy_facts(files=calling_files(ref="v1"), allowed=ActionsPermissions(enabled=True, pinned=True))

    assert not_passing(loose) == [("actions", "fail", "loose"), ("workflows", "warn", "apart")]
