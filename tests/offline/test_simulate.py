"""A log is answered without GitHub by the same commands; what needs GitHub waits for the replay."""

from __future__ import annotations

from datetime import timedelta

import pytest

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.incident import entry as e
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.offline.contacts import ContactDetails
from incident_actions.offline.simulate import RunningTimer, is_command, running_timers, simulate_line
from incident_actions.text.offline_log import LogLine
from tests.offline.logs import NOON, PROCESS, kept
from tests.own_timers import only_own_timers
from tests.worlds import WORDING

SHORT = read_process(
    only_own_timers("""
targets: { room: 10 }
directory: { linus: "+44 20 7946 0003" }
contacts: { manager: { name: the duty manager, people: [margaret], reach: "+44 20 7946 0009" } }
on_call: { primary: [{ people: [linus], since: 2026-03-02 }] }
ladder: [{ name: tell, when: not resolved, after: 20, page: [manager], also: [look up] }]
"""),
    templates.load_preset,
    tuple(BY_WORD),
)
"""A process with two timers alone."""


def test_every_line_is_answered_in_its_order() -> None:
    account = kept("/ack", "/ic @grace", "/sev 2 only one region", "/update The pool is full.")

    assert [entry.kind for entry in account.entries] == ["declared", "acknowledged", "role", "severity", "update"]
    assert (account.incident.severity, account.incident.roles) == ("SEV-2", {"commander": "grace"})
    assert (account.refused, account.waiting) == ((), ())


def test_a_line_comes_from_no_comment_and_at_its_own_time() -> None:
    first, second = (NOON + timedelta(minutes=minutes) for minutes in (1, 2))

    assert kept("/ack", "/note x").entries[1:] == (
        e.Acknowledged(at=first, accepted=first, by="ada"),
        e.NoteAdded(at=second, accepted=second, by="ada", text="x"),
    )


def test_a_line_that_is_refused_is_kept_apart() -> None:
    account = kept("/sev 9", "/ack")

    assert [told.line.typed for told in account.refused] == ["/sev 9"]
    assert [entry.kind for entry in account.entries] == ["declared", "refused", "acknowledged"]


def test_a_line_that_needs_github_waits_for_the_replay() -> None:
    account = kept("/hotfix restore the pool", "/ack")

    assert [line.typed for line in account.waiting] == ["/hotfix restore the pool"]
    assert [entry.kind for entry in account.entries] == ["declared", "acknowledged"]


@pytest.mark.parametrize(("typed", "kinds"), [("/ack", ["acknowledged"]), ("/hotfix x", None)])
def test_one_more_line_is_answered_alone(typed: str, kinds: list[str] | None) -> None:
    line = LogLine(NOON + timedelta(minutes=5), "ada", typed)

    told = simulate_line(line, kept(), PROCESS, WORDING)

    assert (told and [entry.kind for entry in told.entries]) == kinds


@pytest.mark.parametrize("typed", ["/hotfix x", "/action @linus fri x prevent", "/selftest"])
def test_a_line_that_creates_or_looks_up_something_waits_and_changes_nothing(typed: str) -> None:
    account = kept(typed)

    assert [line.typed for line in account.waiting] == [typed]
    assert (account.entries, account.refused) == (kept().entries, ())


def test_anybody_may_be_given_a_role_until_github_can_be_asked() -> None:
    assert kept("/tech @a-stranger").incident.roles == {"tech": "a-stranger"}


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [("/ack", True), ("/ack\nmore", True), (" /ack", False), ("ack", False), ("/", False), ("", False)],
)
def test_a_line_takes_a_command_at_its_very_start(typed: str, is_one: bool) -> None:
    assert is_command(typed) is is_one


def test_the_timers_of_an_incident_run_the_next_one_first_with_whom_to_contact() -> None:
    found = running_timers(kept("/ack").incident, SHORT, NOON)

    ada, manager = (
        ContactDetails("acknowledger", "", (("ada", ""),)),
        ContactDetails("the duty manager", "+44 20 7946 0009", (("margaret", ""),)),
    )
    assert found == (
        RunningTimer("room", NOON + timedelta(minutes=10), ("Incident commander",), (ada,), "", ()),
        RunningTimer(
            "tell", NOON + timedelta(minutes=20), ("the duty manager",), (manager,), "not resolved", ("look up",)
        ),
    )


def test_a_snoozed_timer_comes_due_when_the_snooze_ends() -> None:
    found = running_timers(kept("/ack", "/snooze 5h asleep").incident, PROCESS, NOON)

    assert min(each.at for each in found) == NOON + timedelta(hours=5, minutes=2)
