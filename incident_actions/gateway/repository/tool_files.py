"""The tool's own `.github` files, in an installed package and in a checkout."""

from __future__ import annotations

from incident_actions.gateway.repository.templates import PACKAGE

# The wheel has a copy of them inside the package; a checkout uses the files themselves.
GITHUB = next(place for place in (PACKAGE / "adopt", PACKAGE.parent / ".github") if place.is_dir())
ACTION = ".github/actions/incident-actions"


def read_tool_file(path: str) -> str:
    """Return a file of the tool's own `.github`; raises FileNotFoundError."""
    return (GITHUB / path.removeprefix(".github/")).read_text(encoding="utf-8")
