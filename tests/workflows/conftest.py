"""The tool as its action starts it, on a runner whose index of packages is a folder."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.workflows.files import ROOT

ACTION = Path(".github/actions/incident-actions")
TOOLS = Path(sys.executable).parent
KEEP = {"INCIDENT_KEEP_ENVIRONMENT": "true"}
EXTRAS = ("encryption", "holidays", "notifications", "personal-data", "recurrence", "report")
SAYING = """
import sys
from importlib.util import find_spec

import needed

print(needed.SAID, sys.argv[1:], *(name for name in ("encryption", "holidays", "notifications") if find_spec(f"for_{name}")))
"""


@pytest.fixture
def tool(tmp_path: Path) -> Path:
    """A tool that needs one small package, and a further one for each extra; it says what it was started with."""
    return make_tool(tmp_path)


def make_tool(aside: Path) -> Path:
    """Write such a tool into a folder, and the index with its packages beside it."""
    place = aside / "tool"
    shutil.copytree(ROOT / ACTION, place / ACTION, ignore=shutil.ignore_patterns("__pycache__"))
    package = place / "incident_actions"
    (package / "gateway/local").mkdir(parents=True)
    for each in (package, package / "gateway", package / "gateway/local"):
        (each / "__init__.py").touch()
    (package / "__init__.py").write_text('__version__ = "1.0"\n')
    own = "gateway/local/run_secrets.py"
    shutil.copyfile(ROOT / "incident_actions" / own, package / own)
    (package / "__main__.py").write_text(SAYING)
    (aside / "index").mkdir()
    lock(place / "requirements.txt", wheel(aside / "index", "needed"))
    for extra in EXTRAS:
        lock(place / f"requirements-{extra}.txt", wheel(aside / "index", f"for_{extra.replace('-', '_')}"))
    return place


def wheel(index: Path, name: str) -> Path:
    """Put a package of one module into an index."""
    files = {
        f"{name}.py": "SAID = 'set up'\n",
        f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{name}-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    file = index / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
        record = "".join(f"{path},sha256={_record_hash(text)},{len(text)}\n" for path, text in files.items())
        archive.writestr(f"{name}-1.0.dist-info/RECORD", f"{record}{name}-1.0.dist-info/RECORD,,\n")
    return file


def lock(file: Path, given: Path) -> None:
    """Write a requirements file for one wheel."""
    name = given.name.partition("-")[0]
    file.write_text(f"{name}==1.0 --hash=sha256:{sha256(given)}\n")


def _record_hash(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def sha256(file: Path) -> str:
    """Return a file's digest."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def index(tool: Path) -> dict[str, str]:
    """Return the variables by which installers find no index but the tool's."""
    return {"UV_FIND_LINKS": str(tool.parent / "index"), "UV_OFFLINE": "1", "UV_NO_CACHE": "1", "PIP_NO_INDEX": "1"}


def start(
    tool: Path, *arguments: str, path: str = f"{TOOLS}{os.pathsep}/usr/bin:/bin", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Start the tool as the action does, with an index of packages that is a folder."""
    runner = tool.parent / "runner"
    for name in ("cache", "temp", "workspace"):
        (runner / name).mkdir(parents=True, exist_ok=True)
    places = {
        "RUNNER_TOOL_CACHE": str(runner / "cache"),
        "RUNNER_TEMP": str(runner / "temp"),
        "GITHUB_WORKSPACE": str(runner / "workspace"),
    }
    return subprocess.run(
        [sys.executable, "-I", tool / ACTION / "start.py", *arguments],
        cwd=runner / "workspace",
        env={"PATH": path, **index(tool), **places, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def kept(tool: Path) -> list[str]:
    """Return what lies in the runner's tool cache."""
    return [path.name for path in sorted((tool.parent / "runner/cache").rglob("needed*"))]
