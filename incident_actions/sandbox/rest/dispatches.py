"""Routes that start workflows."""

from incident_actions.sandbox import workflows
from incident_actions.sandbox.changes import dispatches
from incident_actions.sandbox.rest.call import ACTIONS, CONTENTS, NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.problem import invalid, not_found, wrong
from incident_actions.sandbox.shapes import actions
from incident_actions.sandbox.state.role import RepositoryRole

MOST_PROPERTIES = 10
LONGEST_TYPE = 100


def dispatch_repository(call: Call) -> ApiResponse:
    """Send a `repository_dispatch`."""
    event_type, payload = call.text("event_type", "RepositoryDispatch"), call.body.get("client_payload") or {}
    if len(event_type) > LONGEST_TYPE:
        raise wrong("RepositoryDispatch", "event_type")
    if not isinstance(payload, dict):
        raise invalid("Invalid request.\n\nFor 'properties/client_payload', the value is not an object.")
    if len(payload) > MOST_PROPERTIES:
        raise invalid(f"No more than {MOST_PROPERTIES} properties are allowed; {len(payload)} were supplied.")
    dispatches.repository(call.acting, event_type, payload)
    return NO_CONTENT


def dispatch_workflow(call: Call) -> ApiResponse:
    """Send a `workflow_dispatch` to one workflow, named by its file or its id."""
    store, branch = call.host.git(call.repository), call.text("ref", "WorkflowDispatch").removeprefix("refs/heads/")
    head = store.branch(branch)
    if head is None:
        raise invalid(f"No ref found for: {branch}")
    known = workflows.read_workflows(store, head, call.host.tool)
    found = next((each for each in known if actions.is_named(each, call.parts["workflow_id"])), None)
    if found is None:
        raise not_found()
    if "workflow_dispatch" not in found.triggers:
        raise invalid("Workflow does not have 'workflow_dispatch' trigger")
    dispatches.workflow(call.acting, found.path, f"refs/heads/{branch}", call.body.get("inputs") or {})
    return NO_CONTENT


ROUTES = (
    Route("POST", "/repos/{owner}/{repo}/dispatches", dispatch_repository, RepositoryRole.WRITE, permissions=CONTENTS),
    Route(
        "POST",
        "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
        dispatch_workflow,
        RepositoryRole.WRITE,
        permissions=ACTIONS,
    ),
)
