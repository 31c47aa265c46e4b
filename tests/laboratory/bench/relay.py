"""A relay that puts distance before a server: each byte arrives later, and no connection waits for another."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from incident_actions.sandbox import Job

CHUNK = 2**16


class Relay:
    """Passes bytes on to a server while the `with` block lasts, those of clients after so many seconds.

    Each request takes that much longer, on connections that stay open as long as both sides want. To open a connection
    takes no longer.
    """

    def __init__(self, server: str, seconds: float) -> None:
        self._server = server
        self._seconds = seconds
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="relay", daemon=True)
        self._connections: dict[asyncio.Task[None], tuple[asyncio.StreamWriter, ...]] = {}
        self.url = ""

    def __enter__(self) -> Self:
        self._thread.start()
        self._listening = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.url = f"http://127.0.0.1:{self._listening.sockets[0].getsockname()[1]}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def redirect(self, job: Job) -> Job:
        """Return a job that meets the relay at each address of the server."""
        event = job.directory / "event.json"
        event.write_text(self._redirected(event.read_text(encoding="utf-8")), encoding="utf-8")
        environment = {name: self._redirected(value) for name, value in job.environment.items()}
        return replace(job, environment=environment)

    def _redirected(self, text: str) -> str:
        return text.replace(self._server, self.url)

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._connect, "127.0.0.1", 0)

    async def _close(self) -> None:
        self._listening.close()
        for ends in self._connections.values():
            for end in ends:
                end.close()
        await asyncio.gather(*self._connections)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server = urlsplit(self._server)
        behind, before = await asyncio.open_connection(server.hostname, server.port)
        connection = asyncio.current_task()
        assert connection is not None
        self._connections[connection] = (writer, before)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(_carry(reader, before, self._seconds))
                both.create_task(_carry(behind, writer, 0))
        except* OSError:
            pass  # one side hung up
        finally:
            writer.close()
            before.close()
            del self._connections[connection]


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Write what is read in the same order, each part so much later than it was read."""
    under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
    now = asyncio.get_running_loop().time

    async def read() -> None:
        part = b"-"
        while part:
            part = await reader.read(CHUNK)
            under_way.put_nowait((now() + seconds, part))

    async with asyncio.TaskGroup() as both:
        both.create_task(read())
        while True:
            due, part = await under_way.get()
            await asyncio.sleep(due - now())
            if not part:
                break
            writer.write(part)
            await writer.drain()
    writer.close()
