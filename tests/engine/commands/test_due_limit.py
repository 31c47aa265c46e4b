"""A due date beyond the limit of its severity needs a role; a number for all severities is no limit."""

from dataclasses import replace
from typing import Any

import pytest

from incident_actions.model.process.process import Process
from incident_actions.model.process.value_types import Access
from tests.action_items.item_world import ItemWorld, item_world
from tests.engine.commands.asking import facts, refused, running
from tests.worlds import PROCESS

BEYOND = (
    "An action item of a SEV-1 incident is due within 30 days, so `/{word}` can set **2026-04-03** at the latest. 2026-04-04"
    " needs the role **maintain** in this repository, and yours is **{role}**. Nothing was changed."
)


def limited(**permissions: Access) -> Process:
    """The default process, with at most 30 days for items of SEV-1, whose label is written in another way."""
    actions = replace(PROCESS.actions, due_in_days={"sev1": 30, "SEV-2": 60})
    return replace(PROCESS, actions=actions, permissions={**PROCESS.permissions, **permissions})


def world_with(process: Process, **given: Any) -> ItemWorld:
    world = item_world(**{"severity": "SEV-1", **given})
    world.process = process
    return world


def test_the_last_day_of_the_limit_is_for_everybody_and_the_next_day_is_not() -> None:
    assert facts(world_with(limited()), "grace", "/due 2026-04-03") == [{"kind": "due", "to": "2026-04-03"}]
    assert refused(world_with(limited()), "/due 2026-04-04") == [BEYOND.format(word="due", role="write")]


def test_the_owner_needs_the_role_like_everybody() -> None:
    assert refused(world_with(limited()), "/due 2026-04-04", "linus") == [BEYOND.format(word="due", role="triage")]


@pytest.mark.parametrize(
    ("process", "login", "severity"),
    [
        (limited(), "ada", "SEV-1"),
        (limited(extend="write"), "grace", "SEV-1"),
        (limited(), "grace", "SEV-2"),
        (limited(), "grace", "SEV-3"),
        (limited(), "grace", ""),
        (PROCESS, "grace", "SEV-1"),
    ],
)
def test_a_later_day_is_for_the_role_and_where_there_is_no_limit(process: Process, login: str, severity: str) -> None:
    world = world_with(process, severity=severity)

    assert facts(world, login, "/due 2026-04-04") == [{"kind": "due", "to": "2026-04-04"}]


def test_nobody_extends_where_that_is_switched_off() -> None:
    (said,) = refused(world_with(limited(extend="nobody")), "/due 2026-04-04", "ada")

    assert "2026-04-04 is switched off in this repository (`extend` in `permissions` of" in said


def test_a_date_beyond_the_limit_that_the_item_has_already_may_come_closer() -> None:
    world = world_with(limited())
    world.ask("ada", "/due 2026-06-01")

    assert facts(world, "grace", "/due 2026-05-01") == [{"kind": "due", "to": "2026-05-01"}]


def test_a_new_item_has_the_limit_as_its_due_date_and_no_later_one() -> None:
    world = running("/sev 1")
    world.process = limited()

    assert [each["due"] for each in facts(world, "grace", "/action @linus Alert on a full pool")] == ["2026-04-03"]
    assert refused(world, "/action @linus 2026-04-04 Alert on a full pool") == [
        BEYOND.format(word="action", role="write")
    ]
