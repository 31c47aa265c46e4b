"""A checklist is posted when its phase begins: once in each round, for the severity, and never on the card."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incident_actions.contract.decision import Context
from incident_actions.contract.effects import comment_keys
from incident_actions.engine.reactions.phase_checklists import DueChecklists, due_checklists
from tests.own_timers import only_own_timers
from tests.timers.timer_records import process
from tests.worlds import WORDING, RunDied, World

CHECKLISTS = """
checklists:
  - {name: First, when: declared, items: [Look at the pool]}
  - {name: Worst, when: declared, severities: [SEV-1], items: [Call the owner]}
  - {name: Ways, when: active, kind: options, ordered: true, items: [Roll back, Scale]}
  - {name: Verify, when: mitigated, items: [Error rate, Queue depth]}
  - {name: Never, when: mitigated, kind: notes, items: [Leave it alone]}
  - {name: Last, when: resolved, items: [Thank everybody]}
"""
FIRST, WORST = "**First:**\n- [ ] Look at the pool", "**Worst:**\n- [ ] Call the owner"
WAYS = "**Ways, in order of preference:**\n1. Roll back\n2. Scale"
VERIFY = "**Verify:**\n- [ ] Error rate\n- [ ] Queue depth\n\n**Never:**\n- Leave it alone"
LAST = "**Last:**\n- [ ] Thank everybody"
TICK = " Tick each step when it is done. The card shows how many are."


def listed(*commands: str) -> World:
    """An incident of a team with a checklist for each phase, after these comments."""
    world = World(process=process(only_own_timers(CHECKLISTS)))
    world.run()
    for command in commands:
        world.ask("grace", command)
    return world


def test_those_of_the_first_minutes_and_the_options_come_with_the_declaration() -> None:
    assert listed().tool_comments() == [f"**Declared.**\n\n{FIRST}\n\n{WAYS}"]


def test_a_severity_brings_its_own_lists_and_no_other_again() -> None:
    world = listed("/sev 2", "/sev 1", "/sev 2", "/sev 1")

    assert world.tool_comments()[1:] == [f"**Severity raised from SEV-2 to SEV-1.**\n\n{WORST}"]


def test_a_severity_set_in_the_declaring_comment_brings_one_comment_with_all_lists() -> None:
    world = World(process=process(only_own_timers(CHECKLISTS)), issue=replace(World().issue, labels=()))

    world.ask("grace", "/declare\n/sev 1")

    assert [text for text in world.tool_comments() if "- [ ]" in text] == [
        f"**Declared.**\n\n{FIRST}\n\n{WORST}\n\n{WAYS}"
    ]


def test_a_mitigated_incident_gets_its_list_in_a_comment_of_its_own() -> None:
    world = listed("/mitigated")

    assert world.tool_comments()[1:] == [f"**Monitoring: what to do now.**{TICK}\n\n{VERIFY}"]
    assert "Queue depth" not in world.cards()[0].body.partition("<!-- incident-actions:record")[0]


def test_a_resolution_brings_its_list_alone_if_the_incident_was_mitigated_before() -> None:
    assert listed("/mitigated", "/resolve").tool_comments()[2:] == [f"**Resolved.** Before you go:\n\n{LAST}"]


def test_an_incident_resolved_at_once_still_shows_what_to_verify() -> None:
    world = listed("/resolve")

    assert world.tool_comments()[1:] == [f"**Resolved.** Before you go:\n\n{VERIFY}\n\n{LAST}"]


@pytest.mark.parametrize("back", ["/reopen it came back", "/status Investigating it came back"])
def test_each_round_has_its_lists_once(back: str) -> None:
    before = ("/mitigated", "/resolve") if back.startswith("/reopen") else ("/mitigated",)
    world = listed(*before)
    first = len(world.tool_comments())

    for command in (back, "/sev 2", "/mitigated", "/update all well"):
        world.ask("grace", command)

    again = [text for text in world.tool_comments()[first:] if "what to do now" in text]
    assert again == [
        f"**Investigating: what to do now.**\n\n{WAYS}",
        f"**Monitoring: what to do now.**{TICK}\n\n{VERIFY}",
    ]


def test_a_false_alarm_brings_no_list() -> None:
    assert listed("/false-alarm a test").tool_comments()[1:] == []


def test_a_run_that_died_before_the_card_posts_none_twice() -> None:
    world = listed()
    for strength in range(12):
        world.strength = strength
        try:
            world.ask("grace", "/mitigated") if not strength else world.run()
        except RunDied:
            continue
    world.strength = 10_000
    world.run()

    assert [text for text in world.tool_comments() if "Queue depth" in text] == [
        f"**Monitoring: what to do now.**{TICK}\n\n{VERIFY}"
    ]


def test_the_comment_names_its_lists_in_its_first_line() -> None:
    world = listed("/mitigated")
    keys = [sorted(comment_keys(each.body)) for each in world.comments.values() if "Queue depth" in each.body]

    assert [[key.rpartition(".")[2] for key in each] for each in keys if each] == [["1", "1"]]


def test_a_record_that_did_not_grow_needs_no_list() -> None:
    world = listed("/mitigated")
    entries, context = world.entries(), Context(world.snapshot, world.process, WORDING, world.now)

    assert due_checklists(len(entries), entries, context) == DueChecklists()
    assert due_checklists(len(entries) - 1, entries, context) == DueChecklists()


def test_a_lost_record_brings_no_list_again() -> None:
    world = listed("/mitigated", "/resolve")
    before = world.tool_comments()
    (card,) = world.cards()
    del world.comments[card.id]
    world.run()

    assert world.tool_comments() == before
