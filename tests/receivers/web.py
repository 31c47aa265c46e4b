"""A web server that takes what is posted, as itself or, behind a CONNECT, as any host of the web."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import trustme

HANG = 0
"""The status of an answer that never comes."""


@dataclass(frozen=True, slots=True)
class Got:
    """One thing that was posted: to which host and path, its JSON, and how it came."""

    host: str
    path: str
    body: Any
    headers: Message = field(default_factory=Message, compare=False, repr=False)
    raw: bytes = field(default=b"", compare=False, repr=False)


@dataclass
class Web:
    """What was posted so far, and how each path answers at first and `afterwards`; without anything said, with 200."""

    got: list[Got] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    afterwards: dict[str, int] = field(default_factory=dict)
    watchers: list[Callable[[], object]] = field(default_factory=list)
    port: int = 0
    closing: threading.Event = field(default_factory=threading.Event)

    @cached_property
    def authority(self) -> trustme.CA:
        """Who vouches for every host that this server pretends to be."""
        return trustme.CA()

    def proxied(self, directory: Path) -> dict[str, str]:
        """The environment of whoever reaches the whole web through this server."""
        certificate = directory / "authority.pem"
        self.authority.cert_pem.write_to_path(str(certificate))
        return {"HTTPS_PROXY": f"http://127.0.0.1:{self.port}", "REQUESTS_CA_BUNDLE": os.fspath(certificate)}

    def to(self, path: str) -> list[Any]:
        """What was posted to a path."""
        return [each.body for each in self.got if each.path == path]


@contextmanager
def web() -> Iterator[Web]:
    """Serve until the block ends."""
    kept = Web()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        host = ""

        def do_CONNECT(self) -> None:
            self.host = self.path.partition(":")[0]
            self.send_response(200)
            self.end_headers()
            context = SSLContext(PROTOCOL_TLS_SERVER)
            kept.authority.issue_cert(self.host).configure_cert(context)
            self.connection = context.wrap_socket(self.connection, server_side=True)
            self.close_connection = False
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)

        def finish(self) -> None:
            super().finish()
            self.connection.close()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = kept.answers.get(self.path, 200)
            if self.path in kept.afterwards:
                kept.answers[self.path] = kept.afterwards[self.path]
            kept.got.append(Got(self.host, self.path, json.loads(body), self.headers, body))
            for watcher in kept.watchers:
                watcher()
            if status == HANG:
                kept.closing.wait(30)
                self.close_connection = True
                return
            said = b"ok"
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the library's own name
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    kept.port = int(server.server_address[1])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield kept
    finally:
        kept.closing.set()
        server.shutdown()
        server.server_close()
