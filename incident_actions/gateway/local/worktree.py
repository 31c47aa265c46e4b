"""The files to check on this machine: those that a person named, or that differ from the base.

Links are not followed. The index is not a post-mortem and is left out, so that `docs/incidents/*.md` names them all.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from incident_actions.gateway.local.check_limits import (
    is_checked,
    max_bytes,
    too_long_finding,
    unknown_template_finding,
)
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.local.safe_files import FileTooLarge, NotReadable, read_file
from incident_actions.gateway.repository.proposed_files import FileTexts, decode_text
from incident_actions.gateway.repository.templates import OWN_FOLDER
from incident_actions.model.process.configuration_reader import CONFIGURATION
from incident_actions.postmortem import index
from incident_actions.postmortem.file import DIRECTORY
from incident_actions.postmortem.finding import Finding, NotText

DEFAULT_BASES = ("origin/HEAD", "HEAD")
"""What a working copy is compared with: the first of these that exists."""


def files_to_check(root: Path, paths: Iterable[str], base: str) -> FileTexts:
    """Return post-mortems, configuration and templates with their texts, or the finding why one is not read.

    Raises UserError.
    """
    given = tuple(paths)
    named = [name for path in given if (name := _repository_path(root, path)) != index.PATH]
    named = named if given else [each for each in _changed_paths(root, base) if is_checked(each)]
    return tuple((path, _read_text(root, path)) for path in sorted(dict.fromkeys(named)))


def _repository_path(root: Path, path: str) -> str:
    """Return a path relative to the repository's root; raises UserError if `check` does not read it."""
    whole = Path(path)
    name = (whole.relative_to(root.absolute()) if whole.is_relative_to(root.absolute()) else whole).as_posix()
    if name != index.PATH and not is_checked(name):
        raise UserError(f"{path!r} is not a post-mortem. Post-mortems are the Markdown files in {DIRECTORY}/.")
    return name


def base_name(root: Path, base: str) -> str:
    """Return what a working copy is compared with, by the name that people know, such as `origin/main`."""
    if base:
        return base
    try:
        return _git(root, "rev-parse", "--abbrev-ref", "--verify", "--quiet", DEFAULT_BASES[0]).strip()
    except UserError:
        return DEFAULT_BASES[-1]


def _changed_paths(root: Path, base: str) -> list[str]:
    commit = _commit(root, (base,) if base else DEFAULT_BASES)
    differing = ("diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", "--merge-base", commit)
    untracked = ("ls-files", "-z", "--others", "--exclude-standard")
    outputs = (
        _git(root, *arguments, "--", DIRECTORY, CONFIGURATION, OWN_FOLDER) for arguments in (differing, untracked)
    )
    return [path for each in outputs for path in each.split("\0") if path]


def _commit(root: Path, names: Iterable[str]) -> str:
    for name in names:
        try:
            return _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").strip()
        except UserError:
            continue
    raise UserError(
        f"There is no commit {' or '.join(map(repr, names))} in this repository. Name the files, or another --base."
    )


def _git(root: Path, *arguments: str) -> str:
    """Return git's output; raises UserError."""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True)  # noqa: S603, S607  git on PATH, arguments in a list
    except (OSError, subprocess.CalledProcessError) as wrong:
        raise UserError(f"`git {arguments[0]}` failed here. Name the files instead.") from wrong
    return done.stdout.decode(errors="surrogateescape")


def _read_text(root: Path, path: str) -> str | Finding:
    try:
        content = read_file(root, path, max_bytes(path))
    except FileTooLarge:
        return unknown_template_finding(path) or too_long_finding(path)
    except NotReadable as wrong:
        if isinstance(wrong.__cause__, OSError):
            raise UserError(str(wrong)) from wrong
        return NotText(1)
    if content is None:
        raise UserError(f"{path} does not exist.")
    return unknown_template_finding(path) or decode_text(content)
