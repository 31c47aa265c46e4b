"""Read files of a checkout only if they are regular files inside it, without following symbolic links.

Whoever gets a commit merged decides what a checkout contains. A link to `/proc/self/environ`, or a link in place of a
parent folder, would be read as that person's text, and reading a FIFO or a device would wait for it.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISLNK, S_ISREG

MAX_BYTES_PER_CHARACTER = 4
"""The longest encoding of a character in UTF-8."""

_WITHOUT_WAITING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)


class NotReadable(Exception):
    """What is at a path is not read; the text has the path and the reason."""


class FileTooLarge(NotReadable):
    """A file has more bytes than are read."""


def read_file(root: Path, path: str, most: int) -> bytes | None:
    """Return the content of a file below `root`; None if its path does not exist.

    `path` has slashes, as git writes it. Raises NotReadable unless it is a regular file of at most `most` bytes.
    """
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or PurePosixPath(path).is_absolute():
        raise NotReadable(f"{path!r} is not a path inside the checkout")
    try:
        handle = _open_below(root, parts) if os.open in os.supports_dir_fd else _open_by_path(root, parts)
    except FileNotFoundError:
        return None
    except OSError as wrong:
        raise NotReadable(f"{path} cannot be read: {wrong.strerror}") from wrong
    return _content(handle, path, most)


def read_named_file(path: Path, most: int) -> bytes:
    """Return the content of a file that a person named on their own machine, where links are followed.

    Raises OSError, and NotReadable unless it is a regular file of at most `most` bytes.
    """
    return _content(os.open(path, _WITHOUT_WAITING), str(path), most)


def require_regular_file(handle: int, path: str) -> None:
    """Raise NotReadable if an open descriptor does not belong to a regular file."""
    _refuse_other_than_file(os.fstat(handle).st_mode, (path,))


def _open_below(root: Path, parts: tuple[str, ...]) -> int:
    """Open folder by folder, so that nobody can replace one by a link after it was checked."""
    folder = os.open(root, _FOLDER)
    try:
        for depth, part in enumerate(parts[:-1], 1):
            _refuse_other_than_folder(os.stat(part, dir_fd=folder, follow_symlinks=False).st_mode, parts[:depth])
            below = os.open(part, _FOLDER | _NO_LINK, dir_fd=folder)
            os.close(folder)
            folder = below
        _refuse_other_than_file(os.stat(parts[-1], dir_fd=folder, follow_symlinks=False).st_mode, parts)
        return os.open(parts[-1], _WITHOUT_WAITING | _NO_LINK, dir_fd=folder)
    finally:
        os.close(folder)


def _open_by_path(root: Path, parts: tuple[str, ...]) -> int:
    """Open a file on a system that cannot open paths relative to a folder."""
    for depth in range(1, len(parts)):
        _refuse_other_than_folder(root.joinpath(*parts[:depth]).lstat().st_mode, parts[:depth])
    _refuse_other_than_file(root.joinpath(*parts).lstat().st_mode, parts)
    return os.open(root.joinpath(*parts), _WITHOUT_WAITING | _NO_LINK)


def _refuse_other_than_folder(mode: int, parts: tuple[str, ...]) -> None:
    if not S_ISDIR(mode):
        raise NotReadable(f"{'/'.join(parts)} is {_kind(mode)}, not a folder")


def _refuse_other_than_file(mode: int, parts: tuple[str, ...]) -> None:
    if not S_ISREG(mode):
        raise NotReadable(f"{'/'.join(parts)} is {_kind(mode)}, not a regular file")


def _kind(mode: int) -> str:
    if S_ISLNK(mode):
        return "a symbolic link"
    if S_ISDIR(mode):
        return "a folder"
    return "a regular file" if S_ISREG(mode) else "a device, pipe or socket"


def _content(handle: int, path: str, most: int) -> bytes:
    try:
        require_regular_file(handle, path)
        with open(handle, "rb", closefd=False) as file:
            content = file.read(most + 1)
    finally:
        os.close(handle)
    if len(content) > most:
        raise FileTooLarge(f"{path} is longer than {most:,} bytes")
    return content
