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
            "2026-03-04 16:00 UTC has not come yet, so `/started` cannot have happened then. Nothing was changed.",
        ),
        (
            "/mitigated 14:05 CET",
            "`14:05 CET` is no time that `/mitigated` understands."
            " Right: `14:05`, `14:05 yesterday`, `20m ago` or `2026-01-31T14:05Z`.",
        ),
        (
            "/time",
            "`/time` needs more: `/time <milestone> <time>`. Nothing was done for it.",
        ),
        (
            "/time started",
            "`/time` needs more: `/time <milestone> <time>`. Nothing was done for it.",
        ),
        (
            "/time declared 13:00",
            "`/time` knows these milestones: `started`, `detected`, `acknowledged`, `mitigated`, `resolved`."
            " Right: `/time mitigated 14:05`.",
        ),
        (
            "/time started 2026-03-03",
            "`2026-03-03` is no time that `/time` understands."
            " Right: `14:05`, `14:05 yesterday`, `20m ago` or `2026-01-31T14:05Z`.",
        ),
        (
            "/time started soon",
            "`soon` is no time that `/time` understands."
            " Right: `14:05`, `14:05 yesterday`, `20m ago` or `2026-01-31T14:05Z`.",
        ),
    ],
)
def test_an_unreadable_time_is_refused_with_the_right_form(text: str, words: str) -> None:
    assert refused(running(), text) == [words]


def test_a_time_that_contradicts_another_is_refused_with_the_other() -> None:
    world = running("/started 13:30")

    assert refused(world, "/detected 13:00") == [
        "`/detected`: detected at 2026-03-04 13:00 UTC must be after started, which is 2026-03-04 13:30 UTC."
        " Nothing was changed. If the other one is wrong, correct it first: `/time started <time>`."
    ]
    assert "detected" not in world.incident.milestones


def test_a_correction_counts_and_the_record_keeps_what_stood_before() -> None:
    world = running("/started 13:30", "/time started 13:45")

    told = [(entry.kind, f"{entry.at:%H:%M}") for entry in world.entries() if entry.kind == "milestone"]
    assert told == [("milestone", "13:30"), ("milestone", "13:45")]
    assert f"{world.incident.milestones['started']:%H:%M}" == "13:45"
