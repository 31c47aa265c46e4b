"""How requests reach a server: connections that stay open, broken answers, proxies, certificates and moved paths."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import pytest
import trustme

from incident_actions.gateway.client import retry
from incident_actions.gateway.client.api_errors import (
    IncompleteAnswer,
    NotGitHubApi,
    Unreachable,
    UntrustedCertificate,
)
from incident_actions.gateway.client.certificates import BUNDLES
from incident_actions.gateway.client.connection import Connection

PATH = "/api/v3/repos/acme/shop"
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@dataclass
class Server:
    """A server, which is a proxy too: what it was asked, who connected, and how it answers."""

    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """The method, what was named, and the body."""
    proxied: list[tuple[str, str]] = field(default_factory=list)
    """Whom a proxy was asked for, and by whom."""
    clients: set[int] = field(default_factory=set)
    tokens: set[str] = field(default_factory=set)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    """What it answers, one after the other; and then `{}`."""
    closes: bool = False
    """Whether it closes each connection after its answer, without announcing that."""
    port: int = 0
    authority: trustme.CA = field(default_factory=trustme.CA)


@contextmanager
def serving(*, tls: bool = False) -> Iterator[Server]:
    """Serve until the block ends."""
    kept = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_CONNECT(self) -> None:
            kept.proxied.append((self.path, self.headers.get("Proxy-Authorization", "")))
            self.send_response(200)
            self.end_headers()
            self.connection = secured(self.path.partition(":")[0]).wrap_socket(self.connection, server_side=True)
            self.close_connection = False
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)

        def finish(self) -> None:
            super().finish()
            self.connection.close()

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            kept.asked.append((self.command, self.path, body))
            kept.clients.add(self.client_address[1])
            kept.tokens.add(self.headers["Authorization"])
            if self.path.startswith("http://"):
                kept.proxied.append((self.path.split("/")[2], self.headers.get("Proxy-Authorization", "")))
            status, headers, content = kept.answers.pop(0) if kept.answers else (200, {}, b"{}")
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)
            self.close_connection = kept.closes

        do_GET = do_POST = do_PATCH = answer  # noqa: N815  the standard library's names

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the library's own name
            """Keep quiet."""

    def secured(host: str) -> SSLContext:
        context = SSLContext(PROTOCOL_TLS_SERVER)
        kept.authority.issue_cert(host).configure_cert(context)
        return context

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    if tls:
        server.socket = secured("127.0.0.1").wrap_socket(server.socket, server_side=True)
    kept.port = int(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy, no CA of one's own, and one attempt for each request."""
    for name in (*VARIABLES, *map(str.lower, VARIABLES), *BUNDLES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(retry, "MAX_ATTEMPTS", 1)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


def connect(server: Server, scheme: str = "http", host: str = "") -> Connection:
    return Connection("ghs_x", "acme/shop", f"{scheme}://{host or f'127.0.0.1:{server.port}'}/api/v3")


@pytest.fixture
def connection(server: Server) -> Iterator[Connection]:
    with closing(connect(server)) as connection:
        yield connection


def test_requests_that_follow_each_other_share_a_connection(server: Server, connection: Connection) -> None:
    for _ in range(3):
        connection.get("")

    assert (len(server.asked), len(server.clients)) == (3, 1)


def test_a_connection_that_the_server_closed_meanwhile_is_opened_again(server: Server, connection: Connection) -> None:
    server.closes = True
    connection.get("")
    threading.Event().wait(0.05)

    connection.send("POST", "issues", body={"title": "Once"})

    assert [method for method, *_ in server.asked] == ["GET", "POST"]
    assert len(server.clients) == 2


def test_paths_parameters_and_bodies_arrive_as_they_were_meant(server: Server, connection: Connection) -> None:
    connection.get("contents/post mortems/Ärger 100%25.md", ref="a b", per_page=100)
    connection.send("PATCH", "issues/1", body={"title": "Überlastet"})

    assert server.asked == [
        ("GET", f"{PATH}/contents/post%20mortems/%C3%84rger%20100%25.md?per_page=100&ref=a+b", ""),
        ("PATCH", f"{PATH}/issues/1", '{"title": "\\u00dcberlastet"}'),
    ]


def test_graphql_is_beside_an_api_with_a_path(server: Server, connection: Connection) -> None:
    server.answers.append((200, {}, b'{"data": {"viewer": {"login": "ada"}}}'))

    assert connection.query("query { viewer { login } }", {}) == {"viewer": {"login": "ada"}}
    assert [path for _, path, _ in server.asked] == ["/api/graphql"]


def test_a_compressed_answer_is_unpacked(server: Server, connection: Connection) -> None:
    server.answers.append((200, {"Content-Encoding": "gzip"}, gzip.compress('{"name": "Ärger"}'.encode())))

    assert connection.get("") == {"name": "Ärger"}


BROKEN: dict[str, tuple[dict[str, str], bytes]] = {
    "half of it": ({"Content-Length": "99"}, b'{"name"'),
    "half of a chunk": ({"Transfer-Encoding": "chunked", "X": "y"}, b'20\r\n{"name"'),
    "half of what was packed": ({"Content-Encoding": "gzip"}, gzip.compress(b"{}" * 99)[:20]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_part_of_an_answer_is_no_answer_and_leaves_no_connection(
    name: str, server: Server, connection: Connection
) -> None:
    headers, content = BROKEN[name]
    server.answers.append((200, headers, content))
    server.closes = True

    with pytest.raises(IncompleteAnswer):
        connection.get("")
    assert connection.get("") == {}


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://nowhere.invalid", "https://127.0.0.1:9/api/v3"])
def test_a_server_that_is_not_there_is_unreachable(address: str) -> None:
    with closing(Connection("ghs_x", "acme/shop", address)) as connection, pytest.raises(Unreachable):
        connection.get("")


@pytest.mark.parametrize("address", ["", "api.github.com", "ftp://api.github.com", "https://", "http://a:b:c"])
def test_an_address_of_no_web_server_is_named(address: str) -> None:
    with pytest.raises(NotGitHubApi, match=f"^{address}$"):
        Connection("ghs_x", "acme/shop", address)


@pytest.mark.parametrize("status", [301, 307, 308])
@pytest.mark.parametrize("before", ["http://127.0.0.1:{port}", ""])
def test_a_moved_repository_is_followed_with_the_same_method_and_body(
    status: int, before: str, server: Server, connection: Connection
) -> None:
    where = before.format(port=server.port) + "/api/v3/repositories/7/issues?page=2"
    server.answers.append((status, {"Location": where}, b'{"message": "Moved Permanently"}'))

    connection.send("POST", "issues", body={"title": "Once"})

    body = '{"title": "Once"}'
    assert server.asked == [
        ("POST", f"{PATH}/issues", body),
        ("POST", "/api/v3/repositories/7/issues?page=2", body),
    ]


@pytest.mark.parametrize(
    "where", ["https://127.0.0.1:{port}/", "http://localhost:{port}/", "http://127.0.0.1:1/", PATH]
)
def test_the_token_is_sent_to_no_other_server_and_in_no_circle(
    where: str, server: Server, connection: Connection
) -> None:
    server.answers += [(301, {"Location": where.format(port=server.port)}, b"")] * 9

    with pytest.raises(NotGitHubApi):
        connection.get("")
    assert {path for _, path, _ in server.asked} == {PATH}


PROXIES = ["{scheme}_proxy", "{SCHEME}_PROXY", "ALL_PROXY"]


@pytest.mark.parametrize("variable", PROXIES)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_requests_go_through_the_proxy_that_the_environment_names(
    scheme: str, variable: str, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        variable.format(scheme=scheme, SCHEME=scheme.upper()), f"http://me:p%40ss@127.0.0.1:{server.port}"
    )
    server.authority.cert_pem.write_to_path(str(tmp_path / "own.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "own.pem"))
    server.answers.append((200, {}, b'{"name": "shop"}'))

    with closing(connect(server, scheme, "ghes.example")) as connection:
        found = connection.get("")
        connection.get("issues")

    assert found == {"name": "shop"}
    known = f"Basic {b64encode(b'me:p@ss').decode()}"
    host = "ghes.example:443" if scheme == "https" else "ghes.example:80"
    assert set(server.proxied) == {(host, known)}
    assert [path.partition(host)[2] or path for _, path, _ in server.asked] == [PATH, f"{PATH}/issues"]
    assert len(server.clients) == 1


@pytest.mark.parametrize("exempt", ["127.0.0.1", "*", "127.0.0.0/8"])
def test_a_server_that_no_proxy_names_is_reached_directly(
    exempt: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", exempt)

    with closing(connect(server)) as connection:
        connection.get("")

    assert server.asked == [("GET", PATH, "")]


def test_a_broken_answer_through_a_proxy_is_read_as_one_without(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.port}")
    server.closes = True
    with closing(connect(server)) as connection:
        for headers, content in BROKEN.values():
            server.answers.append((200, headers, content))
            with pytest.raises(IncompleteAnswer):
                connection.get("")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with closing(connect(server)) as connection, pytest.raises(Unreachable):
        connection.get("")


@pytest.mark.parametrize("proxied", [False, True])
@pytest.mark.parametrize("variable", BUNDLES)
def test_a_ca_of_ones_own_is_trusted_where_a_variable_names_it(
    variable: str, proxied: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "own.pem"
    if proxied:
        monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving(tls=True) as server:
        server.authority.cert_pem.write_to_path(str(bundle))
        with closing(connect(server, "https")) as connection, pytest.raises(UntrustedCertificate):
            connection.get("")
        monkeypatch.setenv(variable, str(tmp_path / "nowhere.pem"))
        with closing(connect(server, "https")) as connection, pytest.raises(UntrustedCertificate):
            connection.get("")
        monkeypatch.setenv(variable, str(bundle))
        with closing(connect(server, "https")) as connection:
            assert connection.get("") == {}


def test_the_variable_of_the_client_library_counts_before_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tls=True) as server, closing(connect(server, "https")) as connection:
        server.authority.cert_pem.write_to_path(str(tmp_path / "own.pem"))
        for name in BUNDLES[1:]:
            monkeypatch.setenv(name, str(tmp_path / "nowhere.pem"))
        monkeypatch.setenv(BUNDLES[0], str(tmp_path / "own.pem"))

        assert connection.get("") == {}


def test_a_netrc_does_not_replace_the_token(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine ghes.example login me password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.port}")

    with closing(connect(server, host="ghes.example")) as connection:
        connection.get("")

    assert server.tokens == {"Bearer ghs_x"}


def test_a_run_that_connects_loads_no_client_library() -> None:
    program = """
import json, sys
import incident_actions.runs.answer_event
print(json.dumps(sorted({"github", "requests", "urllib3"} & sys.modules.keys())))
"""

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == []
