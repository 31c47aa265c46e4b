"""Whose certificates a run trusts: those of a CA that the environment names, or else the public ones."""

from __future__ import annotations

import os
import ssl
from functools import cache
from pathlib import Path
from threading import Lock

from incident_actions.gateway.client.api_errors import UntrustedCertificate

BUNDLES = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE")
"""Variables that name a file or directory of certificates; the first that is set counts.

https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification
"""

_one_thread_reads = Lock()


def trusting_context() -> ssl.SSLContext:
    """Return what verifies servers, the same for all connections, as reading the certificates takes 10 ms.

    Raises UntrustedCertificate if there are no certificates at the path that the environment names.
    """
    with _one_thread_reads:
        return _context(named_authorities() or _public_authorities())


def named_authorities() -> str | None:
    """Return the path that the environment names."""
    return next(filter(None, map(os.environ.get, BUNDLES)), None)


def _public_authorities() -> str:
    from certifi import where  # noqa: PLC0415  only without a CA of one's own

    return where()


@cache
def _context(authorities: str) -> ssl.SSLContext:
    is_directory = Path(authorities).is_dir()
    try:
        if is_directory:
            context = ssl.create_default_context(capath=authorities)
        else:
            context = ssl.create_default_context(cafile=authorities)
    except OSError as error:  # among them those of a file that holds no certificates
        raise UntrustedCertificate(f"{authorities} holds no certificates: {error}") from error
    context.set_alpn_protocols(["http/1.1"])
    return context
