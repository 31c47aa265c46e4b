"""Milestones stand where they happened, and never contradict each other."""

from dataclasses import replace

import pytest

from tests.engine.commands.asking import facts, refused, running
from tests.worlds import START, World


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("/started", {"kind": "milestone", "milestone": "started"}),
        ("/started 13:30", {"kind": "milestone", "at": "2026-03-04T13:30:00Z", "milestone": "started"}),
        (
            "/detected 20m ago by the alert",
            {"kind": "milestone", "at": "2026-03-04T13:40:01Z", "milestone": "detected", "text": "by the alert"},
        ),
        ("/time Detected 13:50", {"kind": "milestone", "at": "2026-03-04T13:50:00Z", "milestone": "detected"}),
        (
            "/mitigated 13:59 rolled back\nby hand",
            {
                "kind": "milestone",
                "at": "2026-03-04T13:59:00Z",
                "milestone": "mitigated",
                "status": "Monitoring",
                "text": "rolled back\nby hand",
            },
        ),
    ],
)
def test_a_milestone_is_reached_when_it_is_said(text: str, fact: dict[str, str]) -> None:
    assert facts(running(), "grace", text) == [fact]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "/started 2026-03-04T16:00Z",
            "2026-03-04 16:00 UTC is in the future, so `/started` changed nothing. Type a time that has passed, such as `14:05` or `20m ago`.",
        ),
        (
            "/mitigated 14:05 CET",
            "`/mitigated` can't read `14:05 CET` as a time. Try `14:05`, `14:05 yesterday`, `20m ago` or `2026-01-31T14:05Z`. Nothing was changed.",
        ),
        (
            "/time",
            "`/time` takes this form: `/time <milestone> <time>`. Nothing was changed.",
        ),
        (
            "/time started",
            "`/time` takes this form: `/time <milestone> <time>`. Nothing was changed.",
        ),
        (
            "/time declared 13:00",
            "There is no such milestone. Choose one: `/time started 14:05`, `/time detected 14:05`, `/time acknowledged 14:05`, `/time mitigated 14:05`, `/time resolved 14:05`. Nothing was changed.",
        ),
        (
            "/time started 2026-03-03",
            "`/time` can't read `2026-03-03` as a time. Try `14:05`, `14:05 yesterday`, `20m ago` or `2026-01-31T14:05Z`. Nothing was changed.",
        ),
        (
            "/time started soon",
            "`/time` can't read `soon` as a time. Try `14:05`, `14:05 yesterday`, `20m ago` or `2026-01-31T14:05Z`. Nothing was changed.",
        ),
    ],
)
def test_an_unreadable_time_is_refused_with_the_right_form(text: str, words: str) -> None:
    assert refused(running(), text) == [words]


def test_a_time_that_contradicts_another_is_refused_with_the_other() -> None:
    world = running("/started 13:30")

    assert refused(world, "/detected 13:00") == [
        "`/detected`: *detected* at 13:00 UTC must be after *started*, which was at 13:30 UTC. Nothing was changed. If that time is wrong, correct it first: `/time started <time>`."
    ]
    assert "detected" not in world.incident.milestones


def test_a_correction_counts_and_the_record_keeps_what_stood_before() -> None:
    world = running("/started 13:30", "/time started 13:45")

    told = [(entry.kind, f"{entry.at:%H:%M}") for entry in world.entries() if entry.kind == "milestone"]
    assert told == [("milestone", "13:30"), ("milestone", "13:45")]
    assert f"{world.incident.milestones['started']:%H:%M}" == "13:45"


@pytest.mark.parametrize(
    "text", ["/started tomorrow", "/detected noon", "/mitigated in 5m", "/started gestern", "/detected at 3"]
)
def test_what_begins_like_a_time_is_not_taken_for_a_text(text: str) -> None:
    (said,) = refused(running(), text)

    assert said.startswith(f"`{text.split(maxsplit=1)[0]}` can't read `{text.partition(' ')[2]}` as a time.")


@pytest.mark.parametrize(
    ("text", "began"),
    [("/started 15:30", "15:30"), ("/detected 23:00", "23:00"), ("/mitigated 23:59", "23:59")],
)
def test_a_bare_hour_that_would_be_of_yesterday_is_questioned(text: str, began: str) -> None:
    (said,) = refused(running(), text)

    assert said.startswith(f"`{began}` has not come yet today, and yesterday's was before this incident began")
    assert said.endswith(f"If you mean yesterday: `{text} yesterday`.")


def test_an_incident_may_have_begun_before_midnight() -> None:
    midnight = START.replace(hour=0, minute=10)
    world = World(now=midnight)
    world.issue = replace(world.issue, created=midnight, updated=midnight)
    world.run()

    world.ask("grace", "/started 23:50")

    assert world.incident.milestones["started"] == START.replace(day=3, hour=23, minute=50)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/time resolved 13:00", "/resolve"),
        ("/time mitigated 13:00", "/mitigated"),
        ("/time acknowledged 13:00", "/ack"),
    ],
)
def test_a_milestone_that_has_not_happened_cannot_be_corrected(text: str, command: str) -> None:
    assert refused(running(), text) == [
        f"This incident is not {text.split()[1]} yet, so there is no time to correct. When it is, comment `{command}`."
    ]


def test_a_milestone_that_was_skipped_can_be_given_later() -> None:
    world = running("/resolve")

    world.ask("grace", "/time mitigated 14:00")

    assert world.incident.milestones["mitigated"] == START
