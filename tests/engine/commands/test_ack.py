"""The first who is on it counts."""

from incident_actions.model.incident.entry import Acknowledged
from tests.engine.commands.asking import facts, running


def test_an_entry_tells_who_when_and_from_which_comment() -> None:
    world = running()
    comment = world.post("linus", "We are looking.\n/note one\n/ack")
    world.roles = {**world.roles, "linus": "write"}

    world.run()

    at = comment.created
    assert world.entries()[-1] == Acknowledged(
        at=at, accepted=world.now, by="linus", by_id=3, comment=comment.id, index=1
    )


def test_the_first_one_is_the_time_to_acknowledge() -> None:
    world = running("/ack")
    first = world.incident.milestones["acknowledged"]
    world.advance(minutes=5)

    assert facts(world, "ada", "/ack") == [{"kind": "acknowledged"}]
    assert world.incident.milestones["acknowledged"] == first
