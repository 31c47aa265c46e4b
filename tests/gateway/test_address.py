"""Where GitHub is: an address that is not the API's, and a certificate that this machine does not trust."""

import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from incident_actions.sandbox import Sandbox

pytestmark = pytest.mark.rest

TOKEN = "ghs_x"
TRUST = (
    "incident-actions: This machine does not trust GitHub's certificate. If it was signed by a CA of your own, set"
    " REQUESTS_CA_BUNDLE or SSL_CERT_FILE to the path of that CA's certificate.\n"
)


class Page(BaseHTTPRequestHandler):
    """A server that knows no issue."""

    def do_GET(self) -> None:
        """Answer as the API does where nothing is."""
        body = b'{"message": "Not Found"}'
        self.send_response(404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the library's own name
        """Say nothing."""


def certificate(place: Path) -> Path:
    """A certificate for this machine that nobody but itself has signed, with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ghes.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = place / "own.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return file


@pytest.fixture
def private(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a server behind a CA of its own, and that CA."""
    authority = certificate(tmp_path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}/api/v3", authority
    server.shutdown()
    server.server_close()
    thread.join()


def ran(place: Path, address: str, token: str = TOKEN, **more: str) -> tuple[int, str]:
    """Exit code and complaint of a run at an address."""
    unset = ("GITHUB_", "INCIDENT_", "REQUESTS_CA_", "CURL_CA_", "SSL_CERT_")
    ours = {name: value for name, value in os.environ.items() if not name.startswith(unset)}
    event = place / "event.json"
    event.write_text('{"repository": {"default_branch": "main"}}')
    variables = {
        "GITHUB_EVENT_NAME": "schedule",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_TOKEN": token,
        "GITHUB_API_URL": address,
        "GITHUB_WORKSPACE": str(place),
    }
    command = [sys.executable, "-m", "incident_actions", "sweep"]
    ended = subprocess.run(command, env=ours | variables | more, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stderr


def test_an_untrusted_certificate_is_reported_at_once_with_the_variable_to_set(
    tmp_path: Path, private: tuple[str, Path]
) -> None:
    assert ran(tmp_path, private[0]) == (2, TRUST)
    assert ran(tmp_path, private[0], REQUESTS_CA_BUNDLE=str(tmp_path / "nowhere.pem")) == (2, TRUST)


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_either_variable_names_a_private_ca(tmp_path: Path, private: tuple[str, Path], name: str) -> None:
    code, said = ran(tmp_path, private[0], **{name: str(private[1])})

    assert (code, said) == (
        2,
        "incident-actions: The repository does not exist, or this token cannot see it. Check GITHUB_REPOSITORY.\n",
    )


@pytest.mark.parametrize("wrong", ["", "/v3"])
def test_an_address_that_is_not_githubs_api_is_named(tmp_path: Path, wrong: str) -> None:
    with Sandbox(tmp_path / "github", server="enterprise") as sandbox:
        sandbox.create_repository("acme/shop")

        assert ran(tmp_path, sandbox.url + wrong, sandbox.installation_token) == (
            2,
            f"incident-actions: The server at {sandbox.url}{wrong} is not GitHub's API. Check GITHUB_API_URL."
            " On Enterprise Server it ends in /api/v3.\n",
        )
