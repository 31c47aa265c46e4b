"""A record that is built again knows what it can no longer read from people: whom the tool itself called."""

from __future__ import annotations

import pytest

from incident_actions.model.incident import entry as e
from tests.own_timers import only_own_timers
from tests.timers.timer_records import process
from tests.worlds import World

ON_CALL = only_own_timers("""
severities: [{label: SEV-1, tell: ["@margaret"]}, {label: SEV-2}]
on_call:
  primary: [{people: [linus]}]
  overrides: [{from: 2026-03-04 15:00, until: 2026-03-05 15:00, who: ada}]
""")


def declared() -> World:
    found = World(process=process(ON_CALL))
    found.run()
    return found


def lose_the_record(found: World) -> None:
    (card,) = found.cards()
    del found.comments[card.id]


def called(found: World) -> list[e.PeoplePaged]:
    return [entry for entry in found.entries() if isinstance(entry, e.PeoplePaged)]


@pytest.mark.parametrize("hours", [0, 3], ids=["at once", "when somebody else is on call"])
def test_people_paged_at_the_declaration_are_known_again_and_unassigned_once_somebody_commands(hours: int) -> None:
    found = declared()
    before = called(found)
    found.advance(hours=hours)
    lose_the_record(found)
    found.run()
    assert ([each.to for each in called(found)], found.issue.assignees) == ([("linus",)], ("linus",))
    assert [(each.to, each.whom) for each in called(found)] == [(each.to, each.whom) for each in before]

    found.ask("ada", "/ic @grace")

    assert found.issue.assignees == ("grace",)


def test_the_first_page_is_recorded_once_however_often_the_record_is_lost() -> None:
    found = declared()
    for _ in range(3):
        lose_the_record(found)
        found.run()

    assert [each.to for each in called(found)] == [("linus",)]
    assert found.run().is_empty


def test_people_informed_of_the_severity_do_not_count_as_paged() -> None:
    found = declared()
    found.ask("grace", "/sev 1")
    lose_the_record(found)
    found.run()

    assert [each.to for each in called(found)] == [("linus",)]


def test_no_page_is_found_if_the_tool_paged_nobody() -> None:
    found = World(process=process(only_own_timers("")))
    found.run()
    found.process = process(ON_CALL)
    lose_the_record(found)
    found.run()

    assert called(found) == []
