"""The sweep workflow goes round hourly, and can be tried by hand."""

from tests.workflows.files import content, only_job

JOB = only_job("sweep")


def test_it_runs_hourly_away_from_the_busy_minutes() -> None:
    [schedule] = content(".github/workflows/sweep.yml")["on"]["schedule"]
    minute, *rest = schedule["cron"].split()

    assert rest == ["*", "*", "*", "*"]
    assert int(minute) % 5 != 0


def test_a_rehearsal_by_hand_reaches_the_tool_through_the_environment() -> None:
    inputs = content(".github/workflows/sweep.yml")["on"]["workflow_dispatch"]["inputs"]

    assert inputs["dry_run"]["type"] == "boolean"
    assert JOB["steps"][-1] == {
        "name": "Sweep",
        "env": {
            "GITHUB_TOKEN": "${{ github.token }}",
            "INCIDENT_SIGNING_KEY": "${{ secrets.INCIDENT_SIGNING_KEY }}",
            "INCIDENT_NOTIFY_URLS": "${{ secrets.INCIDENT_NOTIFY_URLS }}",
            "INCIDENT_ACTIONS_DRY_RUN": "${{ inputs.dry_run }}",
        },
        "run": "incident-actions sweep",
    }


def test_it_may_finish_all_that_respond_may_begin() -> None:
    assert JOB["permissions"] == only_job("respond")["permissions"]


def test_it_installs_as_respond_does() -> None:
    def install(job: dict[str, list[dict[str, object]]]) -> dict[str, object]:
        return next(step for step in job["steps"] if step.get("name") == "Install")

    assert install(JOB) == install(only_job("respond"))


def test_two_sweeps_never_run_at_once() -> None:
    assert JOB["concurrency"] == {"group": "sweep", "cancel-in-progress": False}
