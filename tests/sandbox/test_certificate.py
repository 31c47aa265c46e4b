"""A sandbox that serves HTTPS, for clients that refuse anything else."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from requests import get, post
from requests.exceptions import SSLError

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.drill.local_server import serve_shop
from incident_actions.sandbox import Sandbox
from tests.sandbox.test_clone_routes import address, git


@pytest.fixture
def safe(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "github", tls=True) as sandbox:
        sandbox.create_repository("acme/shop", {"README.md": "# shop\n"}, collaborators={"ada": "admin"})
        yield sandbox


def authority(sandbox: Sandbox) -> str:
    return str(sandbox.host.directory / "ca.pem")


def test_who_trusts_the_authority_reads_pages_and_the_api_and_nobody_else_does(safe: Sandbox) -> None:
    assert safe.url.startswith("https://localhost:")

    with pytest.raises(SSLError):
        get(safe.api_url, timeout=5)
    page = get(f"{safe.url}/acme/shop", headers={"Accept": "text/html"}, verify=authority(safe), timeout=5)
    found = get(f"{safe.api_url}/repos/acme/shop", verify=authority(safe), timeout=5)

    assert (page.status_code, "<title>" in page.text) == (200, True)
    assert found.json()["clone_url"] == f"{safe.url}/acme/shop.git"
    assert found.json()["url"] == found.url


def test_the_address_without_a_name_is_certified_too(safe: Sandbox) -> None:
    url = safe.api_url.replace("localhost", "127.0.0.1")

    assert get(f"{url}/meta", verify=authority(safe), timeout=5).status_code == 200


def test_git_clones_and_pushes_once_it_is_told_the_authority(
    safe: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GIT_SSL_CAINFO", raising=False)
    trusting = ["-c", f"http.sslCAInfo={authority(safe)}"]

    refused = git(tmp_path, "clone", address(safe, "ada"), "refused")
    cloned = git(tmp_path, *trusting, "clone", address(safe, "ada"), "shop")
    pushed = git(tmp_path / "shop", *trusting, "push", "origin", "HEAD:refs/heads/side")

    assert (refused.returncode, cloned.returncode, pushed.returncode) == (128, 0, 0), cloned.stderr + pushed.stderr
    assert "certificate" in refused.stderr


def test_the_certificate_is_new_each_time_and_no_key_is_left_behind(tmp_path: Path) -> None:
    files = []
    for _ in range(2):
        with Sandbox(tmp_path, tls=True):
            files.append((tmp_path / "ca.pem").read_text(encoding="utf-8"))

    assert files[0] != files[1]
    assert [each.name for each in tmp_path.rglob("*") if each.is_file() and b"PRIVATE KEY" in each.read_bytes()] == []


def test_the_bundle_has_the_public_authorities_too(safe: Sandbox) -> None:
    bundle = ssl.create_default_context(cafile=safe.host.directory / "ca-bundle.pem").cert_store_stats()

    assert bundle["x509_ca"] > 50


def test_it_stops_whatever_a_client_does_with_its_connection(tmp_path: Path) -> None:
    with ExitStack() as ours:
        with Sandbox(tmp_path, tls=True) as sandbox:
            _, slow, leaving = clients = [ours.enter_context(connect(sandbox)) for _ in range(3)]
            slow.sendall(b"GET /meta HTTP/1.1\r\n")
            leaving.sendall(b"GET /meta HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = leaving.recv(4_096)

        assert answer.startswith(b"HTTP/1.1 ")
        assert [is_closed(each) for each in clients] == [True] * 3


def connect(sandbox: Sandbox) -> ssl.SSLSocket:
    there = urlsplit(sandbox.url)
    trusting = ssl.create_default_context(cafile=authority(sandbox))
    plain = socket.create_connection((there.hostname, there.port), timeout=5)
    return trusting.wrap_socket(plain, server_hostname=there.hostname)


def is_closed(client: ssl.SSLSocket) -> bool:
    """Whether the other side has closed a connection, in whatever way."""
    try:
        return not client.recv(65_536)
    except TimeoutError:
        return False
    except OSError:
        return True


def test_without_tls_no_job_is_told_whom_to_trust(sandbox: Sandbox) -> None:
    assert dict(sandbox.host.trust) == {}


@pytest.mark.rest
def test_a_job_answers_a_command_over_https(tmp_path: Path) -> None:
    stop, printed = threading.Event(), list[str]()

    def say(line: str) -> None:
        printed.append(line)
        stop.set()

    serve_shop(0, tmp_path, tls=True, say=say, stop=stop)
    with Sandbox(tmp_path, tool=INSTALLED_TOOL, tls=True) as sandbox:
        headers = {"Authorization": f"Bearer {sandbox.token('ada')}"}
        issues = f"{sandbox.api_url}/repos/acme/shop/issues"
        for url, body in (
            (issues, {"title": "Slow", "labels": ["incident"]}),
            (f"{issues}/1/comments", {"body": "/sev 1"}),
        ):
            post(url, json=body, headers=headers, verify=authority(sandbox), timeout=5).raise_for_status()
        finished = sandbox.settle()
        labels = get(f"{issues}/1/labels", verify=authority(sandbox), timeout=5).json()

    assert [each.output for each in finished if each.exit_code] == []
    assert "SEV-1" in {each["name"] for each in labels}
    assert f"  export SSL_CERT_FILE={tmp_path / 'ca-bundle.pem'}" in "\n".join(printed).splitlines()
