"""Somebody's laptop, on which a page is followed command by command: its tool, its environment, and how it went."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from sysconfig import get_path
from typing import NamedTuple

from incident_actions.sandbox import Sandbox
from tests.documentation.github_com import GitHubCom
from tests.documentation.pages import ROOT, Block

TOOL = "incident-actions/incident-actions"
APART = "in another terminal"
"""What a hidden comment says of the block below it, if that runs until the reader stops it."""

PORT = "8765"
"""The port that pages show for a server of the reader's own; here it is one that is free."""

LONGEST = 400
"""Seconds for a whole page."""

_GIVEN = re.compile(r"^export (\w+)=(?:…|\$\(gh auth token\))$", re.MULTILINE)
"""What a page leaves to the reader; here it is set already."""

_SKIPPED = re.compile(r"__pycache__|\.pyc$")


def source() -> dict[str, str]:
    """The tool's own repository, as far as an installation is made of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    built = project["tool"]["hatch"]["build"]
    wheel = built["targets"]["wheel"]
    parts = [
        "pyproject.toml",
        built["hooks"]["custom"]["path"],
        project["project"]["readme"],
        *project["project"]["license-files"],
    ]
    roots = [ROOT / part for part in (*parts, *wheel["packages"], *wheel["force-include"])]
    files = {each for root in roots for each in ([root] if root.is_file() else root.rglob("*")) if each.is_file()}
    names = {str(each.relative_to(ROOT)): each for each in sorted(files)}
    return {name: path.read_text("utf-8") for name, path in names.items() if not _SKIPPED.search(name)}


def libraries(place: Path) -> Path:
    """Links to every installed library but the tool: what a package index would give, without the network."""
    place.mkdir()
    for each in Path(get_path("purelib")).iterdir():
        if not re.match(r"_?(editable_impl_)?incident_actions|__pycache__", each.name):
            (place / each.name).symlink_to(each)
    return place


class Followed(NamedTuple):
    """How it went: the exit code, and all that was said."""

    code: int
    output: str


@dataclass(frozen=True, slots=True)
class Laptop:
    """A home folder, a way to GitHub, the libraries, and the folders on PATH before the system's own."""

    home: Path
    sandbox: Sandbox
    github: GitHubCom
    libraries: Path
    path: Sequence[Path] = ()

    def environment(self) -> dict[str, str]:
        """All that is set there; nothing of this process's own but what the system needs."""
        token = self.sandbox.token("ada")
        before = [*map(str, self.path), str(Path(sys.executable).parent)]
        return {
            "PATH": os.pathsep.join([*before, os.environ.get("PATH", os.defpath)]),
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "USER": "ada",
            "PYTHONPATH": str(self.libraries),
            "PYTHONUNBUFFERED": "1",
            **{f"PIP_{name}": "1" for name in ("NO_DEPS", "NO_INDEX", "DISABLE_PIP_VERSION_CHECK")},
            "PIP_NO_BUILD_ISOLATION": "0",  # which is how pip spells "without": https://github.com/pypa/pip/issues/5735
            **dict.fromkeys(("TOKEN", "GITHUB_TOKEN"), token),
            **self.github.environment(),
            **_git({"http.https://github.com/.extraHeader": f"Authorization: Bearer {token}"}),
        }

    def follows(self, blocks: Sequence[Block]) -> Followed:
        """Run what a page shows, from top to bottom."""
        port = _free_port()
        ran = self.runs(script(blocks).replace(PORT, port))
        return Followed(ran.code, ran.output.replace(port, PORT))

    def runs(self, script: str) -> Followed:
        """Run a script in the home folder; whatever it asks is answered with yes."""
        with subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.home, env=self.environment(), start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        ) as bash:  # fmt: skip
            try:
                output, _ = bash.communicate("y\n" * 9, timeout=LONGEST)
            except subprocess.TimeoutExpired:
                _end(bash)
                output = f"{bash.communicate()[0]}\nnot over after {LONGEST} seconds"
            _end(bash)
            return Followed(bash.returncode, output)


def _end(bash: subprocess.Popen[str]) -> None:
    """End whatever a script has started and left."""
    with suppress(ProcessLookupError):
        os.killpg(bash.pid, signal.SIGKILL)


def _git(settings: Mapping[str, str]) -> dict[str, str]:
    """Git as ada has set it up: https://git-scm.com/docs/git-config#ENVIRONMENT."""
    given = {"user.name": "Ada", "user.email": "ada@example.org", "init.defaultBranch": "main", **settings}
    counted = [(f"GIT_CONFIG_KEY_{at}", f"GIT_CONFIG_VALUE_{at}", *pair) for at, pair in enumerate(given.items())]
    pairs = {name: text for key, value, *pair in counted for name, text in zip((key, value), pair, strict=True)}
    return {"GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_COUNT": str(len(given)), **pairs}


def script(blocks: Sequence[Block]) -> str:
    """A page's commands in one shell, so that `cd` and `export` hold from block to block; each is announced first.

    What runs in another terminal is left to itself until it has said something, and ends with the page.
    """
    return "\n".join(["trap 'kill $(jobs -p) 2>/dev/null || true' EXIT", *_lines(blocks)])


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    apart = False
    for block in blocks:
        if block.hidden and block.text.strip() == APART:
            apart = True
            continue
        yield f"echo {quote(mark(block))}"
        if apart:
            said = f'"$HOME"/apart.{block.line}'
            yield f"( exec >{said} 2>&1\n{block.text})&"
            yield f"until [ -s {said} ]; do kill -0 $!; sleep 0.1; done; sleep 0.2; cat {said}"
            apart = False
        else:
            yield _GIVEN.sub(r": \1 is set", block.text.rstrip("\n"))


def mark(block: Block) -> str:
    """What stands in the output before what a block says."""
    return f"--- the block on line {block.line}"


def said_by(block: Block, output: str) -> str:
    """What a block said."""
    return output.partition(f"{mark(block)}\n")[2].partition("\n--- the block on line ")[0]


def shows(text: str, output: str) -> list[str]:
    """The lines of a text that do not follow one another in an output; `…` stands for anything."""
    rest, missing = output, []
    for line in filter(str.strip, text.splitlines()):
        wanted = ".*".join(map(re.escape, line.strip().split("…")))
        found = re.search(rf"^\s*{wanted}\s*$", rest, re.MULTILINE)
        if found:
            rest = rest[found.end() :]
        else:
            missing.append(line)
    return missing


def _free_port() -> str:
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return str(each.getsockname()[1])
