"""`make test-interpreters PACKAGES…`: run the pure packages' tests and one story on each other Python of this machine.

Each test runs its first case. The packages are the locked ones, and each Python keeps its own environment in `.venv`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACE = ROOT / ".venv/interpreters"
STORY = "tests/stories/test_life.py"
SUPPORTED = re.findall(r'Python :: (3\.\d+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PYENV = Path.home() / ".pyenv/versions"


def find_interpreters() -> dict[str, Path]:
    """Return a Python for each supported version that works here and is not the running one, by version."""
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return {
        version: found
        for version in SUPPORTED
        if version != running and (found := next(filter(_works, _candidates(version)), None))
    }


def _candidates(version: str) -> Iterator[Path]:
    if found := shutil.which(f"python{version}"):
        yield Path(found)
    yield from sorted(PYENV.glob(f"{version}.*/bin/python{version}"))


def _works(python: Path) -> bool:
    """Whether it starts: a shim of pyenv is there for each version, chosen or not."""
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


def run_tests(version: str, python: Path, packages: Sequence[str]) -> int:
    """Set an environment up for a Python and run the tests in it; return the exit code."""
    place, uv = PLACE / version, Path(sys.executable).parent / "uv"
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", python, place], cwd=ROOT, check=True)
    locked = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--requirement", "requirements-dev.txt"]
    subprocess.run([uv, "pip", "install", "--quiet", "--python", place, *locked], cwd=ROOT, check=True)
    chosen = [*(f"tests/{each}" for each in packages), STORY]
    options = ["--quiet", "--no-header", "-p", "no:cacheprovider", "-p", "tests.laboratory.first_cases"]
    options += ["--hypothesis-profile", "few", "--durations", "0", "--durations-min", "2"]
    command: list[str | Path] = [place / "bin/pytest", *options, "--numprocesses", str(os.cpu_count() or 1), *chosen]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False).returncode


def main() -> int:
    """Run them on each; return the worst exit code."""
    worst = 0
    found = find_interpreters()
    for version, python in found.items():
        began = time.monotonic()
        worst = max(worst, run_tests(version, python, sys.argv[1:]))
        print(f"Python {version} took {time.monotonic() - began:.0f} s.")
    absent = [each for each in SUPPORTED if each not in found]
    print(f"Ran on {', '.join(found) or 'no other Python'}. Not found, or tested by `make test`: {', '.join(absent)}.")
    return worst


if __name__ == "__main__":
    sys.exit(main())
