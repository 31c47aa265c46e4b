"""Everybody can see where the responders meet."""

import pytest

from tests.engine.commands.asking import facts, refused, running
from tests.engine.commands.manned import worked


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("/room #incident-checkout", "#incident-checkout"),
        ("/room https://meet.example.org/abc", "https://meet.example.org/abc"),
        ("/room", "#incident-7"),
        (f"/room {'x' * 300}", "x" * 200),
    ],
)
def test_the_room_is_as_told_else_as_the_process_calls_it(text: str, room: str) -> None:
    world = worked()

    assert facts(world, "grace", text) == [{"kind": "room", "room": room}]
    assert world.incident.room == room


def test_a_process_that_names_no_room_wants_it_told() -> None:
    assert refused(running(), "/room") == ["`/room` takes this form: `/room <name or link>`. Nothing was changed."]
