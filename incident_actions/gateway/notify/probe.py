"""Test addresses as far as possible without sending anything, in a separate process.

Apprise parses each address; then its host is asked for a connection, with TLS if messages use it. The process reads a
JSON object from standard input, and prints for each address: `reached`, `unreached`, `untried` (its host is unknown or
behind a proxy) or `unreadable`.
"""

from __future__ import annotations

import json
import os
import socket
import ssl
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from apprise.plugins.base import NotifyBase

from incident_actions.gateway.notify.worker import load_services

PROXY_SCHEMES = {"all", "http", "https"}
PORTS = {True: 443, False: 80}
FIXED_ADDRESSES = ("webhook_url", "notify_url", "cloud_notify_url")
"""Attributes with the address of services that have one host for everybody."""


def message_host(service: NotifyBase) -> tuple[str, int, bool] | None:
    """Return the host that a service's messages go to, its port, and whether it uses TLS; None if that is unknown."""
    if mail := getattr(service, "smtp_host", ""):
        return str(mail), int(service.port or 25), False
    own = any("{host}" in str(template) for template in getattr(service, "templates", ()))
    if own and getattr(service, "mode", "") != "cloud":
        secure = bool(service.secure)
        return (str(service.host), int(service.port or PORTS[secure]), secure) if service.host else None
    addresses = (getattr(service, name, "") for name in FIXED_ADDRESSES)
    fixed = next((each for each in addresses if isinstance(each, str) and each.startswith("https://")), "")
    host = urlsplit(fixed).hostname
    return (host, PORTS[True], True) if host and "{" not in host else None


def probe_address(service: NotifyBase | None, seconds: float) -> str:
    """Test one address."""
    if service is None:
        return "unreadable"
    where = message_host(service)
    if where is None or (getproxies().keys() & PROXY_SCHEMES and not proxy_bypass(where[0])):
        return "untried"
    host, port, secure = where
    answers = _answers(host, port, secure=secure, seconds=seconds, verify=service.verify_certificate)
    return "reached" if answers else "unreached"


def _answers(host: str, port: int, *, secure: bool, seconds: float, verify: bool) -> bool:
    try:
        with socket.create_connection((host, port), timeout=seconds) as connection:
            if secure:
                context = ssl.create_default_context()
                context.check_hostname = verify
                context.verify_mode = ssl.CERT_REQUIRED if verify else ssl.CERT_NONE
                context.wrap_socket(connection, server_hostname=host).close()
    except (OSError, ValueError):
        return False
    return True


def probe_addresses(given: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    """Test all addresses at the same time; return the line, the service's name and the outcome for each."""
    found = list(load_services(given))
    with ThreadPoolExecutor(max_workers=16) as pool:
        hows = pool.map(lambda each: probe_address(each[1], given["answers_within"]), found)
        return [
            (line, "" if service is None else str(service.service_name), how)
            for (line, service), how in zip(found, hows, strict=True)
        ]


def main() -> None:
    """Test the addresses on standard input."""
    answer, sys.stdout = sys.stdout, sys.stderr  # a plugin that prints must not corrupt the answer
    print(json.dumps(probe_addresses(json.load(sys.stdin))), file=answer, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
