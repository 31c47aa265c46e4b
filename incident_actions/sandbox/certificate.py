"""The certificate of a sandbox that serves HTTPS, from an authority that nobody else has and that ends with it."""

import ssl
from collections.abc import Mapping
from pathlib import Path

import certifi
import trustme

NAMES = ("localhost", "127.0.0.1")
AUTHORITY, BUNDLE = "ca.pem", "ca-bundle.pem"


def certify(directory: Path) -> ssl.SSLContext:
    """Return what serves a new certificate; its authority is written to a directory, and its key nowhere.

    The bundle has the public authorities, too: a program that trusts only the sandbox could reach nothing else.
    """
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*NAMES).configure_cert(context)
    context.set_alpn_protocols(["http/1.1"])
    pem = authority.cert_pem.bytes()
    (directory / AUTHORITY).write_bytes(pem)
    (directory / BUNDLE).write_bytes(pem + Path(certifi.where()).read_bytes())
    return context


def trusting(directory: Path) -> Mapping[str, str]:
    """Return the environment variables by which Python, Node.js, curl, git and Go trust the certificate."""
    bundle = str(directory / BUNDLE)
    return {
        "SSL_CERT_FILE": bundle,
        "REQUESTS_CA_BUNDLE": bundle,
        "CURL_CA_BUNDLE": bundle,
        "GIT_SSL_CAINFO": bundle,
        "NODE_EXTRA_CA_CERTS": str(directory / AUTHORITY),
    }
