"""Routes of check runs: here each run of a workflow is one."""

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.rest.call import CHECKS, ApiResponse, Call, Route
from incident_actions.sandbox.rest.commits import require_commit
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import not_found
from incident_actions.sandbox.shapes import people, repository
from incident_actions.sandbox.shapes.formats import node_id, stamp
from incident_actions.sandbox.state.records import ACTIONS_BOT, Repository
from incident_actions.sandbox.state.settings import WorkflowRun

ACTIONS_APP = 15368
"""The id of GitHub's own App for Actions: https://api.github.com/apps/github-actions."""


def list_check_runs(call: Call) -> ApiResponse:
    """List the check runs of a commit, the newest first; of each workflow only the latest, unless all are wanted."""
    sha, name, status = require_commit(call), call.query.get("check_name"), call.query.get("status")
    newest_first = [each for each in reversed(call.repository.runs) if each.sha == sha]
    latest = list({_name(each): each for each in reversed(newest_first)}.values())[::-1]
    among = newest_first if call.query.get("filter") == "all" else latest
    found = [each for each in among if name in (None, _name(each)) and status in (None, each.status)]
    response = page(call, found, lambda each: _check_run(call.host, call.repository, each))
    return ApiResponse(json={"total_count": len(found), "check_runs": response.json}, headers=response.headers)


def get_check_run(call: Call) -> ApiResponse:
    """Return one check run."""
    number = call.number("check_run_id")
    found = next((each for each in call.repository.runs if each.id == number), None)
    if found is None:
        raise not_found()
    return ApiResponse(json=_check_run(call.host, call.repository, found))


def _name(run: WorkflowRun) -> str:
    return run.name or run.path


def _check_run(host: Host, place: Repository, run: WorkflowRun) -> Json:
    api, html = repository.api_url(host, place), repository.html_url(host, place)
    url, page_url = f"{api}/check-runs/{run.id}", f"{html}/actions/runs/{run.id}"
    silent = {"title": None, "summary": None, "text": None, "annotations_count": 0}
    return {
        "id": run.id,
        "name": _name(run),
        "node_id": node_id("CR", run.id),
        "head_sha": run.sha,
        "external_id": str(run.id),
        "url": url,
        "html_url": page_url,
        "details_url": page_url,
        "status": run.status,
        "conclusion": run.conclusion,
        "started_at": stamp(run.created_at),
        "completed_at": stamp(run.updated_at) if run.status == "completed" else None,
        "output": silent | {"annotations_url": f"{url}/annotations"},
        "check_suite": {"id": run.id},
        "app": _app(host),
        "pull_requests": [],
    }


def _app(host: Host) -> Json:
    bot = host.world.accounts[ACTIONS_BOT]
    return {
        "id": ACTIONS_APP,
        "slug": "github-actions",
        "node_id": node_id("A", ACTIONS_APP),
        "owner": people.user(host, ACTIONS_BOT),
        "name": "GitHub Actions",
        "description": "Automate your workflow from idea to production",
        "external_url": f"{host.url}/features/actions",
        "html_url": f"{host.url}/apps/github-actions",
        "created_at": stamp(bot.created_at),
        "updated_at": stamp(bot.created_at),
        "permissions": {"checks": "write", "metadata": "read"},
        "events": [],
    }


ROUTES = (
    Route("GET", "/repos/{owner}/{repo}/commits/{ref}/check-runs", list_check_runs, permissions=CHECKS),
    Route("GET", "/repos/{owner}/{repo}/check-runs/{check_run_id}", get_check_run, permissions=CHECKS),
)
