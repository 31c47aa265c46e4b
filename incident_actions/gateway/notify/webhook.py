"""Signed webhooks: a kind of address that gets an event as JSON, with a signature that its receiver can check.

To the worker it is one more service of Apprise's, so tags, limits of time and repeats are the same for it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import requests

SECURE, PLAIN = "hooks", "hook"
"""What the addresses begin with: over HTTPS, and without encryption."""

SUCCESS = range(200, 300)


def lacks_key(url: str) -> bool:
    """Return whether an address is a webhook's without the key for its signature."""
    scheme, _, rest = url.partition("://")
    return scheme.casefold() in (SECURE, PLAIN) and "@" not in rest.partition("/")[0].lstrip("@")


def post_event(event: str, address: dict[str, Any], seconds: float) -> bool:
    """Post an event to an address as Apprise parsed it; return whether the receiver took it. Never raises."""
    key, body = str(address.get("user") or ""), event.encode()
    if not event:
        return False
    scheme = "https" if address["schema"] == SECURE else "http"
    port = f":{address['port']}" if address.get("port") else ""
    url = f"{scheme}://{address['host']}{port}{address.get('fullpath') or '/'}"
    try:
        answer = requests.post(url, data=body, headers=event_headers(body, key), timeout=seconds, allow_redirects=False)
    except requests.RequestException:
        return False
    return answer.status_code in SUCCESS


def event_headers(body: bytes, key: str) -> dict[str, str]:
    """Return the headers of an event. The signature is made as GitHub makes those of its own webhooks.

    https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
    """
    values = json.loads(body)
    signature = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "incident-actions",
        "X-Incident-Event": str(values["event"]),
        "X-Incident-Delivery": hashlib.sha256(str(values["id"]).encode()).hexdigest()[:32],
        "X-Hub-Signature-256": f"sha256={signature}",
    }
