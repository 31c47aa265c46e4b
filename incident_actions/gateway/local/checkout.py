"""A git checkout on this machine: its files, their history, and writing to them."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from incident_actions.gateway.local import git_remote as remote
from incident_actions.gateway.local.git_remote import Remote
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.local.safe_files import NotReadable, read_file
from incident_actions.setup.changes import MergeResult

MAX_FILE_BYTES = 1_048_576
"""Bytes of a file that `init` updates. The index of post-mortems grows by a row for each incident."""

MAX_COMMITS = 500
"""How many commits of a file are searched, newest first."""


class Checkout:
    """The checkout that a folder belongs to; raises UserError if there is none."""

    def __init__(self, folder: Path) -> None:
        try:
            self.root = Path(_git(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
        except UserError as wrong:
            raise UserError(
                f"{folder.absolute()} is not in a git repository. Run `git init` there, or change to a repository."
            ) from wrong

    @property
    def head(self) -> str:
        """The commit that is checked out; empty before the first commit."""
        return self._git_output("rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip()

    @property
    def head_tags(self) -> list[str]:
        """The tags of the commit that is checked out."""
        return self._git_output("tag", "--points-at", "HEAD").split()

    @property
    def is_dirty(self) -> bool:
        """Whether a file that git tracks differs from the commit."""
        return bool(self._git_output("status", "--porcelain", "--untracked-files=no"))

    @property
    def remote(self) -> Remote | None:
        """The remote `origin`, if it is a server's."""
        return remote.find_remote(self.root)

    def read_texts(self, paths: Iterable[str]) -> dict[str, str]:
        """Return the texts of the files that exist; raises UserError if one is no regular text file in the checkout."""
        found = ((path, self._read_text(path)) for path in paths)
        return {path: text for path, text in found if text is not None}

    def uncommitted_files(self, paths: Iterable[str]) -> set[str]:
        """Return the files whose content is not committed."""
        shown = self._git_output("status", "--porcelain", "-z", "--untracked-files=all", "--", *paths)
        return {each[3:] for each in shown.split("\0") if each}

    def tracked_files(self, *paths: str) -> list[str]:
        """Return the files that git has at these paths and below them."""
        return [each for each in self._git_output("ls-files", "-z", "--", *paths).split("\0") if each]

    def remove_file(self, path: str) -> None:
        """Remove a file, and the folders that are empty without it."""
        place = self.root / path
        place.unlink()
        for folder in place.parents:
            if folder == self.root or any(folder.iterdir()):
                break
            folder.rmdir()

    def earlier_version(self, path: str, wanted: Callable[[str], bool]) -> str | None:
        """Return the newest version of a file in its history that `wanted` accepts."""
        for commit in self._git_output("log", f"--max-count={MAX_COMMITS}", "--format=%H", "--", path).split():
            text = self._git_output("show", f"{commit}:{path}")
            if wanted(text):
                return text
        return None

    def write_file(self, path: str, text: str) -> None:
        """Replace a file's text in one step."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=place.parent, delete=False) as aside:
            aside.write(text)
        Path(aside.name).chmod(0o644)
        Path(aside.name).replace(place)

    def _read_text(self, path: str) -> str | None:
        try:
            content = read_file(self.root, path, MAX_FILE_BYTES)
            return None if content is None else content.decode()
        except (NotReadable, UnicodeDecodeError) as wrong:
            raise UserError(f"{path} cannot be read as a text file: {wrong}") from wrong

    def _git_output(self, *arguments: str) -> str:
        try:
            return _git(self.root, *arguments)
        except UserError:
            return ""


def merge_texts(ours: str, base: str, theirs: str) -> MergeResult:
    """Merge two versions of a text with git, which marks conflicts. Raises UserError.

    https://git-scm.com/docs/git-merge-file
    """
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for place, text in zip(places, (ours, base, theirs), strict=True):
            place.write_text(text, encoding="utf-8", newline="")
        names = ("-L", "as it is here", "-L", "as init wrote it", "-L", "as init would write it now")
        done = _run(Path(folder), "merge-file", "--stdout", *names, *map(str, places))
    if not 0 <= done.returncode < 128:
        raise UserError(f"`git merge-file` failed: {done.stderr.decode(errors='replace').strip()}")
    return MergeResult(done.stdout.decode(), clean=done.returncode == 0)


def _git(folder: Path, *arguments: str) -> str:
    done = _run(folder, *arguments)
    if done.returncode:
        raise UserError(f"`git {arguments[0]}` failed: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode(errors="surrogateescape")


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)  # noqa: S603, S607  git on PATH, arguments in a list
    except OSError as wrong:
        raise UserError(f"git could not be started: {wrong}") from wrong
