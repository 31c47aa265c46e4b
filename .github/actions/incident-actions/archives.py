"""Bring a set of packages as an archive of the release, if the digest is the one that this commit names.

`archives.json` lists the archives of the release: where they are, their sizes and their SHA-256 digests. So whoever
pins this action to a commit gets exactly these bytes, from whichever server they come. An archive is named for what it
is made of: a locked set of packages, the version of Python, the processor and the C library. Where none is listed, or
it does not come in time, the caller installs the packages from the index.

An archive is a zip file. Python imports compiled modules right from it, and only what must be a file is unpacked.
"""

import functools
import hashlib
import json
import os
import shutil
import time
import zipfile
from collections.abc import Iterable
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path, PurePosixPath
from typing import Any

from compiled_tool import MODULES
from package_sets import TOOL, lock

LIST = Path(__file__).with_name("archives.json")

MIRROR = "INCIDENT_ARCHIVES"
"""The variable with another address of the archives, or `none`."""

PATIENCE = 10
"""Seconds for one archive."""

SILENCE = 4
"""Seconds without a byte, after which a server is given up."""

ZIP = "packages.zip"
UNPACKED = "unpacked/"
"""What the names of files that must be unpacked begin with: native modules, and what is read by its path."""

COMPILED = f"{MODULES}/"
"""What the names of the tool's own compiled modules begin with."""


class NotUsable(Exception):
    """An archive cannot be used; the text says why."""


def archive_name(name: str, platform: str = "") -> str:
    """Return the file name of a set's archive, for this Python unless a platform is given."""
    digest = hashlib.sha256(lock(name).read_bytes()).hexdigest()
    return f"{name}-{digest[:12]}-{platform or EXTENSION_SUFFIXES[0].strip('.').removesuffix('.so')}.zip"


def listed(name: str) -> bytes:
    """Return what this commit says of a set's archive; nothing if it names none."""
    entry = _list()["archives"].get(archive_name(name))
    return json.dumps(entry).encode() if entry else b""


def unpack(name: str, target: Path) -> bool:
    """Bring a set's archive to a folder, and return whether that succeeded; raises OSError if it cannot be written."""
    address = os.environ.get(MIRROR) or _list()["address"]
    file = archive_name(name)
    entry = _list()["archives"].get(file)
    if not entry or address == "none":
        return False
    try:
        archive = _download(f"{address.rstrip('/')}/{file}", entry["bytes"])
    except Exception as error:  # noqa: BLE001  whatever a server, a proxy or an address does, there is another way
        print(f"Installing from the package index, because {file} did not come: {type(error).__name__}: {error}")
        return False
    try:
        _require_digest(archive, entry["sha256"])
        write_files(archive, target)
    except (NotUsable, zipfile.BadZipFile, EOFError) as error:
        shutil.rmtree(target, ignore_errors=True)
        print(f"::warning title=incident-actions::{file} is not used, and the package index is instead: {error}")
        return False
    return True


def import_path(folder: Path) -> list[str]:
    """Return what to import the packages in a folder from."""
    archive = folder / ZIP
    return [str(folder), str(archive)] if archive.is_file() else [str(folder)]


def lend_compiled_modules(folders: Iterable[Path]) -> None:
    """Link the tool's compiled modules to where Python looks for them, if it has not compiled any there.

    They are one link for each package. Where links cannot be made, Python compiles as it imports.
    """
    for folder in folders:
        for cache in sorted((folder / COMPILED).rglob("__pycache__")):
            try:
                (TOOL / cache.relative_to(folder / COMPILED)).symlink_to(cache)
            except OSError:
                continue


@functools.cache
def _list() -> dict[str, Any]:
    return {"address": "", "archives": {}, **json.loads(LIST.read_text(encoding="utf-8"))}


def _download(address: str, size: int) -> bytes:
    """Return what is at an address, as far as an archive can be that long."""
    import ssl
    import urllib.request

    trust = ssl.create_default_context(cafile=os.environ.get("REQUESTS_CA_BUNDLE") or None)
    end = time.monotonic() + PATIENCE
    got = bytearray()
    with urllib.request.urlopen(address, timeout=SILENCE, context=trust) as answer:  # noqa: S310  the digest decides
        while len(got) <= size and (piece := answer.read1(1 << 18)):
            got += piece
            if time.monotonic() > end:
                raise TimeoutError(f"{len(got):,} of {size:,} bytes in {PATIENCE} seconds")
    if len(got) < size:
        raise EOFError(f"{len(got):,} of {size:,} bytes")
    return bytes(got)


def _require_digest(archive: bytes, expected: str) -> None:
    found = hashlib.sha256(archive).hexdigest()
    if found != expected:
        raise NotUsable(f"its SHA-256 is {found}, and this commit names {expected}")


def write_files(archive: bytes, target: Path) -> None:
    """Write an archive to a folder, and beside it the files that must be unpacked; raises NotUsable and BadZipFile."""
    target.mkdir(parents=True)
    (target / ZIP).write_bytes(archive)
    with zipfile.ZipFile(target / ZIP) as opened:
        for each in opened.infolist():
            place = _safe(each.filename)
            if each.filename.startswith((UNPACKED, COMPILED)) and not each.is_dir():
                (target / place).parent.mkdir(parents=True, exist_ok=True)
                (target / place).write_bytes(opened.read(each))


def _safe(name: str) -> PurePosixPath:
    """Return the place of a file in the archive; raises NotUsable if that is outside of the folder."""
    place = PurePosixPath(name.removeprefix(UNPACKED))
    if place.is_absolute() or ".." in place.parts:
        raise NotUsable(f"it has a file outside of its folder: {name!r}")
    return place
