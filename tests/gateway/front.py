"""A front before a sandbox that lets some requests fail, as networks and servers do."""

from __future__ import annotations

from collections.abc import Callable
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

PASS, RESET, LOST = "pass", "reset", "lost"
"""Hand on; hang up before the server hears of it; let the server do it and hang up instead of answering."""

Fate = str | tuple[int, bytes]
"""One of the three, or an answer of the front's own: status and body."""


class Front:
    """Stands before a server while the `with` block lasts; `fate` decides about each request by method and path.

    `headers` are what it adds to the answers of some paths, `sent` the headers of each request.
    """

    def __init__(self, behind: str, fate: Callable[[str, str], Fate]) -> None:
        self.asked: list[tuple[str, str]] = []
        self.sent: list[dict[str, str]] = []
        self.headers: dict[str, dict[str, str]] = {}
        self.fate = fate
        self._behind = urlsplit(behind)
        front = self

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                front.answer(self)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer  # noqa: N815  the standard library's names

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def api_url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._server.server_port}{self._behind.path}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Meet a request as fate has it."""
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        path = request.path.removeprefix(self._behind.path)
        self.asked.append((request.command, path))
        self.sent.append(dict(request.headers))
        match self.fate(request.command, path):
            case (int(status), bytes(said)):
                _send(request, status, said, self.headers.get(path, {}))
            case "reset":
                request.close_connection = True
            case "lost":
                self._behind_says(request, body)
                request.close_connection = True
            case _:
                status, said, told = self._behind_says(request, body)
                _send(request, status, said, told | self.headers.get(path, {}))

    def _behind_says(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        connection = HTTPConnection(self._behind.hostname or "", self._behind.port, timeout=10)
        kept = {name: value for name, value in request.headers.items() if name.lower() not in ("host", "connection")}
        connection.request(request.command, request.path, body, kept)
        answer = connection.getresponse()
        told = {name: value for name, value in answer.getheaders() if name in ("Content-Type", "Link")}
        said = answer.read()
        connection.close()
        return answer.status, said, told

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _send(request: BaseHTTPRequestHandler, status: int, said: bytes, headers: dict[str, str]) -> None:
    request.send_response(status)
    for name, value in {"Content-Type": "application/json", **headers}.items():
        request.send_header(name, value)
    request.send_header("Content-Length", str(len(said)))
    request.end_headers()
    request.wfile.write(said)
