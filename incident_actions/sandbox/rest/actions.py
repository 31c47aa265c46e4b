"""Routes of Actions: permissions, policies, runners, workflows and their runs, secrets and variables.

Settings, secrets and variables are for people, and no workflow's own token reads them, whatever its `permissions:` say:
there is no such key.
https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
"""

from incident_actions.sandbox import workflows
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import ACTIONS, ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import Problem, not_found
from incident_actions.sandbox.shapes import actions as shapes
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.shapes.formats import stamp
from incident_actions.sandbox.state.role import RepositoryRole
from incident_actions.sandbox.state.settings import WorkflowRun
from incident_actions.sandbox.workflows import WorkflowFile

PUSH_ACCESS = "You must have repository read permissions or have the repository secrets fine-grained permission."


def get_actions_permissions(call: Call) -> ApiResponse:
    """Return whether Actions are enabled, and which actions are allowed."""
    call.require(RepositoryRole.ADMIN)
    settings = call.repository.settings
    if not settings.actions:
        return ApiResponse(json={"enabled": False, "sha_pinning_required": settings.sha_pinning_required})
    response = {
        "enabled": True,
        "allowed_actions": settings.allowed_actions,
        "sha_pinning_required": settings.sha_pinning_required,
    }
    url = f"{repository.api_url(call.host, call.repository)}/actions/permissions/selected-actions"
    return ApiResponse(
        json=response | ({"selected_actions_url": url} if settings.allowed_actions == "selected" else {})
    )


def get_allowed_actions(call: Call) -> ApiResponse:
    """Return the allowed actions of a repository that allows only some."""
    call.require(RepositoryRole.ADMIN)
    settings = call.repository.settings
    if settings.allowed_actions != "selected":
        raise Problem(409, "Conflict")
    response = {"github_owned_allowed": settings.github_owned_allowed, "verified_allowed": False}
    return ApiResponse(json=response | {"patterns_allowed": settings.patterns_allowed})


def get_workflow_permissions(call: Call) -> ApiResponse:
    """Return a workflow token's default permissions, and whether it may open pull requests."""
    call.require(RepositoryRole.ADMIN)
    may = call.repository.actions_may_open_pull_requests
    response = {"default_workflow_permissions": call.repository.settings.default_permissions}
    return ApiResponse(json=response | {"can_approve_pull_request_reviews": may})


def list_policies(call: Call) -> ApiResponse:
    """List the policies of Actions; Enterprise Server has none."""
    call.require(RepositoryRole.ADMIN)
    if call.host.enterprise:
        raise not_found()
    found = list(enumerate(call.repository.settings.policies, 1))
    response = page(call, found, lambda each: shapes.policy(call.host, call.repository, *each))
    return _counted("policies", len(found), response)


def get_policy(call: Call) -> ApiResponse:
    """Return one policy of Actions, with its rules."""
    call.require(RepositoryRole.ADMIN)
    number = call.parts["policy_id"]
    found = call.repository.settings.policies
    if call.host.enterprise or not number.isdecimal() or not 0 < int(number) <= len(found):
        raise not_found()
    value = found[int(number) - 1]
    return ApiResponse(json=shapes.policy(call.host, call.repository, int(number), value) | shapes.rules(value))


def list_self_hosted_runners(call: Call) -> ApiResponse:
    """List the repository's own runners."""
    call.require(RepositoryRole.ADMIN)
    found = call.repository.settings.self_hosted
    return _counted("runners", len(found), page(call, list(enumerate(found, 1)), lambda each: shapes.runner(*each)))


def list_workflows(call: Call) -> ApiResponse:
    """List the workflows on the default branch."""
    found = read_workflow_files(call)
    response = page(call, list(found), lambda each: shapes.workflow(call.host, call.repository, each))
    return _counted("workflows", len(found), response)


def list_runs(call: Call) -> ApiResponse:
    """List every run, newest first."""
    return _runs(call, call.repository.runs)


def get_run(call: Call) -> ApiResponse:
    """Return one run."""
    return ApiResponse(json=shapes.run(call.host, call.repository, find_run(call, "run_id")))


def list_workflow_runs(call: Call) -> ApiResponse:
    """List one workflow's runs, newest first."""
    named = next((each for each in read_workflow_files(call) if shapes.is_named(each, call.parts["workflow_id"])), None)
    if named is None:
        raise not_found()
    return _runs(call, [each for each in call.repository.runs if each.path == named.path])


def list_secrets(call: Call) -> ApiResponse:
    """List the names of the repository's secrets."""
    return _secrets(call, call.repository.settings.secrets)


