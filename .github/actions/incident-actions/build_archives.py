"""Build the archives of a release for this Python: `python3 -I build_archives.py FOLDER REPOSITORY`.

Each set of packages gets an archive for each processor, with the locked wheels, compiled. The core's archive also has
what runs load of the tool itself, compiled, and the templates. `archives.json` in the folder lists all archives in it,
and the address where they will be: the repository's release of this version. Nothing in an archive depends on when and
where it was built. So anybody can build it again, with the same version of Python, and compare the digests.

Needs uv on the PATH, and the package index.
"""

import hashlib
import json
import os
import platform
import py_compile
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

from archives import COMPILED, UNPACKED, archive_name  # noqa: E402  `-I` leaves this folder out of the path
from compiled_tool import cached, compile_module, compile_tool  # noqa: E402  as above
from package_sets import CORE, SETS, TOOL, lock  # noqa: E402  as above

PROCESSORS = ("x86_64", "aarch64")
UNPACKED_PACKAGES = ("apprise", "certifi", "holidays", "stdnum")
"""Packages that read their own files by path. Those with native modules must be unpacked, too."""

OMITTED = re.compile(r"bin/|\.lock$|[^/]+\.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json|uv_cache\.json)$")
"""What an installer writes about this installation."""

MOMENT = (1980, 1, 1, 0, 0, 0)
"""The time of each file, the earliest that the format knows."""


def main() -> None:
    """Build every archive for this Python, and list them beside those of other versions."""
    place, repository = Path(sys.argv[1]), sys.argv[2]
    place.mkdir(parents=True, exist_ok=True)
    for processor in PROCESSORS:
        for name in SETS:
            build(name, processor, place)
    list_archives(place, f"{repository}/releases/download/v{_version()}")


def list_archives(place: Path, address: str) -> None:
    """Write the list of the archives in a folder, which will be at an address."""
    files = sorted(place.glob("*.zip"))
    listed = {file.name: {"bytes": file.stat().st_size, "sha256": _digest(file)} for file in files}
    text = json.dumps({"address": address, "archives": listed}, indent=2)
    (place / "archives.json").write_text(text + "\n", encoding="utf-8")


def build(name: str, processor: str, place: Path) -> None:
    """Build the archive of a set for a processor."""
    tag = f"cpython-{sys.version_info[0]}{sys.version_info[1]}-{processor}-linux-gnu"
    with tempfile.TemporaryDirectory() as aside:
        packages, runnable = Path(aside) / "packages", Path(aside) / "runnable"
        install(name, processor, packages)
        members = dict(package_members(packages))
        if name == CORE:
            install(CORE, platform.machine(), runnable)
            members |= own_members(runnable, Path(aside))
        write(place / archive_name(name, tag), members)


def install(name: str, processor: str, target: Path) -> None:
    """Install the locked wheels of a set for a processor, each checked by its hash."""
    subprocess.run(
        [
            shutil.which("uv") or "uv", "pip", "install", "--quiet", "--no-config", "--python", sys.executable,
            "--python-platform", f"{processor}-manylinux2014",
            "--no-deps", "--require-hashes", "--only-binary", ":all:",
            "--target", target, "--requirement", lock(name),
        ],
        check=True,
    )  # fmt: skip


def package_members(packages: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what an archive has of the installed packages: their files, and each module compiled."""
    unpacked = {path.relative_to(packages).parts[0] for path in packages.rglob("*.so")} | {*UNPACKED_PACKAGES}
    for path in sorted(packages.rglob("*")):
        within = path.relative_to(packages).as_posix()
        if OMITTED.match(within) or not path.is_file():
            continue
        on_disk = within.partition("/")[0] in unpacked
        yield (UNPACKED if on_disk else "") + within, path.read_bytes()
        if path.suffix == ".py":
            compiled = f"{UNPACKED}{cached(Path(within)).as_posix()}" if on_disk else f"{within}c"
            yield compiled, _compile(path, within)


def own_members(packages: Path, aside: Path) -> dict[str, bytes]:
    """Return the compiled modules and templates of the tool, which runs here with packages for this processor."""
    compile_tool(packages, aside / "own", os.environ)
    files = (file for file in (aside / "own").rglob("*") if file.is_file())
    return {file.relative_to(aside / "own").as_posix(): file.read_bytes() for file in files}


def _compile(source: Path, name: str) -> bytes:
    """Compile a module of a package, which nobody changes."""
    with tempfile.NamedTemporaryFile(suffix=".pyc") as file:
        compile_module(source, name, Path(file.name), py_compile.PycInvalidationMode.UNCHECKED_HASH)
        return Path(file.name).read_bytes()


def write(file: Path, members: dict[str, bytes]) -> None:
    """Write an archive. A folder has an entry of its own, by which Python finds packages without an `__init__.py`."""
    imported = [name for name in members if not name.startswith((UNPACKED, COMPILED))]
    folders = {f"{folder}/": b"" for name in imported for folder in Path(name).parents if folder.name}
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in sorted((members | folders).items()):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)


def _version() -> str:
    """Return the version of the tool."""
    file = TOOL / "incident_actions/__init__.py"
    return str(re.findall(r'^__version__ = "(.+)"$', file.read_text(encoding="utf-8"), re.MULTILINE)[0])


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    if shutil.which("uv") is None:
        sys.exit("building archives needs uv on the PATH")
    main()
