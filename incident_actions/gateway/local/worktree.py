"""What is checked on this machine: what is named, or what differs from the base; no link is followed.

The index is no post-mortem, and is passed over, so that `docs/incidents/*.md` names them all.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from incident_actions.gateway.local.check_limits import is_checked, longest, too_long, unused
from incident_actions.gateway.local.runner import Unusable
from incident_actions.gateway.local.workspace import NotReadable, TooLong, read
from incident_actions.gateway.repository.proposed_files import Texts, decoded
from incident_actions.gateway.repository.templates import OWN
from incident_actions.model.process.configuration_reader import CONFIGURATION
from incident_actions.postmortem import index
from incident_actions.postmortem.file import DIRECTORY
from incident_actions.postmortem.finding import Finding, NotText

BASES = ("origin/HEAD", "HEAD")
"""What a working copy is compared with, the first that is there."""


def files(root: Path, paths: Iterable[str], base: str) -> Texts:
    """The post-mortems, the configuration and templates with their texts, or why there is none; raises Unusable."""
    given = tuple(paths)
    named = [name for path in given if (name := _below(root, path)) != index.PATH]
    named = named if given else [each for each in _changed(root, base) if is_checked(each)]
    return tuple((path, _text(root, path)) for path in sorted(dict.fromkeys(named)))


def _below(root: Path, path: str) -> str:
    """A path as the repository has it."""
    whole = Path(path)
    name = (whole.relative_to(root.absolute()) if whole.is_relative_to(root.absolute()) else whole).as_posix()
    if name != index.PATH and not is_checked(name):
        raise Unusable(f"{path!r} is no post-mortem: they are the Markdown files below {DIRECTORY}/")
    return name


def _changed(root: Path, base: str) -> list[str]:
    commit = _commit(root, (base,) if base else BASES)
    differing = ("diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", "--merge-base", commit)
    untracked = ("ls-files", "-z", "--others", "--exclude-standard")
    told = (_git(root, *arguments, "--", DIRECTORY, CONFIGURATION, OWN) for arguments in (differing, untracked))
    return [path for each in told for path in each.split("\0") if path]


def _commit(root: Path, names: Iterable[str]) -> str:
    for name in names:
        try:
            return _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").strip()
        except Unusable:
            continue
    raise Unusable(f"git knows no commit {' or '.join(map(repr, names))} here: name the files, or give another --base")


def _git(root: Path, *arguments: str) -> str:
    """What git says; raises Unusable."""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True)  # noqa: S603, S607  git on PATH, arguments in a list
    except (OSError, subprocess.CalledProcessError) as wrong:
        raise Unusable(f"git {arguments[0]} failed here: name the files instead") from wrong
    return done.stdout.decode(errors="surrogateescape")


def _text(root: Path, path: str) -> str | Finding:
    try:
        content = read(root, path, longest(path))
    except TooLong:
        return unused(path) or too_long(path)
    except NotReadable as wrong:
        if isinstance(wrong.__cause__, OSError):
            raise Unusable(str(wrong)) from wrong
        return NotText(1)
    if content is None:
        raise Unusable(f"{path} cannot be read: there is no such file")
    return unused(path) or decoded(content)
