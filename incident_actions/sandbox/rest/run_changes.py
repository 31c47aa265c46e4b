"""Routes that cancel runs of workflows and run them again."""

from datetime import timedelta

from incident_actions.sandbox.host import RunControl
from incident_actions.sandbox.rest.actions import find_run
from incident_actions.sandbox.rest.call import ACTIONS, ApiResponse, Call, Route
from incident_actions.sandbox.rest.problem import Problem, forbidden
from incident_actions.sandbox.state.role import RepositoryRole
from incident_actions.sandbox.state.settings import WorkflowRun

OLDEST = timedelta(days=30)
MOST_ATTEMPTS = 51
"""The first attempt and 50 more: https://docs.github.com/en/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs."""
COMPLETED = "Cannot cancel a workflow run that is completed."
RUNNING = "This workflow is already running"
NOT_RETRIED = "This workflow run cannot be retried"
TOO_OLD = "Unable to re-run this workflow run because it was created over a month ago"
_WELL = ("success", "skipped", "neutral")


def cancel_run(call: Call) -> ApiResponse:
    """Cancel a run: its job is asked to end, and ended a few seconds later."""
    return _cancel(call, at_once=False)


def force_cancel_run(call: Call) -> ApiResponse:
    """Cancel a run whose job does not end when it is asked to."""
    return _cancel(call, at_once=True)


def repeat_run(call: Call) -> ApiResponse:
    """Run all jobs of a run again."""
    return _repeat(call, find_run(call, "run_id"))


def repeat_failed_jobs(call: Call) -> ApiResponse:
    """Run the failed jobs of a run again; the sandbox's runs have one job."""
    run = find_run(call, "run_id")
    if run.conclusion in _WELL:
        raise forbidden(NOT_RETRIED)
    return _repeat(call, run)


def repeat_job(call: Call) -> ApiResponse:
    """Run one job again, which has the id of its run."""
    return _repeat(call, find_run(call, "job_id"))


def _cancel(call: Call, *, at_once: bool) -> ApiResponse:
    run = find_run(call, "run_id")
    if run.status == "completed":
        raise Problem(409, COMPLETED)
    _control(call).cancel(run, at_once=at_once)
    return ApiResponse(202, {})


def _repeat(call: Call, run: WorkflowRun) -> ApiResponse:
    if run.status != "completed":
        raise forbidden(RUNNING)
    if call.host.clock.now() - run.created_at > OLDEST:
        raise forbidden(TOO_OLD)
    if run.attempt >= MOST_ATTEMPTS or not _control(call).repeat(call.repository, run, call.acting.login):
        raise forbidden(NOT_RETRIED)
    return ApiResponse(201, {})


def _control(call: Call) -> RunControl:
    if call.host.control is None:
        raise forbidden(NOT_RETRIED)
    return call.host.control


_RUN = "/repos/{owner}/{repo}/actions/runs/{run_id}"
_JOB = "/repos/{owner}/{repo}/actions/jobs/{job_id}"
ROUTES = (
    Route("POST", f"{_RUN}/cancel", cancel_run, RepositoryRole.WRITE, permissions=ACTIONS),
    Route("POST", f"{_RUN}/force-cancel", force_cancel_run, RepositoryRole.WRITE, permissions=ACTIONS),
    Route("POST", f"{_RUN}/rerun", repeat_run, RepositoryRole.WRITE, permissions=ACTIONS),
    Route("POST", f"{_RUN}/rerun-failed-jobs", repeat_failed_jobs, RepositoryRole.WRITE, permissions=ACTIONS),
    Route("POST", f"{_JOB}/rerun", repeat_job, RepositoryRole.WRITE, permissions=ACTIONS),
)
