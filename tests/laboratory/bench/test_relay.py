"""The relay of the bench: far away, and as many connections at the same time as there are."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, Thread
from urllib.parse import urlsplit

from tests.laboratory.bench.relay import Relay


@contextmanager
def server(meeting: Barrier) -> Iterator[tuple[str, list[float]]]:
    """A server that answers only when as many requests have come as the meeting needs, and notes when each came."""
    arrivals: list[float] = []

    class Meeting(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            arrivals.append(time.perf_counter())
            body = self.rfile.read(int(self.headers["Content-Length"]))
            meeting.wait(timeout=10)
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Meeting)
    listening.daemon_threads = True
    thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_port}", arrivals
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


def test_two_requests_that_wait_for_each_other_both_get_their_answer() -> None:
    with server(Barrier(2)) as (url, _), Relay(url, 0.01) as relay, ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda body: post_all(relay.url, [body]), [b"one", b"two"]))

    assert answers == [[b"one"], [b"two"]]


def test_each_request_on_one_connection_arrives_later_by_the_distance() -> None:
    bodies, sent = [b"first", b"x" * 300_000], list[float]()

    with server(Barrier(1)) as (url, arrivals), Relay(url, 0.05) as relay:
        answers = post_all(relay.url, bodies, sent)

    assert answers == bodies
    assert all(arrival - start >= 0.05 for start, arrival in zip(sent, arrivals, strict=True))


def post_all(url: str, bodies: Sequence[bytes], sent: list[float] | None = None) -> list[bytes]:
    """Post texts one by one on one connection, and return the answers; `sent` gets the time of each."""
    answers: list[bytes] = []
    with closing(HTTPConnection(urlsplit(url).netloc, timeout=10)) as connection:
        for body in bodies:
            if sent is not None:
                sent.append(time.perf_counter())
            connection.request("POST", "/", body)
            answers.append(connection.getresponse().read())
    return answers
