"""Install packages from the index: wheels alone, each checked by its hash, so that nothing of them runs here."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from package_sets import TOOL

SECRET = ("GITHUB_TOKEN", "INCIDENT_", "ACTIONS_")
"""Variables of the job that begin like this are not for installers."""


class InstallerFailed(Exception):
    """An installer failed, and has printed why; the text names it."""


def install(requirements: Path, target: Path, aside: Path, *, cached: bool) -> None:
    """Install what a file locks; raises InstallerFailed.

    `aside` is a folder for tools of this job. Other jobs may write uv's cache, so it is used only where it is `cached`.
    """
    _call(
        _uv(aside), "pip", "install", "--quiet", "--no-config", *(() if cached else ("--no-cache",)),
        "--python", sys.executable,
        "--no-deps", "--require-hashes", "--only-binary", ":all:",
        "--target", str(target), "--requirement", str(requirements),
    )  # fmt: skip


def variables() -> dict[str, str]:
    """Return the job's variables without its secrets, for other processes."""
    return {name: value for name, value in os.environ.items() if not name.startswith(SECRET)}


def _uv(aside: Path) -> str:
    """Return the runner's own uv, else one brought by pip: installing with pip alone takes four times as long."""
    found = shutil.which("uv")
    if found:
        return found
    brought = aside / "uv"
    if not brought.exists():
        _call(
            sys.executable, "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--root-user-action", "ignore", "--no-compile", "--no-deps", "--require-hashes", "--only-binary", ":all:",
            "--target", str(brought), "--requirement", str(TOOL / "requirements-uv.txt"),
        )  # fmt: skip
    return str(brought / "bin" / "uv")


def _call(*command: str) -> None:
    """Run an installer, which gets none of the job's secrets."""
    if subprocess.call(command, env=variables()):
        raise InstallerFailed(f"what kept {Path(command[0]).name} from it stands above")
