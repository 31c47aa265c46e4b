"""The lockfile of workflows: the file in which GitHub finds the commits of the actions that it lets a workflow use.

https://docs.github.com/en/actions/concepts/security/workflow-dependency-lockfiles, and its format:
https://github.com/github/actions-lockfile
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

PATH = ".github/workflows/actions.lock"
_ACTION = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+)(?:/[^@]*)?@(?P<ref>\S+)")


def lock_key(use: str) -> str:
    """The key under which a lockfile has what a step uses; empty for what is of the same repository, or of no other."""
    found = _ACTION.fullmatch(use) if not use.startswith(("./", "$/", "docker://")) else None
    return f"{found['repository'].lower()}@{found['ref']}" if found else ""


def unlocked_actions(lock: Mapping[str, Any], path: str, uses: Iterable[str]) -> tuple[str, ...] | None:
    """Which of a workflow's steps use what its entry in a lockfile has not; None where it has no entry.

    A workflow with an entry runs only what that lists; one without is stopped where a policy requires the lockfile.
    """
    listed = lock.get("workflows")
    known = lock.get("dependencies")
    if not isinstance(listed, dict) or path not in listed:
        return None
    pins = {str(each) for each in listed[path] or ()} & set(known if isinstance(known, dict) else ())
    return tuple(use for use in uses if (key := lock_key(use)) and key not in pins)
