"""github.com on this machine: a proxy that ends TLS for GitHub's names, hands on to a sandbox, and knows no other host."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import trustme

NAMES = ("github.com", "api.github.com")
_GRANTED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"


@dataclass(slots=True)
class GitHubCom:
    """Where the proxy listens, the authority that vouches for it, and every host that was asked for in vain.

    The sandbox answers REST at any of GitHub's names alike, so nothing of a request has to be rewritten.
    """

    certificate: Path
    port: int = 0
    refused: list[str] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """What sends git, curl and the tool here instead of to the network."""
        return {
            **dict.fromkeys(("https_proxy", "HTTPS_PROXY", "http_proxy"), f"http://127.0.0.1:{self.port}"),
            **dict.fromkeys(("no_proxy", "NO_PROXY"), "127.0.0.1,localhost"),
            **dict.fromkeys(("GIT_SSL_CAINFO", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"), str(self.certificate)),
        }


@contextmanager
def standing_for(sandbox_url: str, place: Path) -> Iterator[GitHubCom]:
    """Let a sandbox be github.com while the block lasts."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*NAMES).configure_cert(context)
    authority.cert_pem.write_to_path(place)
    here = GitHubCom(place)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="github.com", daemon=True)
    thread.start()
    listening = asyncio.run_coroutine_threadsafe(_listen(here, context, urlsplit(sandbox_url).port or 80), loop)
    server = listening.result()
    try:
        yield here
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _listen(here: GitHubCom, context: ssl.SSLContext, sandbox: int) -> asyncio.Server:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _serve(here, context, sandbox, reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # whoever asked has gone
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    here.port = server.sockets[0].getsockname()[1]
    return server


async def _serve(
    here: GitHubCom,
    context: ssl.SSLContext,
    sandbox: int,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    verb, target, *_ = head.decode(errors="replace").split()
    if verb != "CONNECT" or target not in {f"{name}:443" for name in NAMES}:
        here.refused.append(f"{verb} {target}")
        writer.write(_REFUSED)
        await writer.drain()
        return
    writer.write(_GRANTED)
    await writer.drain()
    await writer.start_tls(context)
    there_reader, there_writer = await asyncio.open_connection("127.0.0.1", sandbox)
    try:
        await asyncio.wait(
            [asyncio.ensure_future(_pipe(reader, there_writer)), asyncio.ensure_future(_pipe(there_reader, writer))],
            return_when=asyncio.FIRST_COMPLETED,
        )
    finally:
        there_writer.close()


async def _pipe(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(65_536):
        target.write(data)
        await target.drain()


async def _close(server: asyncio.Server) -> None:
    server.close()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
