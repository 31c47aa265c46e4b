"""`make release VERSION=0.2.0`: prepare a release in this checkout, up to its tag. Nothing is pushed.

`--no-tag` ends with the commit, so that the list of archives can be committed before the tag: see docs/releasing.md.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tests.laboratory.release.changelog import date_section, has_changes, section_text

VERSION_FILE, CHANGELOG = "incident_actions/__init__.py", "CHANGELOG.md"
ARCHIVES = ".github/actions/incident-actions/archives.json"
_ASSIGNED = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


class ReleaseRefusedError(Exception):
    """Why no release can be prepared, and what to do."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """What decides whether a checkout can be released."""

    branch: str
    changed_files: tuple[str, ...]
    version: str
    tags: tuple[str, ...]
    changelog: str
    archives: str
    """The address of the listed archives; empty if none are listed."""


def read_checkout(root: Path) -> Checkout:
    """Read the state of a checkout."""
    return Checkout(
        _git(root, "branch", "--show-current").strip(),
        tuple(line[3:] for line in _git(root, "status", "--porcelain").splitlines()),
        read_version((root / VERSION_FILE).read_text(encoding="utf-8")),
        tuple(_git(root, "tag", "--list", "v*").split()),
        (root / CHANGELOG).read_text(encoding="utf-8"),
        str(json.loads((root / ARCHIVES).read_text(encoding="utf-8"))["address"]),
    )


def require_releasable(version: str, here: Checkout) -> bool:
    """Raise ReleaseRefusedError if a version can't be released from here; return whether it is yet to be committed."""
    if not _VERSION.fullmatch(version):
        raise ReleaseRefusedError(f"{version!r} is not a version such as 0.2.0.")
    if here.branch != "main":
        raise ReleaseRefusedError(f"Releases are made on main, and this is {here.branch or 'no branch'}.")
    if here.changed_files:
        raise ReleaseRefusedError(f"Commit or remove these files first: {', '.join(here.changed_files)}.")
    if f"v{version}" in here.tags:
        raise ReleaseRefusedError(f"The tag v{version} exists. A version is released once.")
    released = [tag.removeprefix("v") for tag in here.tags if _VERSION.fullmatch(tag.removeprefix("v"))]
    if highest := max((each for each in (*released, here.version) if _parts(each) > _parts(version)), default=""):
        raise ReleaseRefusedError(f"{version} is lower than {highest}.")
    if here.version == version and section_text(here.changelog, version, dated=True):
        return False
    if not has_changes(here.changelog):
        raise ReleaseRefusedError(f"{CHANGELOG} lists no change under Unreleased.")
    return True


def require_own_archives(version: str, here: Checkout) -> None:
    """Raise ReleaseRefusedError if the commit lists the archives of another version."""
    if here.archives and not here.archives.endswith(f"/v{version}"):
        raise ReleaseRefusedError(
            f"{ARCHIVES} lists the archives of another version. Empty the list, or build them: docs/releasing.md."
        )


def check_tag(tag: str, here: Checkout) -> None:
    """Raise ReleaseRefusedError if a tag is not that of the version and changelog of its commit."""
    if tag != f"v{here.version}":
        raise ReleaseRefusedError(f"The tag {tag} does not match the version {here.version} of its commit.")
    if not section_text(here.changelog, here.version, dated=True):
        raise ReleaseRefusedError(f"{CHANGELOG} has no dated section for {here.version}.")


def commit_version(root: Path, version: str, changelog: str, day: date) -> None:
    """Set the version, date its section and commit both."""
    file = root / VERSION_FILE
    file.write_text(_ASSIGNED.sub(f'__version__ = "{version}"', file.read_text(encoding="utf-8")), encoding="utf-8")
    (root / CHANGELOG).write_text(date_section(changelog, version, day), encoding="utf-8")
    _git(root, "commit", "--quiet", "--message", f"Release {version}", "--", VERSION_FILE, CHANGELOG)


def read_version(text: str) -> str:
    """Return the version that the package's text assigns."""
    (found,) = _ASSIGNED.findall(text)
    return str(found)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout


def main(arguments: Sequence[str]) -> int:
    """Prepare the release, or with `--check TAG` check a tag; return the exit code."""
    root = Path.cwd()
    try:
        if arguments[:1] == ["--check"]:
            check_tag(arguments[1], read_checkout(root))
            return 0
        version, here = arguments[0] if arguments else "", read_checkout(root)
        is_new, is_tagged = require_releasable(version, here), "--no-tag" not in arguments
        if is_tagged:
            require_own_archives(version, here)
        if is_new:
            commit_version(root, version, here.changelog, datetime.now(UTC).date())
            print(f"Committed version {version}.")
        if is_tagged:
            _git(root, "tag", "--annotate", f"v{version}", "--message", f"incident-actions {version}")
            print(f"Tagged v{version}. Publish it with: git push --atomic origin main v{version}")
    except ReleaseRefusedError as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
