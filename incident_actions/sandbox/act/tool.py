"""The tool's own repository as act is given it, and the environment that its action finds ready."""

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from incident_actions.gateway.repository import tool_files
from incident_actions.gateway.repository.templates import PACKAGE
from incident_actions.sandbox.act import copies

_KEY = "import sys; sys.path.insert(0, sys.argv[1]); import start; print(start.key())"


def laid_out(place: Path, *, linked: bool = True) -> Path:
    """The running tool as a repository of its own: its action, its workflows as act takes them, its package.

    `linked` to what runs here, compiled as that is; else copied, as a runner gets it for each job. What lies at the
    place from an earlier time makes way.
    """
    shutil.rmtree(place, ignore_errors=True)
    fresh = shutil.ignore_patterns("__pycache__")
    shutil.copytree(tool_files.GITHUB / "actions", place / ".github/actions", ignore=fresh)
    workflows = place / ".github/workflows"
    workflows.mkdir()
    for path in (tool_files.GITHUB / "workflows").glob("*.yml"):
        (workflows / path.name).write_text(copies.playable(path.read_text(encoding="utf-8")), encoding="utf-8")
    for name in ("requirements.txt", "requirements-uv.txt"):
        shutil.copyfile(_beside(name), place / name)
    for name in ("incident_actions", "templates"):
        if linked and (PACKAGE.parent / name).is_dir():
            (place / name).symlink_to(PACKAGE.parent / name)
        elif (PACKAGE.parent / name).is_dir():
            shutil.copytree(PACKAGE.parent / name, place / name, ignore=fresh)
    return place


def make_ready(tool: Path, cache: Path, path: str) -> None:
    """Let the tool's action find this process's own packages, as on a runner that has set it up before.

    So a job needs no network. `path` is the `PATH` by which jobs find their Python.
    """
    ready = cache / "incident-actions" / _key(tool, path)
    ready.parent.mkdir(parents=True, exist_ok=True)
    if ready.is_symlink():
        ready.unlink()  # of another Python, maybe, that is gone
    if not ready.exists():
        ready.symlink_to(sysconfig.get_path("purelib"))


def python_first(path: str) -> str:
    """A `PATH` on which this process's Python comes first."""
    return f"{Path(sys.executable).parent}:{path}"


def _key(tool: Path, path: str) -> str:
    """The name of the environment, as the action itself makes it."""
    command = ["python3", "-I", "-B", "-c", _KEY, str(tool / tool_files.ACTION)]
    found = shutil.which("python3", path=path) or sys.executable
    done = subprocess.run([found, *command[1:]], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _beside(name: str) -> Path:
    """A file of the project's root, which the wheel carries among what a repository adopts."""
    return next(place / name for place in (tool_files.GITHUB, tool_files.GITHUB.parent) if (place / name).is_file())
