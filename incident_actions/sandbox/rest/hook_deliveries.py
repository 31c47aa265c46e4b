"""Routes of the deliveries of webhooks: listed, and sent again."""

from urllib.parse import urlencode
from uuid import uuid4

from incident_actions.sandbox.changes import hooks as changes
from incident_actions.sandbox.rest.call import NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.hooks import PERMISSIONS, find_hook
from incident_actions.sandbox.rest.problem import not_found
from incident_actions.sandbox.shapes import hook as shapes
from incident_actions.sandbox.state.community import StoredHookDelivery
from incident_actions.sandbox.state.role import RepositoryRole

PUSH = "push"
PER_PAGE, MOST_PER_PAGE = 30, 100


def list_deliveries(call: Call) -> ApiResponse:
    """List the deliveries, newest first. A page ends with a cursor instead of a number."""
    call.require(RepositoryRole.ADMIN)
    asked = call.query.get("per_page", "")
    size = min(max(int(asked), 1), MOST_PER_PAGE) if asked.isdecimal() else PER_PAGE
    cursor = call.query.get("cursor", "")
    found = [each for each in reversed(find_hook(call).deliveries) if not cursor.isdecimal() or each.id <= int(cursor)]
    query = urlencode({"per_page": size, "cursor": found[size].id}) if found[size:] else ""
    headers = {"Link": f'<{call.url}?{query}>; rel="next"'} if query else {}
    return ApiResponse(json=[shapes.delivery(call.repository, each) for each in found[:size]], headers=headers)


def get_delivery(call: Call) -> ApiResponse:
    """Return one delivery, with what was sent and what came back."""
    call.require(RepositoryRole.ADMIN)
    return ApiResponse(json=shapes.whole_delivery(call.repository, find_hook(call).url, _delivery(call)))


def redeliver(call: Call) -> ApiResponse:
    """Send a delivery again."""
    changes.send_again(call.host, call.repository, find_hook(call), _delivery(call))
    return ApiResponse(202, {})


def ping_hook(call: Call) -> ApiResponse:
    """Send a ping."""
    changes.ping(call.acting, find_hook(call))
    return NO_CONTENT


def send_test(call: Call) -> ApiResponse:
    """Send the latest push, if the webhook subscribes to pushes."""
    hook, name = find_hook(call), call.repository.full_name
    pushes = (each for each in reversed(call.host.deliveries) if (each.event, each.repository) == (PUSH, name))
    latest = next(pushes, None)
    if latest and not {PUSH, changes.EVERY}.isdisjoint(hook.events):
        changes.send(call.host, call.repository, hook, latest, str(uuid4()))
    return NO_CONTENT


def _delivery(call: Call) -> StoredHookDelivery:
    number = call.number("delivery_id")
    found = next((each for each in find_hook(call).deliveries if each.id == number), None)
    if found is None:
        raise not_found()
    return found


_HOOK = "/repos/{owner}/{repo}/hooks/{hook_id}"
_ONE = f"{_HOOK}/deliveries/{{delivery_id}}"
ROUTES = (
    Route("GET", f"{_HOOK}/deliveries", list_deliveries, permissions=PERMISSIONS, guarded=True),
    Route("GET", _ONE, get_delivery, permissions=PERMISSIONS, guarded=True),
    Route("POST", f"{_ONE}/attempts", redeliver, RepositoryRole.ADMIN, permissions=PERMISSIONS),
    Route("POST", f"{_HOOK}/pings", ping_hook, RepositoryRole.ADMIN, permissions=PERMISSIONS),
    Route("POST", f"{_HOOK}/tests", send_test, RepositoryRole.ADMIN, permissions=PERMISSIONS),
)
