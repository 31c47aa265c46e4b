"""The sweep workflow goes round hourly, and can be tried by hand."""

from tests.workflows.files import ACTION, SECRETS, content, only_job, tool_step

JOB = only_job("sweep")


def test_the_sweep_runs_hourly_away_from_the_busy_minutes() -> None:
    [schedule] = content(".github/workflows/sweep.yml")["on"]["schedule"]
    minute, *rest = schedule["cron"].split()

    assert rest == ["*", "*", "*", "*"]
    assert int(minute) % 5 != 0


def test_a_rehearsal_by_hand_reaches_the_tool_through_the_environment() -> None:
    inputs = content(".github/workflows/sweep.yml")["on"]["workflow_dispatch"]["inputs"]

    assert inputs["dry_run"]["type"] == "boolean"
    assert tool_step("sweep") == {
        "uses": ACTION,
        "with": {"command": "sweep", **SECRETS, "dry-run": "${{ github.event.inputs.dry_run }}"},
    }


def test_the_sweep_may_finish_all_that_respond_may_begin() -> None:
    assert JOB["permissions"] == only_job("respond")["permissions"]


def test_the_sweep_checks_out_what_respond_does_and_post_mortems() -> None:
    (checkout,), (other,) = JOB["steps"][:-1], only_job("respond")["steps"][:-1]

    assert checkout["with"].pop("sparse-checkout").split() == [".github", "docs/incidents"]
    assert checkout == {**other, "with": {k: v for k, v in other["with"].items() if k != "sparse-checkout"}}


def test_two_sweeps_never_run_at_once() -> None:
    assert JOB["concurrency"] == {"group": "incident-actions-sweep", "cancel-in-progress": False}
