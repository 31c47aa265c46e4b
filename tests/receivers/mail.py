"""A mail server that keeps what it is given."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail: to whom, its subject, its text, and all of its source."""

    to: tuple[str, ...]
    subject: str
    text: str
    html: str


@dataclass
class Mail:
    """The mails that came, and where to send more."""

    letters: list[Letter] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  the library finds it so
        """Take a mail."""
        message = message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default)
        parts = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
        texts = {kind: part.get_content() if part else "" for kind, part in parts.items()}
        self.letters.append(Letter(tuple(envelope.rcpt_tos), str(message["subject"]), texts["plain"], texts["html"]))
        return "250 taken"


@contextmanager
def mail() -> Iterator[Mail]:
    """Serve until the block ends."""
    kept, loop = Mail(), asyncio.new_event_loop()
    server = loop.run_until_complete(loop.create_server(lambda: SMTP(kept, loop=loop), "127.0.0.1", 0))
    kept.port = int(server.sockets[0].getsockname()[1])
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
