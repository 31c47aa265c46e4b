"""The runner's clock is a minute ahead of GitHub's, or behind it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from incident_actions.sandbox import Job
from tests.front_door import Door, open_front_door
from tests.runs.test_sweep import open_items


def by_clock(job: Job, skew: timedelta) -> Job:
    """Return a job whose runner has another time than GitHub."""
    now = datetime.fromisoformat(job.environment["INCIDENT_ACTIONS_NOW"]) + skew
    return replace(job, environment={**job.environment, "INCIDENT_ACTIONS_NOW": now.isoformat()})


def life(door: Door, skew: timedelta) -> dict[str, object]:
    """What people see of an incident and an action item after their life by such a clock."""
    jobs = [door.open_issue()]
    assert door.run(by_clock(jobs[0], skew)).code == 0
    for text in ("/ack", "/sev 2\n/frobnicate", "/note we roll back", "/sev 3", "/resolve rolled back"):
        assert door.run(by_clock(door.comment("grace", 1, text), skew)).code == 0
    open_items(door, 2, date(2026, 3, 4))
    for _ in range(2):
        assert door.run(by_clock(door.sweep(), skew)).code == 0
    comments = door.as_("ada").json("GET", "issues/1/comments", params={"per_page": 100})
    card = next(each["body"] for each in comments if each["body"].startswith("<!-- incident-actions:card -->"))
    return {
        "kinds": sorted(part.partition('"')[0] for part in card.split('"kind":"')[1:]),
        "labels": door.labels(1),
        "replies": len(door.replies(1)),
        "reactions": [(each["reactions"]["+1"], each["reactions"]["confused"]) for each in comments],
        "reminders": [len(door.tool_comments(number)) for number in (2, 3)],
        "left": door.run(by_clock(door.sweep(), skew)).writes,
    }


@pytest.mark.parametrize("minutes", [-1, 1], ids=["behind", "ahead"])
@pytest.mark.rest
def test_an_incident_is_the_same_by_a_clock_that_is_wrong_by_a_minute(minutes: int, tmp_path: Path) -> None:
    with open_front_door(tmp_path / "right", held=False) as door:
        right = life(door, timedelta())
    with open_front_door(tmp_path / "wrong", held=False) as door:
        wrong = life(door, timedelta(minutes=minutes))

    assert wrong == right
