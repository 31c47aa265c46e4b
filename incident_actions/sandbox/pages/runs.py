"""Runs of workflows: the list, one run with its log and its summary, and the button that starts a workflow."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from incident_actions.sandbox import annotations, workflows
from incident_actions.sandbox.pages.visit import PageRoute, Redirect, Visit, WebPage
from incident_actions.sandbox.rest.problem import not_found
from incident_actions.sandbox.run_records import folder_of
from incident_actions.sandbox.state.role import RepositoryRole
from incident_actions.sandbox.state.settings import WorkflowRun
from incident_actions.sandbox.workflows import WorkflowFile

PER_PAGE = 30
LONGEST_LOG = 400_000
"""Characters; of a longer log, the page shows the end."""
_AT = "/{owner}/{repo}/actions"
_COLOR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def list_runs(visit: Visit) -> WebPage:
    """Show the newest runs, of all workflows or of one."""
    found, wanted = _workflows(visit), visit.parts.get("file", "")
    runs = [each for each in reversed(visit.repository.runs) if wanted in ("", PurePosixPath(each.path).name)]
    chosen = next((each for each in found if workflows.file_name(each) == wanted), None)
    number = int(visit.parameter("page", "1")) if visit.parameter("page", "1").isdecimal() else 1
    values = {
        "runs": runs[(number - 1) * PER_PAGE : number * PER_PAGE],
        "page": number,
        "pages": -(-len(runs) // PER_PAGE),
        "workflows": [(workflows.file_name(each), each.name) for each in found],
        "names": {each.path: each.name for each in found},
        "chosen": wanted,
        "inputs": _inputs(chosen) if chosen and visit.role >= RepositoryRole.WRITE else None,
    }
    return WebPage("runs.html", values)


def show_run(visit: Visit) -> WebPage:
    """Show a run, or an earlier attempt of it: its job, its annotations, its summary and its log."""
    newest = _run(visit)
    wanted = int(visit.parts.get("attempt", newest.attempt))
    run = next((each for each in (*newest.earlier, newest) if each.attempt == wanted), None)
    if run is None:
        raise not_found()
    log = _text(visit, run, "log.txt")
    values = {
        "run": run,
        "name": {each.path: each.name for each in _workflows(visit)}.get(run.path, run.name or run.path),
        "log": _COLOR.sub("", log[-LONGEST_LOG:]),
        "annotations": annotations.read(log),
        "summary": _text(visit, run, "summary.md"),
        "around": visit.around,
        "attempts": [each.attempt for each in (*newest.earlier, newest)],
        "writes": visit.role >= RepositoryRole.WRITE,
    }
    return WebPage("run.html", values)


def change_run(visit: Visit) -> Redirect:
    """Cancel a run, or run it again."""
    number, way = str(_run(visit).id), visit.parts["way"]
    visit.perform("POST", f"/actions/runs/{{run_id}}/{way}", {"run_id": number})
    return Redirect(visit.address("actions", "runs", number))


def start_workflow(visit: Visit) -> Redirect:
    """Start a workflow by hand, with the inputs of the form."""
    name = visit.parts["file"]
    given = {key.removeprefix("input-"): visit.text(key) for key in visit.form if key.startswith("input-")}
    body = {"ref": visit.repository.default_branch, "inputs": {key: value for key, value in given.items() if value}}
    template = "/actions/workflows/{workflow_id}/dispatches"
    visit.perform("POST", template, {"workflow_id": name}, body)
    return Redirect(visit.address("actions", "workflows", name))


def _run(visit: Visit) -> WorkflowRun:
    found = next((each for each in visit.repository.runs if str(each.id) == visit.parts["run"]), None)
    if found is None:
        raise not_found()
    return found


def _workflows(visit: Visit) -> tuple[WorkflowFile, ...]:
    head = visit.store.branch(visit.repository.default_branch)
    return workflows.read_workflows(visit.store, head, visit.host.tool) if head else ()


def _inputs(workflow: WorkflowFile) -> Mapping[str, Any] | None:
    """Return the inputs that a workflow takes when it is started by hand; None if it can't be."""
    if "workflow_dispatch" not in workflow.triggers:
        return None
    return dict(workflow.triggers["workflow_dispatch"].get("inputs") or {})


def _text(visit: Visit, run: WorkflowRun, name: str) -> str:
    """Return what a job wrote; nothing if it has not started, or is not this sandbox's."""
    file = folder_of(visit.host, run) / name
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


PAGES = (
    PageRoute("GET", f"{_AT}/runs/{{run:\\d+}}", show_run),
    PageRoute("GET", f"{_AT}/runs/{{run:\\d+}}/attempts/{{attempt:\\d+}}", show_run),
    PageRoute("POST", f"{_AT}/runs/{{run:\\d+}}/{{way:cancel|rerun}}", change_run),
    PageRoute("POST", f"{_AT}/workflows/{{file}}/dispatches", start_workflow),
    PageRoute("GET", f"{_AT}/workflows/{{file}}", list_runs),
    PageRoute("GET", _AT, list_runs),
)
