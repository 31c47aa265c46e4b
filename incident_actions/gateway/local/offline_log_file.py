"""A log on disk: begun once, and added to in whole lines, from as many terminals as people have open."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.local.safe_files import NotReadable, read_named_file, require_regular_file

MAX_BYTES = 4_194_304
"""Bytes of a log that are read: tens of thousands of commands."""


def create_log(path: Path, text: str) -> None:
    """Write a log that does not exist yet; raises Unusable."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as stands:
        msg = f"{path} exists already. Go on with it (incident-actions log {path} …), or name another file."
        raise UserError(msg) from stands
    except OSError as wrong:
        raise UserError(f"{path} cannot be written: {wrong.strerror}") from wrong


def read_text(path: Path) -> str:
    """What a log says; raises Unusable."""
    try:
        return _decode(read_named_file(path, MAX_BYTES))
    except NotReadable as wrong:
        raise UserError(str(wrong)) from wrong
    except OSError as wrong:
        raise UserError(f"{path} cannot be read: {wrong.strerror}") from wrong


@contextmanager
def open_for_appending(path: Path) -> Iterator[tuple[str, Callable[[str], None]]]:
    """Hold a log while it is read and lines are added to it; what another terminal added before is in the text.

    A line goes out in one write and is on disk before it counts. One that somebody left half written stays a line of
    its own.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_APPEND)
    except OSError as wrong:
        raise UserError(f"{path} cannot be written: {wrong.strerror}") from wrong
    try:
        require_regular_file(handle, str(path))
    except NotReadable as wrong:
        os.close(handle)
        raise UserError(str(wrong)) from wrong
    with os.fdopen(handle, "r+b", buffering=0) as file:
        _lock(file.fileno())
        there = file.readall()
        ended = not there or there.endswith(b"\n")

        def add(line: str) -> None:
            nonlocal ended
            file.write(f"{'' if ended else chr(10)}{line}\n".encode())
            os.fsync(file.fileno())
            ended = True

        yield _decode(there), add


def _decode(given: bytes) -> str:
    return given.decode("utf-8", "replace")


def _lock(handle: int) -> None:
    """Wait until nobody else adds. Where the system has no such lock, that a line goes out whole must do."""
    if sys.platform != "win32":
        from fcntl import LOCK_EX, flock  # noqa: PLC0415  Windows has none

        flock(handle, LOCK_EX)
