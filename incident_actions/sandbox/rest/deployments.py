"""Routes of deployments and their statuses."""

from incident_actions.sandbox.rest.call import DEPLOYMENTS, ApiResponse, Call, Route
from incident_actions.sandbox.rest.commits import git_store
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import Problem, not_found, wrong
from incident_actions.sandbox.shapes import deployment as shapes
from incident_actions.sandbox.state.records import DeploymentStatus, StoredDeployment
from incident_actions.sandbox.state.role import RepositoryRole

STATES = ("error", "failure", "inactive", "in_progress", "queued", "pending", "success")


def create_deployment(call: Call) -> ApiResponse:
    """Create a deployment of a branch, a tag or a commit."""
    ref, acting = call.text("ref", "Deployment"), call.acting
    sha = git_store(call).resolve(ref)
    if sha is None:
        raise Problem(422, f"No ref found for: {ref}")
    environment = call.text("environment", "Deployment", "production")
    description = call.text_or_none("description", "Deployment") or ""
    made = StoredDeployment(acting.next_id(), sha, ref, environment, description, acting.login, acting.now)
    call.repository.deployments.append(made)
    shown = shapes.deployment(call.host, call.repository, made)
    acting.announce("deployment", {"action": "created", "deployment": shown, "workflow": None, "workflow_run": None})
    return ApiResponse(201, shown)


def list_deployments(call: Call) -> ApiResponse:
    """List the deployments, newest first."""
    wanted = {name: call.query[name] for name in ("sha", "ref", "environment") if name in call.query}
    found = [
        each
        for each in reversed(call.repository.deployments)
        if all(getattr(each, name) == value for name, value in wanted.items())
    ]
    return page(call, found, lambda each: shapes.deployment(call.host, call.repository, each))


def get_deployment(call: Call) -> ApiResponse:
    """Return one deployment."""
    return ApiResponse(json=shapes.deployment(call.host, call.repository, _deployment(call)))


def create_deployment_status(call: Call) -> ApiResponse:
    """Create a status of a deployment."""
    deployment, state, acting = _deployment(call), call.text("state", "DeploymentStatus"), call.acting
    if state not in STATES:
        raise wrong("DeploymentStatus", "state")
    target = call.body.get("log_url") or call.body.get("target_url") or ""
    description = call.text_or_none("description", "DeploymentStatus") or ""
    status = DeploymentStatus(acting.next_id(), state, description, target, acting.login, acting.now)
    deployment.statuses.append(status)
    shown = shapes.deployment_status(call.host, call.repository, deployment, status)
    payload = {
        "action": "created",
        "deployment_status": shown,
        "deployment": shapes.deployment(call.host, call.repository, deployment),
        "check_run": None,
        "workflow": None,
        "workflow_run": None,
    }
    acting.announce("deployment_status", payload)
    return ApiResponse(201, shown)


def list_deployment_statuses(call: Call) -> ApiResponse:
    """List the statuses of a deployment, newest first."""
    deployment = _deployment(call)
    return page(
        call,
        deployment.statuses[::-1],
        lambda each: shapes.deployment_status(call.host, call.repository, deployment, each),
    )


def _deployment(call: Call) -> StoredDeployment:
    wanted = call.number("deployment_id")
    found = next((each for each in call.repository.deployments if each.id == wanted), None)
    if found is None:
        raise not_found()
    return found


_DEPLOYMENTS = "/repos/{owner}/{repo}/deployments"
_ONE = f"{_DEPLOYMENTS}/{{deployment_id}}"
ROUTES = (
    Route("POST", _DEPLOYMENTS, create_deployment, RepositoryRole.WRITE, permissions=DEPLOYMENTS),
    Route("GET", _DEPLOYMENTS, list_deployments, permissions=DEPLOYMENTS),
    Route("GET", _ONE, get_deployment, permissions=DEPLOYMENTS),
    Route("POST", f"{_ONE}/statuses", create_deployment_status, RepositoryRole.WRITE, permissions=DEPLOYMENTS),
    Route("GET", f"{_ONE}/statuses", list_deployment_statuses, permissions=DEPLOYMENTS),
)
