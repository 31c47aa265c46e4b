"""Timers rest for a while and not for ever, and updates come as often as people say."""

from datetime import timedelta

import pytest

from incident_actions.model.incident import entry as e
from incident_actions.timers.schedule import next_update
from tests.engine.commands.asking import facts, refused, running
from tests.worlds import START


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("/snooze 30m the vendor is on it", {"until": "2026-03-04T14:30:01Z", "reason": "the vendor is on it"}),
        ("/snooze 1h30m: on it", {"until": "2026-03-04T15:30:01Z", "reason": "on it"}),
        ("/snooze 2 hours\nwe wait", {"until": "2026-03-04T16:00:01Z", "reason": "we wait"}),
        ("/snooze 24h on it", {"until": "2026-03-05T14:00:01Z", "reason": "on it"}),
        ("/snooze off", {"until": "2026-03-04T14:00:01Z", "reason": ""}),
        ("/snooze 0", {"until": "2026-03-04T14:00:01Z", "reason": ""}),
    ],
)
def test_timers_rest_for_as_long_as_is_said(text: str, fact: dict[str, str]) -> None:
    assert facts(running(), "grace", text) == [{"kind": "snoozed-timers", **fact}]


def test_snoozed_timers_fire_only_after_the_snooze() -> None:
    world = running("/sev 1", "/snooze 30m the vendor is on it")
    rang = []
    for minute in range(2, 62, 2):
        world.now = START + timedelta(minutes=minute)
        world.run()
        rang += [
            (minute, each.due) for each in world.entries() if isinstance(each, e.TimerFired) and each.at == world.now
        ]

    assert rang[0] == (32, START + timedelta(minutes=30, seconds=2))


def test_snooze_off_resumes_the_timers() -> None:
    world = running("/sev 1", "/snooze 2h the vendor is on it")
    assert world.incident.pace.snoozed_until == world.now + timedelta(hours=2)

    world.ask("grace", "/snooze off")

    assert world.incident.pace.snoozed_until is None


FORM = "`/snooze <time, such as 30m> <reason>, or /snooze off`"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/snooze", f"`/snooze` takes this form: {FORM}. Nothing was changed."),
        (
            "/snooze 30m",
            f"`/snooze` needs a reason: {FORM}. Nothing was changed.",
        ),
        (
            "/snooze 30 minuets on it",
            "`/snooze` can't read `30 minuets on it` as a length of time. Try `30m`, `2h` or `1h30m`. Nothing was changed.",
        ),
        (
            "/snooze 5d on it",
            "`/snooze` takes up to 24 hours, not 5 d. Nothing was changed. Try `/snooze 30m <reason>`.",
        ),
        (
            "/cadence",
            "`/cadence` takes this form: `/cadence <time, such as 20m, or off>`. Nothing was changed.",
        ),
        (
            "/cadence often",
            "`/cadence` can't read `often` as a length of time. Try `30m`, `2h` or `1h30m`. Nothing was changed.",
        ),
        (
            "/cadence 20m please",
            "`/cadence` can't read `20m please` as a length of time. Try `30m`, `2h` or `1h30m`. Nothing was changed.",
        ),
        (
            "/cadence 4m",
            "`/cadence` takes from 5 minutes to 24 hours, not 4 min. Nothing was changed. Try `/cadence 30m`.",
        ),
        (
            "/cadence 2d",
            "`/cadence` takes from 5 minutes to 24 hours, not 2 d. Nothing was changed. Try `/cadence 30m`.",
        ),
    ],
)
def test_an_invalid_snooze_or_cadence_is_refused_with_the_right_form(text: str, words: str) -> None:
    assert refused(running(), text) == [words]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("/cadence 20m", 20),
        ("/cadence 20", 20),
        ("/cadence 1h30m", 90),
        ("/cadence 5m", 5),
        ("/cadence 24h", 1440),
        ("/cadence off", 0),
        ("/cadence default", 0),
    ],
)
def test_updates_come_as_often_as_is_said(text: str, minutes: int) -> None:
    assert facts(running(), "grace", text) == [{"kind": "cadence", "minutes": minutes}]


def test_the_next_update_is_due_by_what_was_said_last() -> None:
    world = running("/sev 1", "/update on it", "/cadence 40m")
    assert next_update(world.incident, world.process) == START + timedelta(minutes=40, seconds=3)

    world.ask("grace", "/cadence off")

    assert next_update(world.incident, world.process) == START + timedelta(minutes=15, seconds=4)


@pytest.mark.parametrize("text", ["/snooze 5m on it", "/snooze off", "/cadence 20m"])
def test_snooze_and_cadence_are_refused_once_the_incident_is_over(text: str) -> None:
    assert refused(running("/sev 1\n/resolve"), text) == [
        f"`{text.split(maxsplit=1)[0]}` did nothing, because this incident is **resolved**. You can use `/reopen`."
    ]


@pytest.mark.parametrize(
    "text", ["/snooze off", "/snooze off we have news", "/snooze OFF: we have news", "/snooze end"]
)
def test_a_snooze_is_ended_with_or_without_a_reason(text: str) -> None:
    world = running("/snooze 30m waiting for the vendor")

    assert world.ask("grace", text) == []
    assert world.incident.pace.snoozed_until is None
