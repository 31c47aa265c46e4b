"""The repository and commit that this installation of the tool came from, which workflows are pinned to."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

from incident_actions import __version__
from incident_actions.gateway.local.checkout import Checkout
from incident_actions.gateway.local.runner import UserError
from incident_actions.gateway.repository.templates import PACKAGE
from incident_actions.setup.source import FORM, Source, parse_source


def find_source(written: str) -> Source:
    """Return the source that somebody named, or that of this installation; raises UserError if neither has a commit."""
    found = parse_source(written or _installed_source() or _checkout_source(PACKAGE.parent), __version__)
    if found:
        return found
    if written:
        raise UserError(f"--source {written!r} is not valid. It must be {FORM}, with the full SHA of a commit.")
    raise UserError(
        "The installed tool has no record of the repository and commit that it was installed from, for example because"
        f" its clone was moved or deleted. Name them with `--source {FORM}`, or install the tool again from a clone."
    )


def _installed_source() -> str:
    """Return the source that pip recorded when it installed from git or from a folder.

    https://packaging.python.org/en/latest/specifications/direct-url/
    """
    try:
        noted = json.loads(distribution("incident-actions").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return ""
    address = urlsplit(str(noted.get("url", "")))
    commit = str(noted.get("vcs_info", {}).get("commit_id", ""))
    if address.scheme == "file" and not commit:
        return _checkout_source(Path(unquote(address.path)))
    return f"{address.path.strip('/').removesuffix('.git')}@{commit}" if commit else ""


def _checkout_source(folder: Path) -> str:
    """Return the source of the checkout whose root is this folder."""
    try:
        checkout = Checkout(folder)
    except (UserError, OSError):
        return ""
    remote = checkout.remote if checkout.root == folder.resolve() else None
    return f"{remote.repository}@{checkout.head}" if remote else ""
