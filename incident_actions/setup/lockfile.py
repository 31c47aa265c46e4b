"""The lockfile of workflows, in which GitHub finds the commits of the actions that a workflow may use.

https://docs.github.com/en/actions/concepts/security/workflow-dependency-lockfiles, and its format: https://github.com/github/actions-lockfile
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from incident_actions.model.lazy_pattern import lazy_pattern

PATH = ".github/workflows/actions.lock"
_ACTION = lazy_pattern(r"(?P<repository>[\w.-]+/[\w.-]+)(?:/[^@]*)?@(?P<ref>\S+)")


def lock_key(use: str) -> str:
    """Return a lockfile's key for what a step uses; empty where it is local or not from a repository."""
    found = _ACTION.fullmatch(use) if not use.startswith(("./", "$/", "docker://")) else None
    return f"{found['repository'].lower()}@{found['ref']}" if found else ""


def unlocked_actions(lock: Mapping[str, Any], path: str, uses: Iterable[str]) -> tuple[str, ...] | None:
    """Return what a workflow's steps use and its lockfile entry lacks; None where it has no entry.

    A workflow with an entry runs only what that lists. One without is blocked where a policy requires the lockfile.
    """
    listed = lock.get("workflows")
    known = lock.get("dependencies")
    if not isinstance(listed, dict) or path not in listed:
        return None
    pins = {str(each) for each in listed[path] or ()} & set(known if isinstance(known, dict) else ())
    return tuple(use for use in uses if (key := lock_key(use)) and key not in pins)
