"""Files of a checkout, read only where they are regular files inside it, without following any symbolic link.

Whoever gets a commit merged decides what lies in a checkout. A link to `/proc/self/environ`, or a link in the place of
a parent folder, would be read as that person's text, and a FIFO or a device would be waited for.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISLNK, S_ISREG

MAX_BYTES_PER_CHARACTER = 4
"""At most, in UTF-8."""

_WITHOUT_WAITING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)


class NotReadable(Exception):
    """What lies at a path is not a file that is read; the text says why, and names the path."""


class FileTooLarge(NotReadable):
    """A file of more bytes than are read."""


def read_file(root: Path, path: str, most: int) -> bytes | None:
    """Return the content of a file below `root`, or None where nothing lies at its path.

    `path` has slashes, as git writes it. Raises NotReadable for everything but a regular file of at most `most` bytes.
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

    Raises OSError, and NotReadable for everything but a regular file of at most `most` bytes.
    """
    return _content(os.open(path, _WITHOUT_WAITING), str(path), most)


def require_regular_file(handle: int, path: str) -> None:
    """Raise NotReadable where an open descriptor is not a regular file's."""
    _refuse_other_than_file(os.fstat(handle).st_mode, (path,))


def _open_below(root: Path, parts: tuple[str, ...]) -> int:
    """Open folder by folder, so that nobody can put a link in the place of one that was looked at."""
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
    """Do the same where the system opens nothing relative to a folder."""
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
