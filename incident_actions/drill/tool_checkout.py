"""The repository of this installation, laid out for a runner, and the packages that its action finds installed."""

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.gateway.repository import tool_files
from incident_actions.gateway.repository.templates import PACKAGE
from incident_actions.sandbox.act.workflow_copies import make_playable

_KEYS = """
import sys
sys.path[:0] = sys.argv[1:]
from package_folders import key
from package_sets import SETS
print(*map(key, SETS))
"""


def lay_out_tool(place: Path, *, linked: bool = True) -> Path:
    """Write the tool's repository to a directory and return it: its action, its workflows as act plays them, its code.

    The code is `linked` to the installed one, which is compiled already, or else copied, as a runner gets it for each
    job. Whatever the directory held before is removed.
    """
    shutil.rmtree(place, ignore_errors=True)
    fresh = shutil.ignore_patterns("__pycache__")
    shutil.copytree(tool_files.GITHUB / "actions", place / ".github/actions", ignore=fresh)
    workflows = place / ".github/workflows"
    workflows.mkdir()
    for path in (tool_files.GITHUB / "workflows").glob("*.yml"):
        text = make_playable(path.read_text(encoding="utf-8"), INSTALLED_TOOL)
        (workflows / path.name).write_text(text, encoding="utf-8")
    for file in _root_files().glob("requirements*.txt"):
        shutil.copyfile(file, place / file.name)
    for name in ("incident_actions", "templates"):
        if linked and (PACKAGE.parent / name).is_dir():
            (place / name).symlink_to(PACKAGE.parent / name)
        elif (PACKAGE.parent / name).is_dir():
            shutil.copytree(PACKAGE.parent / name, place / name, ignore=fresh)
    return place


def fill_tool_cache(repository: Path, cache: Path, path: str) -> None:
    """Link this process's packages into a runner's tool cache, where the tool's action looks for installed ones.

    So a job needs no network. `path` is the `PATH` by which jobs find their Python.
    """
    place = cache / "incident-actions"
    place.mkdir(parents=True, exist_ok=True)
    for name in _folder_names(repository, path):
        packages = place / name
        if packages.is_symlink():
            packages.unlink()  # it may lead to another Python, which is gone
        if not packages.exists():
            packages.symlink_to(sysconfig.get_path("purelib"))


def path_with_this_python(path: str) -> str:
    """Return a `PATH` on which this process's Python comes first."""
    return f"{Path(sys.executable).parent}:{path}"


def _folder_names(repository: Path, path: str) -> list[str]:
    """Return the names of the folders with each set of packages, as the action itself computes them."""
    command = ["python3", "-I", "-B", "-c", _KEYS, str(repository / tool_files.ACTION)]
    python = shutil.which("python3", path=path) or sys.executable
    done = subprocess.run([python, *command[1:]], capture_output=True, text=True, check=True)
    return done.stdout.split()


def _root_files() -> Path:
    """Return where the files of the project's root are, which the wheel carries beside the tool's `.github` files."""
    places = (tool_files.GITHUB, tool_files.GITHUB.parent)
    return next(place for place in places if (place / "requirements.txt").is_file())
