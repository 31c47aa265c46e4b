"""What a release publishes, built from a clone of the commit: a wheel, an sdist, an SBOM, notes and digests."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path

from tests.laboratory.release.changelog import release_notes

ROOT = Path(__file__).parents[3]
BOM = "sbom.cdx.json"
TOOLS = "requirements-release.txt"
_TEST = re.compile(r"(?:^|/)(?:tests?/|conftest|test_)")


class CheckFailedError(Exception):
    """What is wrong with a release."""


def run(command: Sequence[str | Path], **how: object) -> str:
    """Run a command and return what it prints; raises CheckFailedError with its output if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, **how)  # type: ignore[call-overload]  # cwd and env
    if done.returncode:
        raise CheckFailedError(
            f"`{' '.join(map(str, command))}` ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        )
    return str(done.stdout) + str(done.stderr)


def repository_url() -> str:
    """Return the address of the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["urls"]["Repository"])


def clone_commit(place: Path) -> str:
    """Clone the commit that is checked out, as its server has it, and return its SHA."""
    run(["git", "clone", "--quiet", ROOT, place])
    origin = subprocess.run(
        ["git", "remote", "get-url", "origin"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    run(["git", "remote", "set-url", "origin", origin.stdout.strip() or repository_url()], cwd=place)
    return run(["git", "rev-parse", "HEAD"], cwd=place).strip()


def install_tools(place: Path, uv: Path) -> Path:
    """Make an environment with the locked tools of a release, and return the folder of its commands."""
    run([uv, "venv", "--quiet", "--clear", place])
    locked: list[str | Path] = [
        "--no-deps",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "--requirement",
        ROOT / TOOLS,
    ]
    run([uv, "pip", "install", "--quiet", "--python", place, *locked])
    return place / "bin"


def build_packages(tools: Path, source: Path, place: Path) -> tuple[Path, Path]:
    """Build the sdist, and the wheel from it, and return the wheel and the sdist."""
    shutil.rmtree(place, ignore_errors=True)
    run([tools / "python", "-m", "build", "--no-isolation", "--outdir", place, source])
    return next(place.glob("*.whl")), next(place.glob("*.tar.gz"))


def require_same_wheel(tools: Path, source: Path, wheel: Path, aside: Path) -> None:
    """Raise CheckFailedError if the wheel built from the checkout isn't the one built from the sdist, byte for byte."""
    run([tools / "python", "-m", "build", "--no-isolation", "--wheel", "--outdir", aside, source])
    if (aside / wheel.name).read_bytes() != wheel.read_bytes():
        raise CheckFailedError("The wheel of the checkout differs from the wheel of the sdist.")


def require_no_tests(wheel: Path) -> int:
    """Return how many files a wheel holds; raises CheckFailedError if one is a test."""
    with zipfile.ZipFile(wheel) as held:
        names = held.namelist()
    if tests := [name for name in names if _TEST.search(name)]:
        raise CheckFailedError(f"The wheel holds tests: {', '.join(tests)}.")
    return len(names)


def write_bom(tools: Path, environment: Path, source: Path, place: Path) -> int:
    """Write the CycloneDX bill of an environment, which the tool validates; return how many components it lists."""
    file = place / BOM
    how: list[str | Path] = [
        "--output-reproducible",
        "--validate",
        "--pyproject",
        source / "pyproject.toml",
        "--output-file",
        file,
    ]
    run([tools / "cyclonedx-py", "environment", *how, environment / "bin/python"])
    return file.read_text(encoding="utf-8").count('"bom-ref"')


def write_notes(source: Path, version: str, place: Path) -> None:
    """Write the release's notes; those of a version without a dated section are empty."""
    changelog = (source / "CHANGELOG.md").read_text(encoding="utf-8")
    (place / "notes.md").write_text(release_notes(changelog, version, repository_url()), encoding="utf-8")


def write_digests(place: Path, names: Sequence[str]) -> None:
    """Write the SHA-256 digests as `sha256sum --check` reads them."""
    lines = (f"{hashlib.sha256((place / name).read_bytes()).hexdigest()}  {name}\n" for name in sorted(names))
    (place / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
