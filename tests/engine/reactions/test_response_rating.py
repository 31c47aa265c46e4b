"""Once an incident is closed, a sweep asks once how the response went, where the team asks for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from incident_actions.engine.reactions.response_rating import ASK_WITHIN
from incident_actions.model.incident import entry as e
from incident_actions.text import record
from tests.worlds import PROCESS, World

ASKS = replace(PROCESS, rating=True)
QUESTION = (
    "How did the response to this incident go? React to this comment with 👍 if it went well,"
    " or with 👎 if it should go better next time."
)


def resolved(*words: str) -> World:
    """Return a world with an incident that is over before any sweep came."""
    world = World(process=ASKS, sweeping=False)
    world.run()
    world.ask("ada", "\n".join(("/sev 4", *words)))
    return world


def closed() -> World:
    return resolved("/resolve Rolled back")


def sweep(world: World, **later: float) -> None:
    """Let two looks of a sweep come, as a run that wrote something looks again."""
    world.now += timedelta(**later)
    world.sweeping = True
    world.event_comment = None
    world.run()
    world.run()


def questions(world: World) -> list[str]:
    return [each for each in world.replies() if "How did the response" in each]


def asked(world: World) -> list[int]:
    card = next(each.body for each in world.comments.values() if record.OPENING in each.body)
    return [each.on for each in record.entries_in(card) if isinstance(each, e.RatingAsked)]


def test_the_question_comes_once_and_the_record_names_its_comment() -> None:
    world = closed()
    sweep(world, hours=1)
    sweep(world, hours=1)

    comments = [number for number, each in world.comments.items() if QUESTION in each.body]
    assert [each.strip().endswith(QUESTION) for each in questions(world)] == [True]
    assert asked(world) == comments


def test_nobody_is_asked_unless_the_team_wants_it() -> None:
    world = closed()
    world.process = PROCESS

    sweep(world, hours=1)

    assert questions(world) == []


def test_a_run_that_answers_does_not_ask() -> None:
    world = closed()

    world.ask("ada", "/note Good work")

    assert questions(world) == []


@pytest.mark.parametrize("words", ["/note still on it", "/false-alarm a test"])
def test_an_incident_that_was_not_resolved_is_not_rated(words: str) -> None:
    world = resolved(words)

    sweep(world, hours=1)

    assert questions(world) == []


def test_an_incident_that_was_closed_long_ago_is_not_rated() -> None:
    world = closed()

    sweep(world, seconds=ASK_WITHIN.total_seconds() + 60)

    assert questions(world) == []


def test_a_reopened_incident_is_not_asked_about_again() -> None:
    world = closed()
    sweep(world, hours=1)
    world.sweeping = False
    world.ask("ada", "/reopen It is back")
    world.ask("ada", "/resolve Rolled back again")

    sweep(world, hours=1)

    assert len(questions(world)) == 1
