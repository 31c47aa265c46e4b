"""Which way requests take: straight to the server, or through a proxy."""

from __future__ import annotations

import os
import sys

from incident_actions.gateway.client.api_address import ApiAddress
from incident_actions.gateway.client.direct_transport import DirectTransport
from incident_actions.gateway.client.transport import Transport

PROXY_VARIABLES = frozenset({"http_proxy", "https_proxy", "all_proxy"})


def open_transport(address: ApiAddress, timeout: float) -> Transport:
    """Return a connection that opens with its first request; the server may take `timeout` seconds to answer."""
    if not may_have_proxy():
        return DirectTransport(address, timeout)
    from incident_actions.gateway.client.library_transport import LibraryTransport  # noqa: PLC0415  takes a fifth of a run's time

    return LibraryTransport(address, timeout)


def may_have_proxy() -> bool:
    """Return whether the environment names a proxy, or the system may have one in its settings."""
    return sys.platform in ("darwin", "win32") or any(
        value and name.lower() in PROXY_VARIABLES for name, value in os.environ.items()
    )
