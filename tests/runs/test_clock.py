"""The clock's job, through the function of the command line, over real requests, in a time that the test passes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from incident_actions.contract.effects import comment_keys
from incident_actions.drill.installed_tool import start_process
from incident_actions.gateway.local.system_clock import SystemClock
from incident_actions.runs.clock import run_clock
from incident_actions.sandbox import Job
from incident_actions.sandbox.faults import SERVER_ERROR, Fault
from tests.front_door import Door, open_front_door
from tests.gateway.front import PASS, Front
from tests.own_timers import only_own_timers
from tests.stories.team import in_process

LADDER = only_own_timers("""escalation: [ada]
ladder: [{name: tell, when: not acknowledged, after: 5, page: ["@linus"]}]
""")


@dataclass
class Passing:
    """The sandbox's time: it passes when somebody waits for it, and meanwhile something may happen."""

    door: Door
    happens: dict[int, Callable[[], object]] = field(default_factory=dict)
    waited: list[datetime] = field(default_factory=list)
    stops_at: int = 10_000

    def now(self) -> datetime:
        return self.door.sandbox.clock.now()

    def wait(self, until: datetime) -> bool:
        self.waited.append(until)
        self.door.sandbox.clock.move_to(max(until, self.now()))
        self.happens.get(len(self.waited), lambda: None)()
        return len(self.waited) < self.stops_at


def pinged(door: Door, configuration: str = LADDER) -> Job:
    """A job as the clock workflow's would be."""
    job = door.sweep()
    (job.workspace / ".github/incidents.yml").write_text(configuration)
    return job


def incident(door: Door, title: str = "Checkout is down") -> int:
    """An incident that the ladder watches."""
    job = door.open_issue(title=title)
    assert door.run(job, configuration=LADDER).code == 0
    return len(door.as_("ada").json("GET", "issues", params={"state": "all"}))


def awake(job: Job, passing: Passing, minutes: float = 12.5, *, dry_run: bool = False) -> int:
    environment = {**job.environment, "GITHUB_WORKSPACE": str(job.workspace)}
    return run_clock(environment, passing.now(), minutes=minutes, time=passing, dry_run=dry_run)


def said(door: Door, issue: int) -> list[str]:
    """The time at which each of the tool's words was posted."""
    given = door.as_("ada").json("GET", f"issues/{issue}/comments", params={"per_page": 100})
    return [each["created_at"][11:16] for each in given if each["body"].startswith("<!-- incident-actions:say ")]


def asked(door: Door, begin: int) -> list[str]:
    return [f"{one.method} {one.path.partition('/acme/shop/')[2]}" for one in door.sandbox.requests[begin:]]


def test_the_clock_fires_a_timer_when_it_is_due_and_hands_over_at_its_end(door: Door) -> None:
    issue = incident(door)
    begin, passing = len(door.sandbox.requests), Passing(door)

    ended = awake(pinged(door), passing)

    assert asked(door, begin)[-1] == "POST dispatches"
    assert (ended, said(door, issue)) == (0, ["14:05"])
    assert passing.waited[-1] - passing.waited[0] < timedelta(minutes=12)
    assert door.sandbox.deliveries[-1].payload["action"] == "incident-clock"


def test_an_idle_minute_costs_one_request(door: Door) -> None:
    incident(door)
    begin, passing = len(door.sandbox.requests), Passing(door, stops_at=4)

    awake(pinged(door), passing)

    assert asked(door, begin) == ["GET issues", "GET issues/1/comments", *["GET issues"] * 3]
    assert [after - before for before, after in zip(passing.waited, passing.waited[1:], strict=False)] == [
        timedelta(minutes=1)
    ] * 3


def test_a_first_mention_is_linked_within_five_minutes_by_one_request_for_all_incidents(door: Door) -> None:
    mentioned, other = incident(door), incident(door, "Search is slow")
    ada = door.as_("ada")
    ada.branch("fix", {"pool.py": "size = 50\n"})
    pull = ada.pull("fix", body=f"For #{mentioned}")["number"]
    begin, passing = len(door.sandbox.requests), Passing(door, stops_at=9)

    awake(pinged(door, LADDER.replace("after: 5", "after: 60")), passing)

    linked = f"#{pull} mentions this incident"
    assert [any(linked in each for each in door.tool_comments(issue)) for issue in (mentioned, other)] == [True, False]
    assert asked(door, begin).count("GET pulls") == 1


def test_the_clock_reads_only_changed_issues_again(door: Door) -> None:
    first, second = incident(door), incident(door, "Search is slow")
    begin = len(door.sandbox.requests)

    def acknowledged() -> None:
        assert in_process(within(door.comment("grace", second, "/ack"))) == 0
        del door.sandbox.requests[begin:]

    passing = Passing(door, happens={2: acknowledged}, stops_at=5)
    awake(pinged(door), passing)

    assert asked(door, begin) == ["GET issues", f"GET issues/{second}/comments", "GET issues", "GET issues"]
    assert said(door, first) == []


def within(job: Job) -> Job:
    (job.workspace / ".github/incidents.yml").write_text(LADDER)
    return job


def test_the_clock_ends_without_a_successor_if_no_timer_is_near(door: Door) -> None:
    issue = incident(door)
    assert in_process(within(door.comment("grace", issue, "/ack"))) == 0
    begin, passing = len(door.sandbox.requests), Passing(door)

    ended = awake(pinged(door), passing)

    assert (ended, len(passing.waited)) == (0, 2)
    assert "POST dispatches" not in asked(door, begin)


