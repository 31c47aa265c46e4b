"""One job of a concurrency group runs at a time; the others wait or are cancelled."""

from datetime import timedelta
from pathlib import Path

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Sandbox
from incident_actions.sandbox.concurrency import LONGEST_QUEUE, Admission, ConcurrencyGroups
from tests.sandbox.conftest import NOON
from tests.sandbox.workflow_files import CLOCK, Sleeper, dispatch_clock, person


def test_in_a_group_one_runs_and_one_waits_and_a_further_one_takes_its_place(tmp_path: Path) -> None:
    sleeper = Sleeper(rounds=2)
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=sleeper) as sandbox:
        sandbox.create_repository("acme/shop", CLOCK, collaborators={"ada": "admin"})
        dispatch_clock(sandbox, times=4)

        assert sandbox.settle() == []
        finished = sandbox.let_pass(timedelta(minutes=10))

        runs = person(sandbox).json("GET", "actions/workflows/clock.yml/runs")["workflow_runs"]

    assert [(each.job.id, each.job.environment["GITHUB_RUN_ID"]) for each in finished] == [(1, "1"), (4, "4")]
    assert [number for number, _, _ in sleeper.rounds_run] == [1, 1, 4, 4]
    assert [(each["id"], each["status"], each["conclusion"]) for each in runs] == [
        (4, "completed", "success"),
        (3, "completed", "cancelled"),
        (2, "completed", "cancelled"),
        (1, "completed", "success"),
    ]


def test_a_full_queue_cancels_the_run_that_comes_last(tmp_path: Path) -> None:
    sleeper, longest = (
        Sleeper(rounds=2),
        {path: text.replace("{group:", "{queue: max, group:") for path, text in CLOCK.items()},
    )
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=sleeper) as sandbox:
        sandbox.create_repository("acme/shop", longest, collaborators={"ada": "admin"})
        dispatch_clock(sandbox, times=1 + LONGEST_QUEUE + 2)
        sandbox.settle()
        runs = sandbox.repository("acme/shop").runs

        waiting = [(run.id, run.status, run.conclusion) for run in runs]

    assert waiting == [
        (1, "in_progress", None),
        *((number, "pending", None) for number in range(2, LONGEST_QUEUE + 2)),
        *((number, "completed", "cancelled") for number in (LONGEST_QUEUE + 2, LONGEST_QUEUE + 3)),
    ]


def test_a_run_that_waits_in_a_group_keeps_its_place_in_the_one_around(tmp_path: Path) -> None:
    nested = {
        path: f"concurrency: round-${{{{ github.event.client_payload.who }}}}\n{text}" for path, text in CLOCK.items()
    }
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=Sleeper(rounds=2)) as sandbox:
        sandbox.create_repository("acme/shop", nested, collaborators={"ada": "admin"})
        for who in ("a", "b", "a", "a", "b", "c"):
            dispatch = {"event_type": "incident-clock", "client_payload": {"who": who}}
            person(sandbox).json("POST", "dispatches", dispatch)
        sandbox.settle()
        finished = sandbox.let_pass(timedelta(minutes=30))
        runs = sandbox.repository("acme/shop").runs

    assert [each.job.id for each in finished] == [1, 5, 4]
    assert [run.conclusion for run in runs] == ["success", "cancelled", "cancelled", "success", "success", "cancelled"]


def test_a_run_is_shown_while_it_waits_for_another_of_its_group(tmp_path: Path) -> None:
    with Sandbox(tmp_path, now=NOON, tool=INSTALLED_TOOL, runner=Sleeper(rounds=2)) as sandbox:
        sandbox.create_repository("acme/shop", CLOCK, collaborators={"ada": "admin"})
        dispatch_clock(sandbox, times=2)
        sandbox.settle()
        runs = person(sandbox).json("GET", "actions/workflows/clock.yml/runs")["workflow_runs"]

    assert [(each["id"], each["status"]) for each in runs] == [(2, "pending"), (1, "in_progress")]


def test_a_newer_job_replaces_the_one_that_waits() -> None:
    groups = ConcurrencyGroups[str]()

    entered = [groups.enter(each, "deploy", queues=False) for each in ("first", "second", "third")]

    assert entered == [(Admission.STARTS, None), (Admission.WAITS, None), (Admission.WAITS, "second")]
    assert [groups.leave("deploy"), groups.leave("deploy")] == ["third", None]


def test_jobs_that_queue_run_in_their_order() -> None:
    groups = ConcurrencyGroups[str]()

    for each in ("first", "second", "third"):
        groups.enter(each, "deploy", queues=True)

    assert [groups.leave("deploy") for _ in range(3)] == ["second", "third", None]


def test_a_group_that_is_empty_again_lets_the_next_job_start() -> None:
    groups = ConcurrencyGroups[str]()
    groups.enter("first", "deploy", queues=False)
    groups.leave("deploy")

    assert groups.enter("second", "deploy", queues=False) == (Admission.STARTS, None)


def test_jobs_without_a_group_all_start() -> None:
    groups = ConcurrencyGroups[str]()

    entered = {groups.enter(each, "", queues=False) for each in ("first", "second")}

    assert (entered, groups.leave("")) == ({(Admission.STARTS, None)}, None)


def test_a_full_queue_takes_no_further_job() -> None:
    groups = ConcurrencyGroups[int]()

    entered = [groups.enter(each, "deploy", queues=True)[0] for each in range(LONGEST_QUEUE + 2)]

    assert entered == [Admission.STARTS, *[Admission.WAITS] * LONGEST_QUEUE, Admission.IS_CANCELLED]
