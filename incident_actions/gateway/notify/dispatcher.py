"""The courier: brings a notification to the team's addresses, within bounds, and tells whom it may not have reached."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from incident_actions.contract.effects import Notify
from incident_actions.contract.snapshot import CreationResult
from incident_actions.gateway.notify.addresses import Address

ANSWERS_WITHIN = 5
"""Seconds that an address has to take a connection, and again for its answer."""

MOST = 12
"""Seconds for one notification, whatever its addresses do; each is tried once more where that is left."""

IN_ALL = 20
"""Seconds for all notifications of one run."""

STARTS_IN = 5
"""Seconds besides, for a slow machine to start a process."""

KEPT = ("HOME", "LANG", "LC_ALL", "PATH", "PYTHONNOUSERSITE", "PYTHONPATH", "SYSTEMROOT", "TMPDIR", "TZ", "VIRTUAL_ENV")
TRUST = ("CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_DIR", "SSL_CERT_FILE")
PROXIES = ("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")

log = logging.getLogger(__name__)


class Courier:
    """Knows the addresses; nothing that it says or keeps shows one."""

    def __init__(self, addresses: Iterable[Address]) -> None:
        self._addresses = tuple(addresses)
        self._left = float(IN_ALL)
        self._down: dict[int, str] = {}

    def send(self, message: Notify) -> CreationResult:
        """Send a message to everybody it is for, at the same time and to each once."""
        wanted = [each for each in self._addresses if any(map(each.hears, message.audiences))]
        failed = self._failed(message, wanted)
        for line, (service, how) in failed.items():
            log.warning("INCIDENT_NOTIFY_URLS, line %d: %s", line, f"{service}: {how}" if service else how)
        pairs = ((audience, self._problem(audience, failed)) for audience in message.audiences)
        return CreationResult(undelivered=tuple((audience, problem) for audience, problem in pairs if problem))

    def _problem(self, audience: str, failed: dict[int, tuple[str, str]]) -> str:
        """What kept a message from an audience, for a template to word: `how:line:service`, parted by semicolons."""
        heard_by = [each.line for each in self._addresses if each.hears(audience)]
        if not heard_by:
            return "nobody::"
        found = ((line, *failed[line]) for line in heard_by if line in failed)
        return "; ".join(f"{how}:{line}:{service}" for line, service, how in found)

    def _failed(self, message: Notify, wanted: list[Address]) -> dict[int, tuple[str, str]]:
        """The lines that did not take it, by service and by what happened; one that was silent is not asked again."""
        tried = [each for each in wanted if each.line not in self._down]
        failed = {each.line: (self._down[each.line], "silent") for each in wanted if each.line in self._down}
        for line, service, how in self._tried(message, tried):
            if how != "sent":
                failed[line] = service, how
            if how == "silent":
                self._down[line] = service
        return failed

    def _tried(self, message: Notify, tried: list[Address]) -> list[tuple[int, str, str]]:
        if not tried:
            return []
        within = min(MOST, self._left)
        if within < 1:
            return [(each.line, "", "late") for each in tried]
        began = time.monotonic()
        told = _sent(message, tried, within)
        self._left -= time.monotonic() - began
        return told


def _sent(message: Notify, tried: list[Address], within: float) -> list[tuple[int, str, str]]:
    """Send in a process of its own; one that does not end is ended."""
    given = {
        "title": message.title,
        "body": message.body,
        "level": message.level,
        "addresses": [(each.line, each.url.replace("{number}", str(message.issue))) for each in tried],
        "answers_within": min(ANSWERS_WITHIN, within),
        "within": within,
    }
    try:
        return told_by("worker.py", given, within)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        log.warning("sending failed: %s", type(error).__name__)
        how = "silent" if isinstance(error, subprocess.TimeoutExpired) else "broken"
        return [(each.line, "", how) for each in tried]


def told_by(file: str, given: Mapping[str, Any], within: float) -> list[tuple[int, str, str]]:
    """What a file of ours, as a process of its own, tells of each address: line, service, how.

    Raises OSError, SubprocessError and ValueError.
    """
    ended = subprocess.run(  # noqa: S603  our own file, with no argument of anybody's
        [sys.executable, "-P", str(Path(__file__).with_name(file))],
        input=json.dumps(given).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        timeout=within + STARTS_IN,
        check=True,
    )
    return [(int(line), str(service), str(how)) for line, service, how in json.loads(ended.stdout)]


def _environment() -> dict[str, str]:
    """What sending needs of the environment, and no secret of the run."""
    names = {*KEPT, *TRUST, *PROXIES, *(name.lower() for name in PROXIES)}
    return {name: value for name, value in os.environ.items() if name in names}
