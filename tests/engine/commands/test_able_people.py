"""A refusal names the people in the incident whose role is enough."""

from dataclasses import replace

import pytest

from incident_actions.contract.decision import Context
from incident_actions.contract.questions import RoleOf
from incident_actions.engine.commands.able_people import role_of
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.person import Person
from incident_actions.model.process.configuration_reader import read_process
from tests.engine.commands.asking import running
from tests.own_timers import only_own_timers
from tests.worlds import PROCESS, START, WORDING, World


def refusal(world: World, text: str = "/sev 1") -> str:
    (said,) = world.ask("linus", text)
    return said


@pytest.mark.parametrize(
    ("before", "named"),
    [
        (("/ic @ada",), "`ada` (Incident commander) can do it now."),
        (("/tech @ada", "/ic @grace"), "`grace` (Incident commander) or `ada` (Tech lead) can do it now."),
        (("/ic @linus",), "Ask somebody with that role, or an administrator of the repository, who can grant it."),
        ((), "Ask somebody with that role, or an administrator of the repository, who can grant it."),
    ],
)
def test_the_commander_is_named_before_the_others(before: tuple[str, ...], named: str) -> None:
    assert refusal(running(*before)).endswith(named)


def test_somebody_who_was_paged_is_named() -> None:
    assert refusal(running("/page @ada stuck")).endswith("`ada` (paged) can do it now.")


def test_somebody_on_call_is_named_although_nobody_was_paged() -> None:
    waiting = "severities: [{label: SEV-1, respond_within: next sprint}]\non_call: {primary: [{people: [ada]}]}\n"
    world = World(process=read_process(only_own_timers(waiting), templates.load_preset, tuple(BY_WORD)))
    world.run()

    assert world.entries()[-1:] == world.entries()[:1]
    assert refusal(world).endswith("`ada` (on call) can do it now.")


def test_no_more_than_three_people_are_asked_about() -> None:
    world = running("/tech @linus", "/comms @linus", "/page @ada", "/page @grace")
    world.asked.clear()

    refusal(world)

    assert [each.login for each in world.asked if isinstance(each, RoleOf)] == ["linus", "ada", "grace"]


def test_nobody_is_named_where_nobody_may() -> None:
    world = running("/ic @ada")
    world.process = replace(world.process, permissions={**world.process.permissions, "sev": "nobody"})

    assert refusal(world).endswith(
        "is switched off in this repository (`permissions` in `.github/incidents.yml`). Nothing was done."
    )


def test_a_person_has_the_role_that_github_says() -> None:
    context = Context(World().snapshot.with_answers({RoleOf("ada"): "admin"}), PROCESS, WORDING, START)

    assert role_of(Person("ada"), context) == "admin"
