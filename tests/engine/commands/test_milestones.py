"""Milestones stand where they happened, and never contradict each other."""

import pytest

from tests.engine.commands.asking import facts, refused, running


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
