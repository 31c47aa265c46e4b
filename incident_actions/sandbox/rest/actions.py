"""The routes of Actions: what is allowed, which workflows there are, and how they ran; secrets and variables.

Settings, secrets and variables are for people, and no workflow's own token reads them, whatever its `permissions:` say:
there is no such key.
https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
"""

from incident_actions.sandbox import workflows
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import ACTIONS, Answer, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import Problem, not_found
from incident_actions.sandbox.shapes import actions as shapes
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.shapes.spelling import stamp
from incident_actions.sandbox.state.role import Role
from incident_actions.sandbox.state.settings import WorkflowRun
from incident_actions.sandbox.workflows import Workflow

PUSH_ACCESS = "You must have repository read permissions or have the repository secrets fine-grained permission."


def allowed(call: Call) -> Answer:
    """Whether Actions run here, and which."""
    call.require(Role.ADMIN)
    settings = call.repository.settings
    if not settings.actions:
        return Answer(json={"enabled": False, "sha_pinning_required": settings.sha_pinning_required})
    shown = {
        "enabled": True,
        "allowed_actions": settings.allowed_actions,
        "sha_pinning_required": settings.sha_pinning_required,
    }
    url = f"{repository.api_url(call.host, call.repository)}/actions/permissions/selected-actions"
    return Answer(json=shown | ({"selected_actions_url": url} if settings.allowed_actions == "selected" else {}))


def selected(call: Call) -> Answer:
    """Which actions are allowed where only some are."""
    call.require(Role.ADMIN)
    settings = call.repository.settings
    if settings.allowed_actions != "selected":
        raise Problem(409, "Conflict")
    shown = {"github_owned_allowed": settings.github_owned_allowed, "verified_allowed": False}
    return Answer(json=shown | {"patterns_allowed": settings.patterns_allowed})


def of_workflows(call: Call) -> Answer:
    """What a workflow's token may do at first, and whether it may open pull requests."""
    call.require(Role.ADMIN)
    may = call.repository.actions_may_open_pull_requests
    shown = {"default_workflow_permissions": call.repository.settings.default_permissions}
    return Answer(json=shown | {"can_approve_pull_request_reviews": may})


def policies(call: Call) -> Answer:
    """The policies of Actions that hold here; a server of one's own has none."""
    call.require(Role.ADMIN)
    if call.host.enterprise:
        raise not_found()
    found = list(enumerate(call.repository.settings.policies, 1))
    shown = page(call, found, lambda each: shapes.policy(call.host, call.repository, *each))
    return _counted("policies", len(found), shown)


def policy(call: Call) -> Answer:
    """One policy of Actions, with its rules."""
    call.require(Role.ADMIN)
    number = call.parts["policy_id"]
    found = call.repository.settings.policies
    if call.host.enterprise or not number.isdecimal() or not 0 < int(number) <= len(found):
        raise not_found()
    value = found[int(number) - 1]
    return Answer(json=shapes.policy(call.host, call.repository, int(number), value) | shapes.rules(value))


def self_hosted(call: Call) -> Answer:
    """The runners of the repository's own."""
    call.require(Role.ADMIN)
    found = call.repository.settings.self_hosted
    return _counted("runners", len(found), page(call, list(enumerate(found, 1)), lambda each: shapes.runner(*each)))


def listed(call: Call) -> Answer:
    """The workflows on the default branch."""
    found = _workflows(call)
    shown = page(call, list(found), lambda each: shapes.workflow(call.host, call.repository, each))
    return _counted("workflows", len(found), shown)


def runs(call: Call) -> Answer:
    """Every run, the newest first."""
    return _runs(call, call.repository.runs)


def of_workflow(call: Call) -> Answer:
    """One workflow's runs, the newest first."""
    named = next((each for each in _workflows(call) if shapes.is_named(each, call.parts["workflow_id"])), None)
    if named is None:
        raise not_found()
    return _runs(call, [each for each in call.repository.runs if each.path == named.path])


def secrets(call: Call) -> Answer:
    """The names of the repository's secrets."""
    return _secrets(call, call.repository.settings.secrets)


def organization_secrets(call: Call) -> Answer:
    """The names of the organization's secrets that this repository is given."""
    return _secrets(call, call.repository.settings.organization_secrets)


def variable(call: Call) -> Answer:
    """One variable of the repository."""
    call.require(Role.WRITE, PUSH_ACCESS)
    name = call.parts["name"].upper()
    if name not in call.repository.settings.variables:
        raise not_found()
    return Answer(json=_variable(call, name))


def organization_variables(call: Call) -> Answer:
    """The organization's variables that this repository is given: none."""
    call.require(Role.WRITE, PUSH_ACCESS)
    return _counted("variables", 0, page(call, [], lambda each: each))


def _workflows(call: Call) -> tuple[Workflow, ...]:
    store = call.host.git(call.repository)
    return workflows.at(store, store.branch(call.repository.default_branch) or "", call.host.tool)


def _runs(call: Call, among: list[WorkflowRun]) -> Answer:
    event, status = call.query.get("event"), call.query.get("status")
    found = [
        each
        for each in reversed(among)
        if event in (None, each.event) and status in (None, each.status, each.conclusion)
    ]
    shown = page(call, found, lambda each: shapes.run(call.host, call.repository, each))
    return _counted("workflow_runs", len(found), shown)


def _secrets(call: Call, names: list[str]) -> Answer:
    call.require(Role.WRITE, PUSH_ACCESS)
    made = stamp(call.repository.created_at)
    shown = page(call, names, lambda name: {"name": name, "created_at": made, "updated_at": made})
    return _counted("secrets", len(names), shown)


def _variable(call: Call, name: str) -> Json:
    made = stamp(call.repository.created_at)
    value = call.repository.settings.variables[name]
    return {"name": name, "value": value, "created_at": made, "updated_at": made}


def _counted(kind: str, count: int, shown: Answer) -> Answer:
    return Answer(json={"total_count": count, kind: shown.json}, headers=shown.headers)


_ACTIONS = "/repos/{owner}/{repo}/actions"
ROUTES = (
    Route("GET", f"{_ACTIONS}/permissions", allowed, permissions=("administration",), guarded=True),
    Route("GET", f"{_ACTIONS}/permissions/selected-actions", selected, permissions=("administration",), guarded=True),
    Route("GET", f"{_ACTIONS}/permissions/workflow", of_workflows, permissions=("administration",), guarded=True),
    Route("GET", f"{_ACTIONS}/policies", policies, permissions=("administration",), guarded=True),
    Route("GET", f"{_ACTIONS}/policies/{{policy_id}}", policy, permissions=("administration",), guarded=True),
    Route("GET", f"{_ACTIONS}/runners", self_hosted, permissions=("administration",), guarded=True),
    Route("GET", f"{_ACTIONS}/workflows", listed, permissions=ACTIONS),
    Route("GET", f"{_ACTIONS}/runs", runs, permissions=ACTIONS),
    Route("GET", f"{_ACTIONS}/workflows/{{workflow_id}}/runs", of_workflow, permissions=ACTIONS),
    Route("GET", f"{_ACTIONS}/secrets", secrets, permissions=("secrets",), guarded=True),
    Route("GET", f"{_ACTIONS}/organization-secrets", organization_secrets, permissions=("secrets",), guarded=True),
    Route("GET", f"{_ACTIONS}/variables/{{name}}", variable, permissions=("actions_variables",), guarded=True),
    Route(
        "GET",
        f"{_ACTIONS}/organization-variables",
        organization_variables,
        permissions=("actions_variables",),
        guarded=True,
    ),
)
