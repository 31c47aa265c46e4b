"""The doctor finds what the settings of Actions keep from running."""

from __future__ import annotations

from typing import Any

import pytest

from incident_actions.contract.repository_facts import ActionsPermissions, TokenPermissions, Workflow
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
def test_what_the_settings_refuse_is_a_failure(changed: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert [each for each in not_passing(healthy_facts(**changed)) if each[1] == "fail"] == expected
