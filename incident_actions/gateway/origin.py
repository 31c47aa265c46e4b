"""Which repository a clone is of, and where its server's API answers: by its remote `origin`."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

REMOTE = re.compile(
    r"(?:(?:https?|ssh|git)://)?(?:[^@/]*@)?(?P<host>[A-Za-z0-9.-]+)(?::\d+(?=/))?[:/](?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?"
)
"""https://git-scm.com/docs/git-clone#_git_urls"""

GITHUB, CLOUD = "github.com", ".ghe.com"


@dataclass(frozen=True, slots=True)
class Origin:
    """A repository on a server."""

    name: str
    api_url: str


def origin(directory: Path) -> Origin | None:
    """The repository that the clone in a directory came from; None where there is no clone, or no such remote."""
    try:
        ended = subprocess.run(  # noqa: S603  no argument of anybody's
            ["git", "-C", str(directory), "remote", "get-url", "origin"],  # noqa: S607  git is wherever people have it
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return read(ended.stdout.strip())


def read(url: str) -> Origin | None:
    """Read a remote's address; None where it names no repository of a server."""
    found = REMOTE.fullmatch(url)
    if found is None or "." not in found["host"].strip("."):
        return None
    host = found["host"].lower()
    if host == GITHUB:
        return Origin(found["name"], "https://api.github.com")
    return Origin(found["name"], f"https://api.{host}" if host.endswith(CLOUD) else f"https://{host}/api/v3")
