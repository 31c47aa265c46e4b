"""Send deliveries to webhooks on this machine, one after another; nothing is sent to any other."""

import hashlib
import hmac
import http.client
import json
import ssl
import threading
import time
from urllib.parse import urlencode, urlsplit

from incident_actions.sandbox.host import Host, OutgoingDelivery
from incident_actions.sandbox.state.community import StoredHook, StoredHookDelivery
from incident_actions.sandbox.state.records import Repository

LONGEST = 10
"""Seconds: https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks#respond-within-10-seconds."""
MOST_KEPT = 100
"""Deliveries of a webhook that are listed."""
UNREACHABLE = (502, "failed to connect to host")
TIMED_OUT = (504, "timed out")
_DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class HookSender:
    """The thread that sends what lies in a host's outbox."""

    def __init__(self, host: Host) -> None:
        self._host, self._stopped = host, False
        self._thread = threading.Thread(target=self._work, name="webhooks", daemon=True)

    def start(self) -> None:
        """Start to send."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the delivery that is under way, and stop."""
        self._stopped = True
        self._host.outbox.put(None)
        self._thread.join()

    def wait(self) -> None:
        """Wait until everything is sent."""
        self._host.outbox.join()

    def _work(self) -> None:
        while (outgoing := self._host.outbox.get()) is not None and not self._stopped:
            send(outgoing)
            with self._host.lock:
                outgoing.hook.deliveries = [*outgoing.hook.deliveries, outgoing.delivery][-MOST_KEPT:]
            self._host.outbox.task_done()


def send(outgoing: OutgoingDelivery) -> None:
    """Send a delivery, and record in it what was sent and what came back."""
    hook, delivery, began = outgoing.hook, outgoing.delivery, time.monotonic()
    body = _body(hook, delivery)
    delivery.sent = _headers(outgoing.repository, hook, delivery, body)
    delivery.code, delivery.status = UNREACHABLE
    try:
        _exchange(hook, delivery, body)
    except TimeoutError:
        delivery.code, delivery.status = TIMED_OUT
    except (OSError, http.client.HTTPException, ValueError):
        delivery.code, delivery.status = UNREACHABLE
    delivery.duration = round(time.monotonic() - began, 2)


def _exchange(hook: StoredHook, delivery: StoredHookDelivery, body: bytes) -> None:
    address = urlsplit(hook.url)
    if address.hostname not in _LOOPBACK:
        return
    connection = _connect(hook, address.scheme, address.hostname, address.port)
    try:
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        connection.request("POST", path, body, delivery.sent)
        response = connection.getresponse()
        delivery.answer = response.read().decode(errors="replace")
        delivery.received, delivery.code = dict(response.getheaders()), response.status
        delivery.status = "OK" if delivery.is_good else f"Invalid HTTP Response: {response.status}"
    finally:
        connection.close()


def _connect(hook: StoredHook, scheme: str, name: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "http":
        return http.client.HTTPConnection(name, port, timeout=LONGEST)
    context = ssl.create_default_context()
    if hook.insecure_ssl == "1":
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return http.client.HTTPSConnection(name, port, timeout=LONGEST, context=context)


def _body(hook: StoredHook, delivery: StoredHookDelivery) -> bytes:
    text = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":"))
    return text.encode() if hook.content_type == "json" else urlencode({"payload": text}).encode()


def _headers(place: Repository, hook: StoredHook, delivery: StoredHookDelivery, body: bytes) -> dict[str, str]:
    """https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers."""
    form = "application/json" if hook.content_type == "json" else "application/x-www-form-urlencoded"
    headers = {
        "Accept": "*/*",
        "Content-Type": form,
        "User-Agent": "GitHub-Hookshot/sandbox",
        "X-GitHub-Delivery": delivery.guid,
        "X-GitHub-Event": delivery.event,
        "X-GitHub-Hook-ID": str(hook.id),
        "X-GitHub-Hook-Installation-Target-ID": str(place.id),
        "X-GitHub-Hook-Installation-Target-Type": "repository",
    }
    if not hook.secret:
        return headers
    digests = {name: hmac.new(hook.secret.encode(), body, kind).hexdigest() for name, kind in _DIGESTS.items()}
    return headers | {
        "X-Hub-Signature": f"sha1={digests['sha1']}",
        "X-Hub-Signature-256": f"sha256={digests['sha256']}",
    }
