"""The repository's own workflows start on the events that the configuration names, once on each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta

from incident_actions.contract.effects import Creation, DispatchEvent
from incident_actions.contract.snapshot import CreationResult
from incident_actions.model.incident import entry as e
from tests.text.test_incident_json import FORM
from tests.worlds import PROCESS, World


@dataclass
class Dispatching(World):
    """A world that keeps what was dispatched, and may refuse it."""

    refuses: bool = False
    sent: list[DispatchEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.process = replace(PROCESS, repository_dispatch=("declared", "resolved"))

    def _made(self, creation: Creation) -> CreationResult:
        if isinstance(creation, DispatchEvent):
            self.sent.append(creation)
            return CreationResult(problem="refused" if self.refuses else "")
        return super()._made(creation)

    def recorded(self) -> list[tuple[str, str]]:
        return [(each.key, each.problem) for each in self.entries() if isinstance(each, e.EventDispatched)]


def settled(world: World) -> None:
    for _ in range(5):
        world.run()


def test_each_event_that_is_named_is_dispatched_once_after_the_answer() -> None:
    world = Dispatching()
    world.run()
    assert world.sent == [], "the answer comes first"

    settled(world)
    world.ask("ada", "/sev 1\n/update we look at it")
    settled(world)
    world.ask("ada", "/resolve rolled back")
    settled(world)

    assert [each.name for each in world.sent] == ["incident.declared", "incident.resolved"]
    assert [problem for _, problem in world.recorded()] == ["", ""]
    for each in world.sent:
        FORM.validate(json.loads(each.event))
    assert json.loads(world.sent[-1].event)["incident"]["phase"] == "resolved"


def test_an_event_that_github_refuses_is_recorded_and_not_sent_again() -> None:
    world = Dispatching(refuses=True)

    settled(world)

    assert len(world.sent) == 1
    assert [problem for _, problem in world.recorded()] == ["refused"]


def test_what_happened_long_ago_is_not_dispatched() -> None:
    world = Dispatching()
    world.process = PROCESS
    settled(world)
    world.process = replace(PROCESS, repository_dispatch=("declared",))

    world.now += timedelta(hours=2)
    settled(world)

    assert world.sent == []


def test_nothing_is_dispatched_unless_it_is_named() -> None:
    world = Dispatching()
    world.process = PROCESS

    settled(world)

    assert world.sent == []
