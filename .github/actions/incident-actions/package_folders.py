"""Provide the folders with a job's packages: made for this job alone, or kept where the machine's owner wants that.

What an earlier job left is not used, since any job of the machine may have written it: not the runner's tool cache, and
no Actions cache, which any job of the default branch can write. A machine that runs no other jobs may keep the packages
from one job to the next: by INCIDENT_KEEP_ENVIRONMENT=true in the `.env` file of its runner.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import archives
import installer
from compiled_tool import compile_tool
from package_sets import CORE, lock

KEEP = "INCIDENT_KEEP_ENVIRONMENT"

SetUpFailed = installer.InstallerFailed


def set_up(names: Iterable[str]) -> list[str]:
    """Return what to import the packages of these sets from; raises SetUpFailed and OSError."""
    folders = _kept(names, Path(os.environ["RUNNER_TOOL_CACHE"])) if keeps() else _made_for_this_job(names)
    archives.lend_compiled_modules(folders)
    return [entry for folder in folders for entry in archives.import_path(folder)]


def keeps() -> bool:
    """Return whether packages are kept from job to job, and can be."""
    cache = os.environ.get("RUNNER_TOOL_CACHE", "")
    return os.environ.get(KEEP) == "true" and bool(cache) and os.access(cache, os.W_OK)


def _made_for_this_job(names: Iterable[str]) -> list[Path]:
    aside = Path(tempfile.mkdtemp(dir=os.environ.get("RUNNER_TEMP")))
    return [_fill(name, aside) for name in names]


def _kept(names: Iterable[str], cache: Path) -> list[Path]:
    """Return the sets' folders in a cache, each filled first and then moved into place whole: two jobs never mix."""
    place = cache / "incident-actions"
    ready = {name: place / key(name) for name in names}
    missing = {name: folder for name, folder in ready.items() if not folder.is_dir()}
    if missing:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place) as aside:
            for name, folder in missing.items():
                made = _fill(name, Path(aside))
                try:
                    made.rename(folder)
                except OSError:
                    if not folder.is_dir():  # else another job was faster, and theirs is as good
                        raise
    return list(ready.values())


def key(name: str) -> str:
    """Return what names a set's folder: its locked list, the compiled modules it may hold, and the Python it is for."""
    python = f"{sys.version} {sys.executable} {os.uname().machine}"
    return hashlib.sha256(lock(name).read_bytes() + archives.listed(name) + python.encode()).hexdigest()[:16]


def _fill(name: str, aside: Path) -> Path:
    folder = aside / name
    if not archives.unpack(name, folder):
        installer.install(lock(name), folder, aside, cached=keeps())
        if name == CORE and keeps():
            with suppress(subprocess.CalledProcessError):  # later runs would be faster, no more
                compile_tool(folder, folder, installer.variables())
    return folder
