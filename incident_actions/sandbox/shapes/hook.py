"""Webhooks and their deliveries in GitHub's JSON."""

from incident_actions.sandbox.host import Host, Json
from incident_actions.sandbox.shapes import repository
from incident_actions.sandbox.shapes.formats import stamp
from incident_actions.sandbox.state.community import StoredHook, StoredHookDelivery
from incident_actions.sandbox.state.records import Repository

HIDDEN = "********"


def hook(host: Host, place: Repository, value: StoredHook) -> Json:
    """Return a webhook, with its secret hidden."""
    url = f"{repository.api_url(host, place)}/hooks/{value.id}"
    return {
        "type": "Repository",
        "id": value.id,
        "name": "web",
        "active": value.active,
        "events": value.events,
        "config": config(value),
        "updated_at": stamp(value.updated_at),
        "created_at": stamp(value.created_at),
        "url": url,
        "test_url": f"{url}/test",
        "ping_url": f"{url}/pings",
        "deliveries_url": f"{url}/deliveries",
        "last_response": _last_response(value),
    }


def config(value: StoredHook) -> Json:
    """Return where and how a webhook sends."""
    shown = {"url": value.url, "content_type": value.content_type, "insecure_ssl": value.insecure_ssl}
    return shown | ({"secret": HIDDEN} if value.has_secret else {})


def delivery(place: Repository, value: StoredHookDelivery) -> Json:
    """Return a delivery as it appears in lists."""
    return {
        "id": value.id,
        "guid": value.guid,
        "delivered_at": stamp(value.at),
        "redelivery": value.redelivery,
        "duration": value.duration,
        "status": value.status,
        "status_code": value.code,
        "event": value.event,
        "action": value.payload.get("action"),
        "installation_id": None,
        "repository_id": place.id,
        "throttled_at": None,
    }


def whole_delivery(place: Repository, hook_url: str, value: StoredHookDelivery) -> Json:
    """Return a single delivery, with what was sent and what came back."""
    return delivery(place, value) | {
        "url": hook_url,
        "request": {"headers": value.sent, "payload": value.payload},
        "response": {"headers": value.received, "payload": value.answer},
    }


def _last_response(value: StoredHook) -> Json:
    if not value.deliveries:
        return {"code": None, "status": "unused", "message": None}
    last = value.deliveries[-1]
    return {"code": last.code, "status": "active" if last.is_good else "misconfigured", "message": last.status}
