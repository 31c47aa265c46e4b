"""`make check-release`: build what a release would publish, and use it as people do, from a clean environment.

It leaves the files in `dist/release`. It needs the package index, and publishes nothing.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.laboratory.release import packages
from tests.laboratory.release.packages import ROOT, CheckFailedError, run
from tests.laboratory.release.prepare import VERSION_FILE, read_version

PLACE = ROOT / "dist/release"
UV = Path(sys.executable).parent / "uv"
KEPT = ("HOME", "LANG", "PATH", "SSL_CERT_FILE", "TMPDIR")
"""Variables that a person's shell has; and those that configure pip and uv."""
CONFIGURES = ("PIP_", "UV_", "REQUESTS_")


def clean_environment() -> dict[str, str]:
    """Return the variables of a shell that knows nothing of this checkout."""
    return {name: value for name, value in os.environ.items() if name in KEPT or name.startswith(CONFIGURES)}


@dataclass(slots=True)
class Rehearsal:
    """A release that is built and tried out in a folder aside."""

    aside: Path
    commit: str = ""
    tools: Path = field(default_factory=Path)
    wheel: Path = field(default_factory=Path)

    @property
    def source(self) -> Path:
        """The clone that it is built from."""
        return self.aside / "source"

    @property
    def installed(self) -> Path:
        """The environment of somebody who installed the wheel."""
        return self.aside / "installed"

    @property
    def version(self) -> str:
        """The version of that commit."""
        return read_version((self.source / VERSION_FILE).read_text(encoding="utf-8"))

    def build(self) -> str:
        """Build the wheel and the sdist with the locked tools."""
        self.commit = packages.clone_commit(self.source)
        self.tools = packages.install_tools(self.aside / "tools", UV)
        self.wheel, sdist = packages.build_packages(self.tools, self.source, PLACE)
        packages.require_same_wheel(self.tools, self.source, self.wheel, self.aside / "again")
        return f"{self.wheel.name}, {sdist.name}; the wheel of the checkout is the same"

    def check_metadata(self) -> str:
        """Let twine check what the index would read."""
        run([self.tools / "twine", "check", "--strict", *PLACE.glob("*.whl"), *PLACE.glob("*.tar.gz")])
        return "twine finds nothing"

    def check_content(self) -> str:
        """Look for tests in the wheel."""
        return f"{packages.require_no_tests(self.wheel)} files, none of them a test"

    def install(self) -> str:
        """Install the wheel with what the drill needs, from the index, with the Python's own pip."""
        run([sys.executable, "-m", "venv", self.installed], env=clean_environment())
        run([self.installed / "bin/pip", "install", "--quiet", f"{self.wheel}[sandbox]"], env=clean_environment())
        return f"pip install {self.wheel.name}[sandbox]"

    def show_version(self) -> str:
        """Ask the installed tool for its commit."""
        return self._require_commit([self.installed / "bin/incident-actions", "--version"])

    def list_setup(self) -> str:
        """Let `init` show what it would write, which pins this commit, and decline."""
        shop = self.aside / "shop"
        run(["git", "init", "--quiet", shop])
        command: list[str | Path] = [self.installed / "bin/incident-actions", "init", "--diff"]
        done = subprocess.run(
            command, cwd=shop, env=clean_environment(), input="n\n", capture_output=True, text=True, check=False
        )
        if f"@{self.commit}" not in done.stdout or "Nothing was written." not in done.stdout:
            raise CheckFailedError(f"`init` pins another commit:\n{done.stdout}{done.stderr}")
        return f"{len(re.findall('uses:', done.stdout))} pins to {self.commit[:7]}"

    def play_drill(self) -> str:
        """Play the drill in an empty folder."""
        empty = self.aside / "empty"
        empty.mkdir()
        said = run([self.installed / "bin/incident-actions", "drill"], cwd=empty, env=clean_environment())
        return next((line for line in said.splitlines() if line.startswith("Done in")), "played")

    def run_with_uvx(self) -> str:
        """Run the wheel without installing it, by uv."""
        return self._require_commit([UV, "tool", "run", "--from", self.wheel, "incident-actions", "--version"])

    def run_with_pipx(self) -> str:
        """Run the wheel without installing it, by pipx."""
        own = {"PIPX_HOME": str(self.aside / "pipx")}
        command: list[str | Path] = [self.tools / "pipx", "run", "--spec", self.wheel, "incident-actions", "--version"]
        return self._require_commit(command, own)

    def list_components(self) -> str:
        """Write the bill of what the installation consists of, the notes and the digests."""
        count = packages.write_bom(self.tools, self.installed, self.source, PLACE)
        packages.write_notes(self.source, self.version, PLACE)
        packages.write_digests(PLACE, [self.wheel.name, next(PLACE.glob("*.tar.gz")).name, packages.BOM])
        return f"{count} components in {packages.BOM}, valid; SHA256SUMS"

    def _require_commit(self, command: list[str | Path], more: dict[str, str] | None = None) -> str:
        said = run(command, cwd=self.aside, env=clean_environment() | (more or {}))
        if f"incident-actions {self.version} (commit {self.commit[:7]}, clean)" not in said:
            raise CheckFailedError(f"It doesn't name the commit {self.commit}:\n{said}")
        return f"{self.version}, commit {self.commit[:7]}"


def main() -> int:
    """Run every check until one fails, and print a line for each; return the exit code."""
    with tempfile.TemporaryDirectory() as aside:
        one = Rehearsal(Path(aside))
        checks: dict[str, Callable[[], str]] = {
            "build": one.build,
            "metadata": one.check_metadata,
            "content": one.check_content,
            "install": one.install,
            "--version": one.show_version,
            "init": one.list_setup,
            "drill": one.play_drill,
            "uvx --from": one.run_with_uvx,
            "pipx run": one.run_with_pipx,
            "SBOM, digests": one.list_components,
        }
        for name, check in checks.items():
            try:
                print(f"{name:<14} ok    {check()}", flush=True)
            except CheckFailedError as failed:
                print(f"{name:<14} FAILED\n{failed}", flush=True)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
