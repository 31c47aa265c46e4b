"""Send one message to several addresses through Apprise, in a separate process.

Apprise has more than a hundred services, and their plugins are other people's code. They run in a process without
GitHub's token, whose log nobody sees, and which can be killed if it hangs. The process reads a JSON object from
standard input, sends the message, and prints for each address: `sent`, `refused`, `silent` or `unreadable`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyFormat
from apprise.common import NotifyType
from apprise.decorators import notify
from apprise.plugins.base import NotifyBase
from apprise.result import AppriseResultStatus

from incident_actions.gateway.notify.webhook import PLAIN, SECURE, lacks_key, post_event

OUTCOMES = {AppriseResultStatus.SUCCESS: "sent", AppriseResultStatus.TIMEOUT: "silent"}


def apprise_asset() -> AppriseAsset:
    """Return Apprise's settings: no remote images, no text interpreted, one retry."""
    return AppriseAsset(
        app_id="incident-actions",
        app_desc="incident-actions",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        interpret_emojis=False,
        default_service_retry=1,
        default_service_wait=0.3,
    )


def offer_webhooks(event: str, seconds: float) -> None:
    """Make Apprise know the addresses of webhooks, which get the event of this message."""

    def send(*_: Any, meta: dict[str, Any], **__: Any) -> bool:
        return post_event(event, meta, seconds)

    for scheme in (SECURE, PLAIN):
        notify(on=scheme, name="Webhook")(send)  # type: ignore[no-untyped-call]  # the library has no types here


def load_services(given: Mapping[str, Any]) -> Iterator[tuple[int, NotifyBase | None]]:
    """Yield each line with the service of its address, tagged with the line; None if Apprise cannot parse it."""
    shown, longest = apprise_asset(), float(given["answers_within"])
    offer_webhooks(str(given.get("event", "")), longest)
    for line, url in given["addresses"]:
        service = Apprise.instantiate(url, asset=shown, tag=f"line-{line}") if url and not lacks_key(url) else None
        if service is not None:
            service.socket_connect_timeout = min(longest, service.socket_connect_timeout)
            service.socket_read_timeout = min(longest, service.socket_read_timeout)
        yield line, service


def send_message(given: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    """Send the message, and return the line, the service's name and the outcome for each address."""
    found = dict(load_services(given))
    room = Apprise()
    room.services.extend(service for service in found.values() if service is not None)
    results = room.notify(
        body=given["body"],
        title=given["title"],
        notify_type=NotifyType(given["level"]),
        body_format=NotifyFormat.TEXT,
        timeout=given["within"],
    )
    went = {tag: OUTCOMES.get(each.status, "refused") for each in results for tag in each.tag}
    return [
        (line, "", "unreadable")
        if service is None
        else (line, str(service.service_name), went.get(f"line-{line}", "silent"))
        for line, service in found.items()
    ]


def main() -> None:
    """Send the message on standard input. A thread that still waits for an address does not delay the exit."""
    answer, sys.stdout = sys.stdout, sys.stderr  # a plugin that prints must not corrupt the answer
    print(json.dumps(send_message(json.load(sys.stdin))), file=answer, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
