"""Which commit of which repository a copy of the tool was made from: looked up in a checkout, recorded in a package."""

from __future__ import annotations

import json
from pathlib import Path

from incident_actions.gateway.local.checkout import Checkout
from incident_actions.gateway.local.runner import UserError
from incident_actions.model.fast_dataclass import dataclass

NAME = "build.json"
"""The record's file. `hatch_build.py` adds it to each wheel and sdist."""


@dataclass(frozen=True)
class ToolBuild:
    """A repository and the full SHA of a commit, each empty where it is not known."""

    repository: str = ""
    commit: str = ""
    is_tagged: bool = False
    """Whether the commit has the tag of its version."""
    is_dirty: bool = False
    """Whether files differ from the commit."""


def inspect_checkout(folder: Path, version: str) -> ToolBuild:
    """Return what git knows of the checkout whose root is this folder; empty if there is none."""
    try:
        checkout = Checkout(folder)
    except (UserError, OSError):
        return ToolBuild()
    if checkout.root != folder.resolve():
        return ToolBuild()
    return ToolBuild(
        checkout.remote.repository if checkout.remote else "",
        checkout.head,
        is_tagged=f"v{version}" in checkout.head_tags,
        is_dirty=checkout.is_dirty,
    )


def read_record(file: Path) -> ToolBuild:
    """Return what a package recorded about itself; empty if it recorded nothing."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError:
        return ToolBuild()
    noted = json.loads(text)
    return ToolBuild(noted["repository"], noted["commit"], is_tagged=noted["tagged"], is_dirty=noted["dirty"])


def to_record(build: ToolBuild) -> str:
    """Return the text of a record."""
    noted = {
        "repository": build.repository,
        "commit": build.commit,
        "tagged": build.is_tagged,
        "dirty": build.is_dirty,
    }
    return json.dumps(noted, indent=2) + "\n"
