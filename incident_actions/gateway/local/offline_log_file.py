"""An offline log on disk, which several terminals can append whole lines to."""

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
    """Write a log that does not exist yet; raises UserError."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        msg = f"{path} already exists. Continue it with `incident-actions log {path} …`, or choose another file."
        raise UserError(msg) from error
    except OSError as wrong:
        raise UserError(f"{path} cannot be written: {wrong.strerror}") from wrong


def read_text(path: Path) -> str:
    """Return the text of a log; raises UserError."""
    try:
        return _decode(read_named_file(path, MAX_BYTES))
    except NotReadable as wrong:
        raise UserError(str(wrong)) from wrong
    except OSError as wrong:
        raise UserError(f"{path} cannot be read: {wrong.strerror}") from wrong


@contextmanager
def open_for_appending(path: Path) -> Iterator[tuple[str, Callable[[str], None]]]:
    """Lock a log, and give its text and a function that appends a line. Raises UserError.

    A line is written at once and synced to disk before the function returns. A line that somebody left unfinished
    stays a line of its own.
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
    """Wait until no other process appends. A system without such a lock relies on lines being written at once."""
    if sys.platform != "win32":
        from fcntl import LOCK_EX, flock  # noqa: PLC0415  Windows does not have it

        flock(handle, LOCK_EX)
