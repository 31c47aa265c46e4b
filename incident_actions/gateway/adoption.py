"""The files that a repository adopts, workflows and form, in an installed package as in a checkout."""

from __future__ import annotations

from incident_actions.gateway.templates import PACKAGE

# The wheel carries a copy of them inside the package; a checkout runs on the very same files.
GITHUB = next(place for place in (PACKAGE / "adopt", PACKAGE.parent / ".github") if place.is_dir())
ACTION = ".github/actions/incident-actions"
NAMES = (
    "ISSUE_TEMPLATE/config.yml",
    "ISSUE_TEMPLATE/incident.yml",
    "incidents.yml",
    "workflows/clock.yml",
    "workflows/postmortem.yml",
    "workflows/respond.yml",
    "workflows/sweep.yml",
)


def files() -> dict[str, str]:
    """Their texts, by path in the repository."""
    return {f".github/{name}": own(f".github/{name}") for name in NAMES}


def own(path: str) -> str:
    """A file of the tool's own `.github`; raises FileNotFoundError."""
    return (GITHUB / path.removeprefix(".github/")).read_text(encoding="utf-8")
