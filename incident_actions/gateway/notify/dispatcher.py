"""Send notifications to the team's addresses within time limits, and report which audiences they may have missed."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from incident_actions.contract.effects import Notify
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.notify.addresses import Address

ADDRESS_TIMEOUT = 5
"""Seconds for an address to accept a connection, and again to answer."""

NOTIFICATION_TIMEOUT = 12
"""Seconds for one notification, whatever its addresses do. Each address is tried twice if there is time."""

RUN_TIMEOUT = 20
"""Seconds for all notifications of one run."""

START_TIMEOUT = 5
"""Extra seconds for a slow machine to start a process."""

KEPT_VARIABLES = (
    "HOME",
    "LANG",
    "LC_ALL",
    "PATH",
    "PYTHONNOUSERSITE",
    "PYTHONPATH",
    "SYSTEMROOT",
    "TMPDIR",
    "TZ",
    "VIRTUAL_ENV",
)
CERTIFICATE_VARIABLES = ("CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_DIR", "SSL_CERT_FILE")
PROXY_VARIABLES = ("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")

FAILURES = {
    "silent": "did not respond in time",
    "refused": "refused the message",
    "unreadable": "is unknown, because the address is not valid",
    "late": "was skipped, because the run had no time left",
    "broken": "was not reached, because the sending process failed",
    "uninstalled": "was not reached, because Apprise is missing: run `pip install 'incident-actions[notifications]'`",
}
"""How the log describes each outcome of a message that was not sent."""

log = logging.getLogger(__name__)


class Dispatcher:
    """Sends notifications; neither its log nor its results show an address."""

    def __init__(self, addresses: Iterable[Address]) -> None:
        self._addresses = tuple(addresses)
        self._left = float(RUN_TIMEOUT)
        self._down: dict[int, str] = {}

    def send(self, message: Notify) -> CreationResult:
        """Send a message to all addresses of its audiences at the same time, and to each only once."""
        wanted = [
            each
            for each in self._addresses
            if any(each.receives(audience, message.personal) for audience in message.audiences)
        ]
        failed = self._failures(message, wanted)
        for line, (service, how) in failed.items():
            log.warning("INCIDENT_NOTIFY_URLS, line %d: %s %s", line, service or "the service", FAILURES.get(how, how))
        pairs = ((audience, self._problem(audience, message, failed)) for audience in message.audiences)
        return CreationResult(undelivered=tuple((audience, problem) for audience, problem in pairs if problem))

    def _problem(self, audience: str, message: Notify, failed: dict[int, tuple[str, str]]) -> str:
        """Return why a message missed an audience, for a template: `how:line:service`, separated by semicolons."""
        heard_by = [each.line for each in self._addresses if each.receives(audience, message.personal)]
        if not heard_by:
            return "nobody::"
        found = ((line, *failed[line]) for line in heard_by if line in failed)
        return "; ".join(f"{how}:{line}:{service}" for line, service, how in found)

    def _failures(self, message: Notify, wanted: list[Address]) -> dict[int, tuple[str, str]]:
        """Return the service and the failure for each line that did not take the message.

        An address that was silent once is not tried again.
        """
        tried = [each for each in wanted if each.line not in self._down]
        failed = {each.line: (self._down[each.line], "silent") for each in wanted if each.line in self._down}
        for line, service, how in self._try_addresses(message, tried):
            if how != "sent":
                failed[line] = service, how
            if how == "silent":
                self._down[line] = service
        return failed

    def _try_addresses(self, message: Notify, tried: list[Address]) -> list[tuple[int, str, str]]:
        if not tried:
            return []
        within = min(NOTIFICATION_TIMEOUT, self._left)
        if within < 1:
            return [(each.line, "", "late") for each in tried]
        began = time.monotonic()
        results = _send_in_subprocess(message, tried, within)
        self._left -= time.monotonic() - began
        return results


def _send_in_subprocess(message: Notify, tried: list[Address], within: float) -> list[tuple[int, str, str]]:
    """Send in a separate process, which is killed if it does not end."""
    given = {
        "title": message.title,
        "body": message.body,
        "level": message.level,
        "event": message.event,
        "addresses": [(each.line, each.url.replace("{number}", str(message.issue))) for each in tried],
        "answers_within": min(ADDRESS_TIMEOUT, within),
        "within": within,
    }
    try:
        return run_script("worker.py", given, within)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        log.warning("Could not send the notifications: %s", type(error).__name__)
        how = "silent" if isinstance(error, subprocess.TimeoutExpired) else "broken"
        return [(each.line, "", how) for each in tried]


def run_script(file: str, given: Mapping[str, Any], within: float) -> list[tuple[int, str, str]]:
    """Run a file of this folder in a separate process, and return its result for each address: line, service, outcome.

    Without Apprise, each outcome is `uninstalled`. Raises OSError, SubprocessError and ValueError.
    """
    if find_spec("apprise") is None:
        return [(line, "", "uninstalled") for line, _ in given["addresses"]]
    ended = subprocess.run(  # noqa: S603  our own file, no argument from outside
        [sys.executable, "-P", str(Path(__file__).with_name(file))],
        input=json.dumps(given).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        timeout=within + START_TIMEOUT,
        check=True,
    )
    return [(int(line), str(service), str(how)) for line, service, how in json.loads(ended.stdout)]


def _environment() -> dict[str, str]:
    """Return the variables that sending needs, without the run's secrets."""
    names = {*KEPT_VARIABLES, *CERTIFICATE_VARIABLES, *PROXY_VARIABLES, *(name.lower() for name in PROXY_VARIABLES)}
    return {name: value for name, value in os.environ.items() if name in names}
