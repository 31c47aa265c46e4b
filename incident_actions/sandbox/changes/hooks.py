"""Hand payloads to webhooks: those of events that they subscribe to, pings, and redeliveries."""

from uuid import uuid4

from incident_actions.sandbox.changes.acting_account import ActingAccount
from incident_actions.sandbox.host import Host, OutgoingDelivery, WebhookDelivery
from incident_actions.sandbox.shapes import hook as shapes
from incident_actions.sandbox.state.community import StoredHook, StoredHookDelivery
from incident_actions.sandbox.state.records import Repository

PING, EVERY = "ping", "*"
NEVER_SENT = ("schedule",)
"""Events of Actions alone."""
ZEN = "Practicality beats purity."


def ping(acting: ActingAccount, hook: StoredHook) -> None:
    """Send the event that GitHub sends to each new webhook."""
    shape = shapes.hook(acting.host, acting.repository, hook)
    acting.announce(PING, {"zen": ZEN, "hook_id": hook.id, "hook": shape})


def deliver(host: Host, event: WebhookDelivery) -> None:
    """Hand an event to the active webhooks that subscribe to it."""
    place = host.world.repositories.get(event.repository.lower())
    guid = str(uuid4())
    for hook in place.hooks if place else ():
        if place and hook.active and _subscribes(hook, event):
            send(host, place, hook, event, guid)


def send(host: Host, place: Repository, hook: StoredHook, event: WebhookDelivery, guid: str) -> None:
    """Hand an event to one webhook."""
    made = StoredHookDelivery(host.world.next_id(), guid, event.event, event.payload, host.clock.now())
    host.outbox.put(OutgoingDelivery(place, hook, made))


def send_again(host: Host, place: Repository, hook: StoredHook, earlier: StoredHookDelivery) -> None:
    """Send a delivery again, with its identifier and its payload."""
    made = StoredHookDelivery(
        host.world.next_id(), earlier.guid, earlier.event, earlier.payload, host.clock.now(), redelivery=True
    )
    host.outbox.put(OutgoingDelivery(place, hook, made))


def _subscribes(hook: StoredHook, event: WebhookDelivery) -> bool:
    if event.event == PING:
        return bool(event.payload["hook_id"] == hook.id)
    return event.event not in NEVER_SENT and not {event.event, EVERY}.isdisjoint(hook.events)
