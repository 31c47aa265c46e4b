"""Routes of single workflows, and of the jobs of their runs with what they printed."""

import io
import re
import zipfile
from pathlib import Path

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.actions import find_run, read_workflow_files
from incident_actions.sandbox.rest.call import ACTIONS, NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.problem import not_found
from incident_actions.sandbox.run_records import folder_of
from incident_actions.sandbox.shapes import actions as shapes
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.role import RepositoryRole
from incident_actions.sandbox.state.settings import WorkflowRun
from incident_actions.sandbox.workflows import WorkflowFile

STEP = 1
"""The number of the step whose log a job keeps."""
_UNSAFE = re.compile(r"[/\\\\:*?\"<>|]")
"""Characters that no file in an archive has in its name."""
DISABLED = "disabled_manually"
ZIP = {"Content-Type": "application/zip"}
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


def get_workflow(call: Call) -> ApiResponse:
    """Return one workflow, by its file's name or its id."""
    return ApiResponse(json=shapes.workflow(call.host, call.repository, _workflow(call)))


def disable_workflow(call: Call) -> ApiResponse:
    """Let no event start a workflow."""
    call.repository.settings.disabled[_workflow(call).path] = DISABLED
    return NO_CONTENT


def enable_workflow(call: Call) -> ApiResponse:
    """Let events start a workflow again."""
    call.repository.settings.disabled.pop(_workflow(call).path, None)
    return NO_CONTENT


def list_jobs(call: Call) -> ApiResponse:
    """List the jobs of a run: in the sandbox, each run has one, with the id of the run."""
    return ApiResponse(json={"total_count": 1, "jobs": [_job(call, find_run(call, "run_id"))]})


def get_job(call: Call) -> ApiResponse:
    """Return one job."""
    return ApiResponse(json=_job(call, find_run(call, "job_id")))


def get_job_log(call: Call) -> ApiResponse:
    """Return what a job has printed; GitHub redirects to a server of its own, which the sandbox does without."""
    log = _log(call, find_run(call, "job_id"))
    if not log.is_file():
        raise not_found()
    return ApiResponse(raw=log.read_bytes(), headers=PLAIN)


def get_run_logs(call: Call) -> ApiResponse:
    """Return an archive of what the jobs of a run have printed: one file for each job, and one for each step."""
    return _archive(call, find_run(call, "run_id"))


def get_attempt(call: Call) -> ApiResponse:
    """Return a run as it was, or is, in one of its attempts."""
    return ApiResponse(json=shapes.run(call.host, call.repository, _attempt(call)))


def list_jobs_of_attempt(call: Call) -> ApiResponse:
    """List the jobs of an attempt."""
    return ApiResponse(json={"total_count": 1, "jobs": [_job(call, _attempt(call))]})


def get_logs_of_attempt(call: Call) -> ApiResponse:
    """Return an archive of what the jobs of an attempt have printed."""
    return _archive(call, _attempt(call))


def _attempt(call: Call) -> WorkflowRun:
    run, number = find_run(call, "run_id"), call.number("attempt_number")
    found = next((each for each in (*run.earlier, run) if each.attempt == number), None)
    if found is None:
        raise not_found()
    return found


def _archive(call: Call, run: WorkflowRun) -> ApiResponse:
    log, archive = _log(call, run), io.BytesIO()
    if not log.is_file():
        raise not_found()
    name = _UNSAFE.sub("", _job_name(call, run))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(log, f"0_{name}.txt")
        packed.write(log, f"{name}/{STEP}_Run {name}.txt")
    return ApiResponse(raw=archive.getvalue(), headers=ZIP)


def _workflow(call: Call) -> WorkflowFile:
    wanted = call.parts["workflow_id"]
    found = next((each for each in read_workflow_files(call) if shapes.is_named(each, wanted)), None)
    if found is None:
        raise not_found()
    return found


def _log(call: Call, run: WorkflowRun) -> Path:
    return folder_of(call.host, run) / "log.txt"


def _workflow_name(call: Call, run: WorkflowRun) -> str:
    return {each.path: each.name for each in read_workflow_files(call)}.get(run.path, run.name or run.path)


def _job_name(call: Call, run: WorkflowRun) -> str:
    return run.job or _workflow_name(call, run)


def _job(call: Call, run: WorkflowRun) -> Json:
    api, html = repository.api_url(call.host, call.repository), repository.html_url(call.host, call.repository)
    is_done = run.status == "completed"
    name, began = _workflow_name(call, run), stamp(run.began_at)
    states = {"status": run.status, "conclusion": run.conclusion}
    times = {"started_at": began, "completed_at": stamp(run.updated_at) if is_done else None}
    return {
        "id": run.id,
        "run_id": run.id,
        "run_url": f"{api}/actions/runs/{run.id}",
        "run_attempt": run.attempt,
        "node_id": node_id("JOB", run.id),
        "head_sha": run.sha,
        "url": f"{api}/actions/jobs/{run.id}",
        "html_url": f"{html}/actions/runs/{run.id}/job/{run.id}",
        "created_at": began,
        **states,
        **times,
        "name": _job_name(call, run),
        "steps": [{"name": f"Run {_job_name(call, run)}", "number": STEP, **states, **times}],
        "check_run_url": f"{api}/check-runs/{run.id}",
        "labels": [],
        "runner_id": None,
        "runner_name": None,
        "runner_group_id": None,
        "runner_group_name": None,
        "workflow_name": name,
        "head_branch": run.branch or call.repository.default_branch,
    }


_ACTIONS = "/repos/{owner}/{repo}/actions"
_WORKFLOW = f"{_ACTIONS}/workflows/{{workflow_id}}"
_ATTEMPT = f"{_ACTIONS}/runs/{{run_id}}/attempts/{{attempt_number}}"
ROUTES = (
    Route("GET", _WORKFLOW, get_workflow, permissions=ACTIONS),
    Route("PUT", f"{_WORKFLOW}/disable", disable_workflow, RepositoryRole.WRITE, permissions=ACTIONS),
    Route("PUT", f"{_WORKFLOW}/enable", enable_workflow, RepositoryRole.WRITE, permissions=ACTIONS),
    Route("GET", f"{_ACTIONS}/runs/{{run_id}}/jobs", list_jobs, permissions=ACTIONS),
    Route("GET", _ATTEMPT, get_attempt, permissions=ACTIONS),
    Route("GET", f"{_ATTEMPT}/jobs", list_jobs_of_attempt, permissions=ACTIONS),
    Route("GET", f"{_ATTEMPT}/logs", get_logs_of_attempt, permissions=ACTIONS),
    Route("GET", f"{_ACTIONS}/runs/{{run_id}}/logs", get_run_logs, permissions=ACTIONS),
    Route("GET", f"{_ACTIONS}/jobs/{{job_id}}", get_job, permissions=ACTIONS),
    Route("GET", f"{_ACTIONS}/jobs/{{job_id}}/logs", get_job_log, permissions=ACTIONS),
)