def list_organization_secrets(call: Call) -> ApiResponse:
    """List the names of the organization's secrets that the repository may use."""
    return _secrets(call, call.repository.settings.organization_secrets)


def get_variable(call: Call) -> ApiResponse:
    """Return one variable of the repository."""
    call.require(RepositoryRole.WRITE, PUSH_ACCESS)
    name = call.parts["name"].upper()
    if name not in call.repository.settings.variables:
        raise not_found()
    return ApiResponse(json=_variable(call, name))


def list_variables(call: Call) -> ApiResponse:
    """List the repository's variables, by name."""
    call.require(RepositoryRole.WRITE, PUSH_ACCESS)
    names = sorted(call.repository.settings.variables)
    return _counted("variables", len(names), page(call, names, lambda name: _variable(call, name)))


def list_organization_variables(call: Call) -> ApiResponse:
    """List the organization's variables that the repository may use: none."""
    call.require(RepositoryRole.WRITE, PUSH_ACCESS)
    return _counted("variables", 0, page(call, [], lambda each: each))


def read_workflow_files(call: Call) -> tuple[WorkflowFile, ...]:
    """Return the workflows on the default branch."""
    store = call.host.git(call.repository)
    return workflows.read_workflows(store, store.branch(call.repository.default_branch) or "", call.host.tool)


def find_run(call: Call, part: str) -> WorkflowRun:
    """Return the run whose id is in a part of the path; raises Problem (404)."""
    number = call.number(part)
    found = next((each for each in call.repository.runs if each.id == number), None)
    if found is None:
        raise not_found()
    return found


def _runs(call: Call, among: list[WorkflowRun]) -> ApiResponse:
    event, status = call.query.get("event"), call.query.get("status")
    found = [
        each
        for each in reversed(among)
        if event in (None, each.event) and status in (None, each.status, each.conclusion)
    ]
    response = page(call, found, lambda each: shapes.run(call.host, call.repository, each))
    return _counted("workflow_runs", len(found), response)


def _secrets(call: Call, names: list[str]) -> ApiResponse:
    call.require(RepositoryRole.WRITE, PUSH_ACCESS)
    made = stamp(call.repository.created_at)
    response = page(call, names, lambda name: {"name": name, "created_at": made, "updated_at": made})
    return _counted("secrets", len(names), response)


def _variable(call: Call, name: str) -> Json:
    made = stamp(call.repository.created_at)
    value = call.repository.settings.variables[name]
    return {"name": name, "value": value, "created_at": made, "updated_at": made}


def _counted(kind: str, count: int, response: ApiResponse) -> ApiResponse:
    return ApiResponse(json={"total_count": count, kind: response.json}, headers=response.headers)


_ACTIONS = "/repos/{owner}/{repo}/actions"
ROUTES = (
    Route("GET", f"{_ACTIONS}/permissions", get_actions_permissions, permissions=("administration",), guarded=True),
    Route(
        "GET",
        f"{_ACTIONS}/permissions/selected-actions",
        get_allowed_actions,
        permissions=("administration",),
        guarded=True,
    ),
    Route(
        "GET",
        f"{_ACTIONS}/permissions/workflow",
        get_workflow_permissions,
        permissions=("administration",),
        guarded=True,
    ),
    Route("GET", f"{_ACTIONS}/policies", list_policies, permissions=("administration",), guarded=True),
    Route("GET", f"{_ACTIONS}/policies/{{policy_id}}", get_policy, permissions=("administration",), guarded=True),
    Route("GET", f"{_ACTIONS}/runners", list_self_hosted_runners, permissions=("administration",), guarded=True),
    Route("GET", f"{_ACTIONS}/workflows", list_workflows, permissions=ACTIONS),
    Route("GET", f"{_ACTIONS}/runs", list_runs, permissions=ACTIONS),
    Route("GET", f"{_ACTIONS}/runs/{{run_id}}", get_run, permissions=ACTIONS),
    Route("GET", f"{_ACTIONS}/workflows/{{workflow_id}}/runs", list_workflow_runs, permissions=ACTIONS),
    Route("GET", f"{_ACTIONS}/secrets", list_secrets, permissions=("secrets",), guarded=True),
    Route("GET", f"{_ACTIONS}/organization-secrets", list_organization_secrets, permissions=("secrets",), guarded=True),
    Route("GET", f"{_ACTIONS}/variables", list_variables, permissions=("actions_variables",), guarded=True),
    Route("GET", f"{_ACTIONS}/variables/{{name}}", get_variable, permissions=("actions_variables",), guarded=True),
    Route(
        "GET",
        f"{_ACTIONS}/organization-variables",
        list_organization_variables,
        permissions=("actions_variables",),
        guarded=True,
    ),
)
