"""The routes of Actions: what is allowed, which workflows there are, and how they ran; secrets and variables.

Settings are for administrators alone, and no workflow's own token reads them, whatever its `permissions:` say: there is
no such key. What every job of the tool asks for does not include `actions: read`, without which runs are shown only
where everybody sees them.
https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
"""

from incident_actions.sandbox import workflows
from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import RESOURCE_NOT_ACCESSIBLE, Answer, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import Problem, forbidden, not_found
from incident_actions.sandbox.shapes import actions as shapes
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.shapes.spelling import stamp
from incident_actions.sandbox.state.role import Role
from incident_actions.sandbox.state.settings import WorkflowRun
from incident_actions.sandbox.state.world import ACTIONS_BOT
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
    _may_see_runs(call)
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
    _may_see_secrets(call)
    name = call.parts["name"].upper()
    if name not in call.repository.settings.variables:
        raise not_found()
    return Answer(json=_variable(call, name))


def organization_variables(call: Call) -> Answer:
    """The organization's variables that this repository is given: none."""
    _may_see_secrets(call)
    return _counted("variables", 0, page(call, [], lambda each: each))


def _workflows(call: Call) -> tuple[Workflow, ...]:
    store = call.host.git(call.repository)
    return workflows.at(store, store.branch(call.repository.default_branch) or "")


def _runs(call: Call, among: list[WorkflowRun]) -> Answer:
    _may_see_runs(call)
    event, status = call.query.get("event"), call.query.get("status")
    found = [
        each
        for each in reversed(among)
        if event in (None, each.event) and status in (None, each.status, each.conclusion)
    ]
    shown = page(call, found, lambda each: shapes.run(call.host, call.repository, each))
    return _counted("workflow_runs", len(found), shown)


def _secrets(call: Call, names: list[str]) -> Answer:
    _may_see_secrets(call)
    made = stamp(call.repository.created_at)
    shown = page(call, names, lambda name: {"name": name, "created_at": made, "updated_at": made})
    return _counted("secrets", len(names), shown)


def _variable(call: Call, name: str) -> Json:
    made = stamp(call.repository.created_at)
    value = call.repository.settings.variables[name]
    return {"name": name, "value": value, "created_at": made, "updated_at": made}


def _counted(kind: str, count: int, shown: Answer) -> Answer:
    return Answer(json={"total_count": count, kind: shown.json}, headers=shown.headers)


def _may_see_runs(call: Call) -> None:
    if call.login == ACTIONS_BOT and call.repository.private:
        raise forbidden(RESOURCE_NOT_ACCESSIBLE)


def _may_see_secrets(call: Call) -> None:
    if call.login == ACTIONS_BOT:
        raise forbidden(RESOURCE_NOT_ACCESSIBLE)
    call.require(Role.WRITE, PUSH_ACCESS)


_ACTIONS = "/repos/{owner}/{repo}/actions"
ROUTES = (
    Route("GET", f"{_ACTIONS}/permissions", allowed),
    Route("GET", f"{_ACTIONS}/permissions/selected-actions", selected),
    Route("GET", f"{_ACTIONS}/permissions/workflow", of_workflows),
    Route("GET", f"{_ACTIONS}/policies", policies),
    Route("GET", f"{_ACTIONS}/policies/{{policy_id}}", policy),
    Route("GET", f"{_ACTIONS}/runners", self_hosted),
    Route("GET", f"{_ACTIONS}/workflows", listed),
    Route("GET", f"{_ACTIONS}/runs", runs),
    Route("GET", f"{_ACTIONS}/workflows/{{workflow_id}}/runs", of_workflow),
    Route("GET", f"{_ACTIONS}/secrets", secrets),
    Route("GET", f"{_ACTIONS}/organization-secrets", organization_secrets),
    Route("GET", f"{_ACTIONS}/variables/{{name}}", variable),
    Route("GET", f"{_ACTIONS}/organization-variables", organization_variables),
)
