"""The repository and commit that this installation of the tool came from, which workflows are pinned to."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from urllib.parse import urlsplit

from incident_actions import __version__
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.local.tool_build import NAME, ToolBuild, inspect_checkout, read_record
from incident_actions.gateway.repository.templates import PACKAGE
from incident_actions.setup.source import FORM, Source, parse_source


def find_source(written: str) -> Source:
    """Return the source that somebody named, or that of this installation; raises UserError if neither has a commit.

    It has a version only if its commit is known to have the tag of that version.
    """
    installed = find_build()
    found = parse_source(written or f"{installed.repository}@{installed.commit}")
    if found and installed.is_tagged and found.commit == installed.commit:
        return Source(found.repository, found.commit, __version__)
    if found:
        return found
    if written:
        raise UserError(f"--source {written!r} is not valid. It must be {FORM}, with the full SHA of a commit.")
    raise UserError(
        "The installed tool has no record of the repository and commit that it was built from, for example because it"
        f" was built from a folder without git history. Name them with `--source {FORM}`, or install the tool from a"
        " clone or from a release."
    )


def find_build() -> ToolBuild:
    """Return what this installation was made from; empty where nothing recorded it."""
    recorded = read_record(PACKAGE / "adopt" / NAME)
    return recorded if recorded.commit else _cloned_build() or inspect_checkout(PACKAGE.parent, __version__)


def _cloned_build() -> ToolBuild | None:
    """Return the commit that pip recorded when it installed from git.

    https://packaging.python.org/en/latest/specifications/direct-url/
    """
    try:
        noted = json.loads(distribution("incident-actions").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return None
    commit = str(noted.get("vcs_info", {}).get("commit_id", ""))
    path = urlsplit(str(noted.get("url", ""))).path
    return ToolBuild(path.strip("/").removesuffix(".git"), commit) if commit else None
