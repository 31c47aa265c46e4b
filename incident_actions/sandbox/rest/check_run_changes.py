"""Routes with which Apps create and update check runs: https://docs.github.com/en/rest/checks/runs."""

from datetime import datetime

from incident_actions.sandbox.rest.call import CHECKS, ApiResponse, Call, Route
from incident_actions.sandbox.rest.check_runs import find_check_run
from incident_actions.sandbox.rest.commits import git_store
from incident_actions.sandbox.rest.problem import forbidden, invalid, wrong
from incident_actions.sandbox.shapes import checks as shapes
from incident_actions.sandbox.state.community import StoredCheckRun
from incident_actions.sandbox.state.role import RepositoryRole

NOT_AN_APP = "You must authenticate via a GitHub App."
STATUSES = ("queued", "in_progress", "completed", "waiting", "requested", "pending")
CONCLUSIONS = ("success", "failure", "neutral", "cancelled", "skipped", "timed_out", "action_required")
COMPLETED = "completed"


def create_check_run(call: Call) -> ApiResponse:
    """Create a check run, for Apps only."""
    _require_app(call)
    name, sha = call.text("name", "CheckRun"), call.text("head_sha", "CheckRun")
    if not git_store(call).has(sha):
        raise invalid(f"No commit found for SHA: {sha}")
    made = StoredCheckRun(call.acting.next_id(), sha, call.acting.login, name, STATUSES[0], call.acting.now)
    _apply(call, made)
    call.repository.check_runs.append(made)
    return _shown(call, made, 201)


def update_check_run(call: Call) -> ApiResponse:
    """Update a check run, for the App that created it."""
    _require_app(call)
    number = find_check_run(call).id
    value = next((each for each in call.repository.check_runs if each.id == number), None)
    if value is None or value.creator != call.acting.login:
        raise forbidden("Invalid app_id `0` - check run can only be modified by the GitHub App that created it.")
    value.name = call.text("name", "CheckRun", value.name)
    _apply(call, value)
    return _shown(call, value)


def _require_app(call: Call) -> None:
    if not call.is_bot:
        raise forbidden(NOT_AN_APP)


def _apply(call: Call, value: StoredCheckRun) -> None:
    """Set what the body has. A conclusion completes a run, and a completed run needs a conclusion."""
    body = call.body
    conclusion = body.get("conclusion", value.conclusion)
    status = body.get("status", COMPLETED if "conclusion" in body else value.status)
    if status not in STATUSES or (conclusion is not None and conclusion not in CONCLUSIONS):
        raise wrong("CheckRun", "conclusion" if status in STATUSES else "status")
    if status == COMPLETED and conclusion is None:
        raise wrong("CheckRun", "conclusion", "missing_field")
    value.status, value.conclusion = status, conclusion if status == COMPLETED else None
    value.completed_at = (_time(call, "completed_at") or call.acting.now) if status == COMPLETED else None
    value.started_at = _time(call, "started_at") or value.started_at
    value.external_id = str(body.get("external_id", value.external_id))
    value.details_url = (
        str(body.get("details_url", value.details_url)) or f"{call.host.url}/{call.repository.full_name}"
    )
    output = body.get("output") or {}
    value.title, value.summary = output.get("title", value.title), output.get("summary", value.summary)
    value.text = output.get("text", value.text)


def _time(call: Call, name: str) -> datetime | None:
    given = call.body.get(name)
    try:
        return datetime.fromisoformat(given) if given else None
    except ValueError:
        raise wrong("CheckRun", name) from None


def _shown(call: Call, value: StoredCheckRun, status: int = 200) -> ApiResponse:
    checks = shapes.checks_of(call.host, call.repository, value.sha)
    shown = next(each for each in checks if each.id == value.id)
    return ApiResponse(status, shapes.check_run(call.host, call.repository, shown))


_ALL = "/repos/{owner}/{repo}/check-runs"
ROUTES = (
    Route("POST", _ALL, create_check_run, RepositoryRole.WRITE, permissions=CHECKS),
    Route("PATCH", f"{_ALL}/{{check_run_id}}", update_check_run, RepositoryRole.WRITE, permissions=CHECKS),
)
