"""A responder freezes merges and allows them again."""

import pytest

from incident_actions.gateway.repository.configuration import process_from_text
from tests.engine.commands.asking import facts, refused
from tests.worlds import World


def freezing(*before: str, rules: str = "{}") -> World:
    """A running SEV-2 of a process that can freeze merges, after grace commented each of these."""
    process, problem = process_from_text(f"extends: default\nfreeze: {rules}\n")
    assert not problem
    world = World(process=process)
    world.run()
    for text in before:
        world.ask("grace", text)
    return world


@pytest.mark.parametrize(
    ("before", "text", "entry"),
    [
        ((), "/freeze", {"kind": "frozen"}),
        ((), "/freeze we fail over", {"kind": "frozen", "reason": "we fail over"}),
        (("/freeze",), "/freeze", {"kind": "answered", "word": "freeze"}),
        (("/freeze a",), "/freeze a", {"kind": "answered", "word": "freeze"}),
        (("/freeze a",), "/freeze b", {"kind": "frozen", "reason": "b"}),
        (("/freeze a",), "/unfreeze done", {"kind": "unfrozen", "reason": "done"}),
    ],
)
def test_a_freeze_is_on_record_with_its_reason(before: tuple[str, ...], text: str, entry: dict[str, str]) -> None:
    assert facts(freezing(*before), "grace", text) == [entry]


def test_another_reason_keeps_the_time_since_when_merges_are_frozen() -> None:
    world = freezing("/freeze a")
    assert world.incident.freeze
    since = world.incident.freeze.since

    world.ask("grace", "/freeze b")

    assert (world.incident.freeze.since, world.incident.freeze.reason) == (since, "b")


def test_the_label_shows_a_freeze_to_everybody() -> None:
    world = freezing("/freeze")
    assert "merge-freeze" in world.issue.label_names

    world.ask("grace", "/unfreeze")

    assert "merge-freeze" not in world.issue.label_names


def test_the_card_shows_since_when_and_why() -> None:
    (card,) = freezing("/freeze a | b").cards()

    assert "| Merges frozen | Since 14:00: a \\| b. `/unfreeze` ends it. |" in card.body


def test_there_is_nothing_to_end_where_nothing_is_frozen() -> None:
    assert refused(freezing(), "/unfreeze") == [
        "This incident does not freeze merges, so `/unfreeze` changed nothing. If the status `incident-freeze` is red, "
        "another incident freezes them: its issue has the label `merge-freeze`."
    ]


def test_a_process_without_a_freeze_says_how_to_set_it_up() -> None:
    (reply,) = refused(freezing(rules="null"), "/freeze")

    assert reply.startswith("Merges can't be frozen in this repository, because it is not set up. Nothing was changed.")


def test_an_incident_that_is_over_freezes_nothing() -> None:
    (reply,) = refused(freezing("/resolve"), "/freeze")

    assert reply.startswith("`/freeze` did nothing, because this incident is **")
