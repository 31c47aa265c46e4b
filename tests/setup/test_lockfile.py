"""A lockfile lists the commits of the actions that a workflow may use."""

from __future__ import annotations

from typing import Any

import pytest

from incident_actions.setup.lockfile import lock_key, unlocked_actions

RESPOND = ".github/workflows/respond.yml"
CHECKOUT = "actions/checkout@v7"


@pytest.mark.parametrize(
    ("use", "key"),
    [
        (CHECKOUT, CHECKOUT),
        ("Actions/Cache/save@v4", "actions/cache@v4"),
        ("acme/tool/.github/workflows/respond.yml@main", "acme/tool@main"),
        ("./.github/actions/own", ""),
        ("$/actions/own", ""),
        ("docker://alpine:3", ""),
        ("nothing", ""),
    ],
)
def test_an_action_that_a_step_uses_has_its_key_in_the_lockfile(use: str, key: str) -> None:
    assert lock_key(use) == key


@pytest.mark.parametrize(
    ("lock", "unlocked"),
    [
        ({}, None),
        ({"workflows": []}, None),
        ({"workflows": {"another.yml": []}}, None),
        ({"workflows": {RESPOND: [CHECKOUT]}, "dependencies": {CHECKOUT: {}}}, ()),
        ({"workflows": {RESPOND: [CHECKOUT]}, "dependencies": {}}, (CHECKOUT,)),
        ({"workflows": {RESPOND: [CHECKOUT]}, "dependencies": "broken"}, (CHECKOUT,)),
        ({"workflows": {RESPOND: None}, "dependencies": {CHECKOUT: {}}}, (CHECKOUT,)),
    ],
    ids=["empty", "no workflows", "another workflow", "locked", "no commit", "broken", "nothing listed"],
)
def test_an_action_is_locked_where_its_workflow_lists_it_and_its_commit_is_known(
    lock: dict[str, Any], unlocked: tuple[str, ...] | None
) -> None:
    assert unlocked_actions(lock, RESPOND, (CHECKOUT, "./own")) == unlocked
