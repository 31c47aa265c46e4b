"""Routes of webhooks."""

from typing import Any

from incident_actions.sandbox.changes import hooks
from incident_actions.sandbox.rest.call import NO_CONTENT, ApiResponse, Call, Route
from incident_actions.sandbox.rest.paging import page
from incident_actions.sandbox.rest.problem import not_found, wrong
from incident_actions.sandbox.shapes import hook as shapes
from incident_actions.sandbox.state.community import StoredHook
from incident_actions.sandbox.state.role import RepositoryRole

_PROTOCOLS = ("http://", "https://")


def list_hooks(call: Call) -> ApiResponse:
    """List the webhooks, for administrators."""
    call.require(RepositoryRole.ADMIN)
    return page(call, call.repository.hooks, lambda each: shapes.hook(call.host, call.repository, each))


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
    hooks.ping(call.acting, made)
    return ApiResponse(201, shapes.hook(call.host, call.repository, made))


def get_hook(call: Call) -> ApiResponse:
    """Return one webhook, for administrators."""
    call.require(RepositoryRole.ADMIN)
    return ApiResponse(json=shapes.hook(call.host, call.repository, find_hook(call)))


def edit_hook(call: Call) -> ApiResponse:
    """Change a webhook. A configuration without the secret removes it.

    https://docs.github.com/en/rest/repos/webhooks#update-a-repository-webhook
    """
    value, config = find_hook(call), _config(call)
    _apply(call, value, {"secret": "", **config} if config else {})
    value.updated_at = call.acting.now
    return ApiResponse(json=shapes.hook(call.host, call.repository, value))


def delete_hook(call: Call) -> ApiResponse:
    """Delete a webhook."""
    call.repository.hooks.remove(find_hook(call))
    return NO_CONTENT


def get_config(call: Call) -> ApiResponse:
    """Return where and how a webhook sends."""
    call.require(RepositoryRole.ADMIN)
    return ApiResponse(json=shapes.config(find_hook(call)))


def edit_config(call: Call) -> ApiResponse:
    """Change where and how a webhook sends."""
    value = find_hook(call)
    _apply(call, value, call.body)
    value.updated_at = call.acting.now
    return ApiResponse(json=shapes.config(value))


def _config(call: Call) -> dict[str, Any]:
    given = call.body.get("config", {})
    if not isinstance(given, dict):
        raise wrong("Hook", "config")
    return given


def _apply(call: Call, value: StoredHook, config: dict[str, Any]) -> None:
    value.url = str(config.get("url", value.url))
    value.content_type = str(config.get("content_type", value.content_type))
    value.insecure_ssl = str(config.get("insecure_ssl", value.insecure_ssl))
    value.secret = str(config.get("secret", value.secret))
    value.has_secret = bool(value.secret)
    value.events = call.names("events") or value.events
    value.active = bool(call.body.get("active", value.active))


def find_hook(call: Call) -> StoredHook:
    """Return the webhook in the path; raises Problem (404)."""
    number = call.number("hook_id")
    found = next((each for each in call.repository.hooks if each.id == number), None)
    if found is None:
        raise not_found()
    return found


_HOOKS = "/repos/{owner}/{repo}/hooks"
_ONE = f"{_HOOKS}/{{hook_id}}"
PERMISSIONS = ("repository_hooks",)
ROUTES = (
    Route("GET", _HOOKS, list_hooks, permissions=PERMISSIONS, guarded=True),
    Route("POST", _HOOKS, create_hook, RepositoryRole.ADMIN, permissions=PERMISSIONS),
    Route("GET", _ONE, get_hook, permissions=PERMISSIONS, guarded=True),
    Route("PATCH", _ONE, edit_hook, RepositoryRole.ADMIN, permissions=PERMISSIONS),
    Route("GET", f"{_ONE}/config", get_config, permissions=PERMISSIONS, guarded=True),
    Route("PATCH", f"{_ONE}/config", edit_config, RepositoryRole.ADMIN, permissions=PERMISSIONS),
    Route("DELETE", _ONE, delete_hook, RepositoryRole.ADMIN, permissions=PERMISSIONS),
)