def test_the_clock_waits_for_a_declaration_whose_run_is_slower(door: Door) -> None:
    job = door.open_issue()
    passing = Passing(door, happens={1: lambda: in_process(within(job))}, stops_at=8)

    awake(pinged(door), passing)

    assert said(door, 1) == ["14:05"]


def test_stopped_from_outside_it_starts_no_other(door: Door) -> None:
    incident(door)
    begin = len(door.sandbox.requests)

    assert awake(pinged(door), Passing(door, stops_at=1)) == 0
    assert "POST dispatches" not in asked(door, begin)


def test_a_failing_github_is_outlived(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    issue = incident(door)
    route = "GET /repos/{owner}/{repo}/issues"

    def fails() -> None:
        door.sandbox.faults.add(Fault(SERVER_ERROR, times=None, route=route))

    passing = Passing(door, happens={1: fails, 4: door.sandbox.faults.clear}, stops_at=8)
    ended = awake(pinged(door), passing)

    assert (ended, said(door, issue)) == (0, ["14:05"])


def test_one_incident_that_fails_keeps_no_other_waiting_and_is_tried_again(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    broken, sound = incident(door), incident(door, "Search is slow")
    issue_route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments"
    door.sandbox.faults.add(Fault(SERVER_ERROR, at=range(2, 99), times=None, route=issue_route))

    passing = Passing(door, happens={8: door.sandbox.faults.clear}, stops_at=12)
    awake(pinged(door), passing)

    assert sorted([said(door, broken), said(door, sound)]) == [["14:05"], ["14:05"]]


def test_a_successor_that_cannot_be_started_is_asked_for_five_times_and_then_a_failure(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    incident(door)
    door.sandbox.faults.add(Fault(SERVER_ERROR, times=None, route="POST /repos/{owner}/{repo}/dispatches"))

    begin = len(door.sandbox.requests)

    assert awake(pinged(door), Passing(door), minutes=2) == 1
    assert asked(door, begin)[-5:] == ["POST dispatches"] * 5


def test_a_rehearsal_writes_nothing_and_makes_one_round(door: Door) -> None:
    issue = incident(door)
    door.sandbox.clock.advance(timedelta(minutes=10))
    begin, passing = len(door.sandbox.requests), Passing(door)

    awake(pinged(door), passing, dry_run=True)

    assert {each.partition(" ")[0] for each in asked(door, begin)} == {"GET"}
    assert (said(door, issue), passing.waited) == ([], [])


def test_by_the_command_line_a_given_time_is_one_round(door: Door) -> None:
    issue = incident(door)

    ran = door.run(pinged(door), "--now", "2026-03-04T14:06Z", command="clock", configuration=LADDER)

    assert (ran.code, len(said(door, issue))) == (0, 1)
    assert "next round at 14:07:00 UTC, after 1 round. This run sent " in ran.output


@pytest.mark.parametrize("at", range(1, 9))
def test_of_two_clocks_at_once_each_timer_is_heard_once(at: int, tmp_path: Path) -> None:
    """At each request of the one the other makes its whole round."""
    with open_front_door(tmp_path, held=False) as door:
        issue = incident(door)
        door.sandbox.clock.advance(timedelta(minutes=6))
        one, other = pinged(door), pinged(door)
        met: list[str] = []

        def fate(method: str, path: str) -> str:
            met.append(f"{method} {path}")
            if len(met) == at:
                assert in_process_clock(other) == 0
            return PASS

        with Front(door.sandbox.api_url, fate) as front:
            assert in_process_clock(one, GITHUB_API_URL=front.api_url) == 0

        bodies = [each for each in door.replies(issue) if comment_keys(each)]
        assert [len(comment_keys(each)) for each in bodies] == [1]
        card = next(each for each in door.tool_comments(issue) if "incident-actions:record" in each)
        assert card.count('"kind":"fired"') == 1


def in_process_clock(job: Job, **changed: str) -> int:
    environment = {**job.environment, "GITHUB_WORKSPACE": str(job.workspace), **changed}
    return run_clock(environment, datetime(2026, 3, 4, 14, 7, tzinfo=UTC))


# ── real time


def test_the_wall_waits_until_a_moment_and_no_longer() -> None:
    wall = SystemClock()

    assert wall.wait(wall.now() + timedelta(milliseconds=30)) is True
    assert wall.wait(wall.now() - timedelta(hours=1)) is True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_cancelled_job_ends_at_once_and_well_and_starts_no_other(number: signal.Signals, door: Door) -> None:
    incident(door)
    begin = len(door.sandbox.requests)
    job = pinged(door)
    environment = {key: value for key, value in job.environment.items() if key != "INCIDENT_ACTIONS_NOW"}
    # Real time has passed the rehearsed one by far: all is due at once, and then there is nothing to do for a while.
    real = Job(job.id, job.workflow, job.name, job.event, ["clock"], environment, job.directory)
    with job.log.open("wb") as log, start_process(real, log.fileno()) as process:
        ends = time.monotonic() + 20
        while time.monotonic() < ends and "PATCH" not in " ".join(asked(door, begin)):
            time.sleep(0.05)
        time.sleep(0.3)
        os.kill(process.pid, number)
        code = process.wait(15)

    assert (code, "stopped by a signal" in job.log.read_text()) == (0, True)
    assert "POST dispatches" not in asked(door, begin)
