"""The ladder is climbed by hand, rung by rung, and what was climbed does not ring once more."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.model.process.process import Process
from tests.engine.commands.asking import facts, refused
from tests.engine.commands.manned import manned, worked
from tests.worlds import World

STANDS = """\
**SEV-1** · Investigating · since 2026-03-04 14:00 UTC: Checkout is down

- **Next update due:** 14:15 UTC
- **In command:** no one yet"""


def quiet(**changed: Any) -> Process:
    """The manned process without any timer but the ladder's."""
    process = manned()
    severities = tuple(replace(each, update_every=None) for each in process.severities)
    return replace(process, severities=severities, **changed)


def climbs(world: World, count: int) -> Iterator[tuple[str, list[str]]]:
    """Escalate so many times: the rung and the people of each."""
    for _ in range(count):
        world.ask("grace", "/escalate")
        last = world.entries()[-1]
        assert isinstance(last, e.Escalated)
        yield last.rung, list(last.to)


def test_escalate_goes_from_the_blocked_step_by_minutes_to_the_last() -> None:
    assert list(climbs(worked("/sev 1"), 6)) == [
        ("waiting", ["acme/managers", "margaret"]),
        ("unanswered", ["linus"]),
        ("stuck", ["acme/managers", "margaret"]),
        ("unresolved", ["margaret"]),
        ("", ["margaret"]),
        ("", ["margaret"]),
    ]


def test_a_rung_of_another_severity_is_left_out() -> None:
    assert [rung for rung, _ in climbs(worked("/sev 2"), 4)] == ["waiting", "unanswered", "unresolved", ""]


def test_a_rung_that_rang_by_itself_is_left_out_until_the_ladder_starts_anew() -> None:
    world = worked("/sev 2", process=quiet())
    world.advance(minutes=6)
    world.run()

    assert [rung for rung, _ in climbs(world, 2)] == ["waiting", "unresolved"]
    world.ask("grace", "/sev 1 it grew")
    assert [rung for rung, _ in climbs(world, 4)] == ["waiting", "unanswered", "stuck", "unresolved"]


def test_escalate_mentions_the_people_of_the_step_and_its_other_instructions() -> None:
    world = worked("/sev 1", "/escalate")

    assert world.ask("grace", "/escalate the vendor\nis silent") == [
        "@linus: **`grace` escalated this incident to Backup on-call, Tech lead:** the vendor is silent\n\n"
        "- Check the channels\n- Look up\n\n"
        f"No one is Tech lead. To take the role: `/take <role>`. To assign it: `/role <name> @user`.\n\n{STANDS}"
    ]
    assert world.entries()[-1] == e.Escalated(
        at=world.now,
        accepted=world.now,
        by="grace",
        by_id=2,
        comment=world.entries()[-1].comment,
        rung="unanswered",
        to=("linus",),
        reason="the vendor\nis silent",
    )


def test_a_step_that_reaches_nobody_names_whom_to_contact_manually() -> None:
    ladder = tuple(rung for rung in manned().ladder if rung.name == "unresolved")
    world = worked("/sev 1", process=replace(manned(), ladder=ladder, escalation=()))

    assert world.ask("grace", "/escalate") == [
        "**`grace` escalated this incident to VP Engineering.**\n\n- Prepare public communication\n\n"
        "No one is configured for VP Engineering. Set `contacts` or `on_call` in `.github/incidents.yml`.\n\n"
        f"No one was paged. Call them yourself.\n\n{STANDS}"
    ]


def test_beyond_a_ladder_without_escalation_it_says_what_to_set() -> None:
    world = worked(process=replace(manned(), ladder=(), escalation=()))

    assert refused(world, "/escalate") == [
        "No one was paged: the escalation ladder has no further step. Page somebody by name: `/page @user`. To add steps, set `ladder` or `escalation` in `.github/incidents.yml`."
    ]


def test_escalate_is_refused_once_the_incident_is_over() -> None:
    assert refused(worked("/sev 1\n/resolve"), "/escalate") == [
        "`/escalate` did nothing, because this incident is **resolved**. You can use `/reopen`."
    ]


@pytest.mark.parametrize(("escalations", "rings"), [(1, [(5, 0), (15, 1)]), (2, [(15, 1)])])
def test_a_step_reached_manually_does_not_fire_its_first_time(escalations: int, rings: list[tuple[int, int]]) -> None:
    world = worked("/sev 2", process=quiet())
    for _ in range(escalations):
        world.ask("grace", "/escalate")

    rang = []
    for minute in range(1, 20):
        world.advance(minutes=1)
        world.run()
        rang += [
            (minute, each.times) for each in world.entries() if isinstance(each, e.TimerFired) and each.at == world.now
        ]

    assert rang == rings


def test_escalating_does_not_count_as_progress() -> None:
    world = worked("/sev 1")
    progress = world.incident.pace.progress

    facts(world, "grace", "/escalate\n/page\n/snooze 5m on it")

    assert world.incident.pace.progress == progress
