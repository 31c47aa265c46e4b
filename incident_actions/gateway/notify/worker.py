"""One message to several addresses through Apprise, in a process of its own.

Apprise knows more than a hundred services, and their plugins are other people's code: so they run where there is no
token of GitHub's, where what they log is seen by nobody, and where one that hangs can be ended. This process reads one
JSON object from its standard input, sends, and prints how each address took it: `sent`, `refused`, `silent`,
`unreadable`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyFormat
from apprise.common import NotifyType
from apprise.plugins.base import NotifyBase
from apprise.result import AppriseResultStatus

OUTCOMES = {AppriseResultStatus.SUCCESS: "sent", AppriseResultStatus.TIMEOUT: "silent"}


def apprise_asset() -> AppriseAsset:
    """What Apprise shows and does by itself: no pictures from elsewhere, nothing read into a text, one more try."""
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


def load_services(given: Mapping[str, Any]) -> Iterator[tuple[int, NotifyBase | None]]:
    """The service behind each address, none where Apprise cannot read it; each bears its line as its tag."""
    shown, longest = apprise_asset(), float(given["answers_within"])
    for line, url in given["addresses"]:
        service = Apprise.instantiate(url, asset=shown, tag=f"line-{line}") if url else None
        if service is not None:
            service.socket_connect_timeout = min(longest, service.socket_connect_timeout)
            service.socket_read_timeout = min(longest, service.socket_read_timeout)
        yield line, service


def send_message(given: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    """Send, and tell of each line the service's name and how it went."""
    found = dict(load_services(given))
    room = Apprise()
    room.services.extend(service for service in found.values() if service is not None)
    told = room.notify(
        body=given["body"],
        title=given["title"],
        notify_type=NotifyType(given["level"]),
        body_format=NotifyFormat.TEXT,
        timeout=given["within"],
    )
    went = {tag: OUTCOMES.get(each.status, "refused") for each in told for tag in each.tag}
    return [
        (line, "", "unreadable")
        if service is None
        else (line, str(service.service_name), went.get(f"line-{line}", "silent"))
        for line, service in found.items()
    ]


def main() -> None:
    """Do what standard input says. A thread that still waits for an address does not keep the process."""
    told, sys.stdout = sys.stdout, sys.stderr  # a plugin that prints does not spoil the answer
    print(json.dumps(send_message(json.load(sys.stdin))), file=told, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
