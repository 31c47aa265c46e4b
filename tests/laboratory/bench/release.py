"""The archive of the packages that every run needs, as a release has it, on a server of this machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from incident_actions.gateway.repository import tool_files

BUILD = """
import platform, sys
from pathlib import Path
sys.path[:0] = sys.argv[1:2]
import build_archives
place = Path(sys.argv[2])
place.mkdir()
build_archives.build("core", platform.machine(), place)
build_archives.list_archives(place, sys.argv[3])
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *given: object) -> None:
        """Print nothing."""


@dataclass(frozen=True, slots=True)
class Release:
    """What a release has: the archive's address, and its size in bytes."""

    address: str
    size: int

    def download(self) -> float:
        """Return the seconds that one download takes."""
        began = time.perf_counter()
        with urllib.request.urlopen(self.address) as answer:  # noqa: S310  our own server
            answer.read()
        return time.perf_counter() - began


@contextmanager
def released(tool: Path, place: Path, python: Path) -> Iterator[Release]:
    """Build and serve the archive of a tool's checkout, whose list then names it; raises CalledProcessError."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(place))) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        action = tool / tool_files.ACTION
        uv = Path(shutil.which("uv") or Path(sys.executable).with_name("uv")).parent
        subprocess.run(
            [python, "-I", "-c", BUILD, action, place, address],
            env={**os.environ, "PATH": f"{uv}{os.pathsep}{os.environ['PATH']}"},
            check=True,
        )
        shutil.copyfile(place / "archives.json", action / "archives.json")
        [(name, entry)] = json.loads((place / "archives.json").read_text(encoding="utf-8"))["archives"].items()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Release(f"{address}/{name}", entry["bytes"])
        server.shutdown()
