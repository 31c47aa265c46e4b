"""Few requests are left of the hour: a responder gets what is possible, and nothing is lost or done twice."""

from datetime import timedelta
from pathlib import Path

import pytest

from incident_actions.sandbox.state.records import ACTIONS_BOT
from tests.front_door import Door, open_front_door

WHOLE = {"labels": ["SEV-1", "incident", "status: investigating"], "severities": 1, "notes": 1, "reactions": [1]}


def shown(door: Door, issue: int) -> dict[str, object]:
    """What people see of an incident, and how often it is on record."""
    comments = door.as_("ada").json("GET", f"issues/{issue}/comments", params={"per_page": 100})
    record = "".join(each["body"] for each in comments if each["user"]["type"] == "Bot")
    return {
        "labels": door.labels(issue),
        "severities": record.count('"kind":"severity"'),
        "notes": record.count('"kind":"note"'),
        "reactions": [each["reactions"]["+1"] for each in comments if each["user"]["login"] == "grace"],
    }


@pytest.mark.parametrize("requests", range(9))
def test_a_command_for_which_too_few_requests_are_left_is_finished_in_the_next_hour(
    requests: int, tmp_path: Path
) -> None:
    with open_front_door(tmp_path, held=False) as door:
        issue = door.declare()
        job = door.comment("grace", issue, "/sev 1\n/note we roll back")
        door.sandbox.leave(ACTIONS_BOT, requests)

        ran = door.run(job)
        at_once = shown(door, issue)
        waiting = door.run(door.sweep())
        door.sandbox.clock.advance(timedelta(hours=1))
        swept = door.run(door.sweep())
        again = door.run(door.sweep())

        # A reaction that is missing makes no run red.
        assert (ran.code, {**at_once, "reactions": [1]}) == (0, WHOLE) or ran.code == 1
        assert "Traceback" not in ran.output
        assert "0 of 15,000 requests are left until" in ran.summary
        assert ("Traceback" in waiting.output, waiting.writes) == (False, ())
        assert (swept.code, shown(door, issue), again.writes) == (0, WHOLE, ())
