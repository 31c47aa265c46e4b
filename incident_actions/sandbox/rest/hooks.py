"""Routes of webhooks. The sandbox keeps them, and calls none: it hands payloads to whoever started it."""

from typing import Any

from incident_actions.sandbox.host import Json
from incident_actions.sandbox.rest.call import NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import not_found, wrong
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.shapes.formats import stamp
from incident_actions.sandbox.state.community import StoredHook
from incident_actions.sandbox.state.role import RepositoryRole

HIDDEN = "********"
_PROTOCOLS = ("http://", "https://")


def list_hooks(call: Call) -> ApiResponse:
    """List the webhooks, for administrators."""
    call.require(RepositoryRole.ADMIN)
    return page(call, call.repository.hooks, lambda each: _shape(call, each))


def create_hook(call: Call) -> ApiResponse:
    """Create a webhook."""
    config, now = _config(call), call.acting.now
    url = config.get("url")
    if not isinstance(url, str) or not url.startswith(_PROTOCOLS):
        raise wrong("Hook", "url", "custom", message="url is missing a scheme")
    if any(each.url == url for each in call.repository.hooks):
        raise wrong("Hook", "url", "custom", message="Hook already exists on this repository")
    made = StoredHook(
        call.acting.next_id(),
        url,
        "form",
        "0",
        has_secret=False,
        events=["push"],
        active=True,
        created_at=now,
        updated_at=now,
    )
    _apply(call, made, config)
    call.repository.hooks.append(made)
    return ApiResponse(201, _shape(call, made))


def get_hook(call: Call) -> ApiResponse:
    """Return one webhook, for administrators."""
    call.require(RepositoryRole.ADMIN)
    return ApiResponse(json=_shape(call, _hook(call)))


def edit_hook(call: Call) -> ApiResponse:
    """Change a webhook."""
    value = _hook(call)
    _apply(call, value, _config(call))
    value.updated_at = call.acting.now
    return ApiResponse(json=_shape(call, value))


def delete_hook(call: Call) -> ApiResponse:
    """Delete a webhook."""
    call.repository.hooks.remove(_hook(call))
    return NO_CONTENT


def _config(call: Call) -> dict[str, Any]:
    given = call.body.get("config", {})
    if not isinstance(given, dict):
        raise wrong("Hook", "config")
    return given


def _apply(call: Call, value: StoredHook, config: dict[str, Any]) -> None:
    value.url = str(config.get("url", value.url))
    value.content_type = str(config.get("content_type", value.content_type))
    value.insecure_ssl = str(config.get("insecure_ssl", value.insecure_ssl))
    value.has_secret = value.has_secret or bool(config.get("secret"))
    value.events = call.names("events") or value.events
    value.active = bool(call.body.get("active", value.active))


def _hook(call: Call) -> StoredHook:
    number = call.number("hook_id")
    found = next((each for each in call.repository.hooks if each.id == number), None)
    if found is None:
        raise not_found()
    return found


def _shape(call: Call, value: StoredHook) -> Json:
    url = f"{repository.api_url(call.host, call.repository)}/hooks/{value.id}"
    config = {"url": value.url, "content_type": value.content_type, "insecure_ssl": value.insecure_ssl}
    return {
        "type": "Repository",
        "id": value.id,
        "name": "web",
        "active": value.active,
        "events": value.events,
        "config": config | ({"secret": HIDDEN} if value.has_secret else {}),
        "updated_at": stamp(value.updated_at),
        "created_at": stamp(value.created_at),
        "url": url,
        "test_url": f"{url}/test",
        "ping_url": f"{url}/pings",
        "deliveries_url": f"{url}/deliveries",
        "last_response": {"code": None, "status": "unused", "message": None},
    }


_HOOKS = "/repos/{owner}/{repo}/hooks"
_ONE = f"{_HOOKS}/{{hook_id}}"
_PERMISSIONS = ("repository_hooks",)
ROUTES = (
    Route("GET", _HOOKS, list_hooks, permissions=_PERMISSIONS, guarded=True),
    Route("POST", _HOOKS, create_hook, RepositoryRole.ADMIN, permissions=_PERMISSIONS),
    Route("GET", _ONE, get_hook, permissions=_PERMISSIONS, guarded=True),
    Route("PATCH", _ONE, edit_hook, RepositoryRole.ADMIN, permissions=_PERMISSIONS),
    Route("DELETE", _ONE, delete_hook, RepositoryRole.ADMIN, permissions=_PERMISSIONS),
)
