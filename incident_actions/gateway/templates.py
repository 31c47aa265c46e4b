"""Where templates and presets lie on disk, in an installed package as in a checkout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
# The wheel carries the templates inside the package; a checkout has them beside it, for people to edit.
TEMPLATES = next(place for place in (PACKAGE / "templates", PACKAGE.parent / "templates") if place.is_dir())
OWN = ".github/incidents"
PRESETS = PACKAGE / "process" / "presets"


def template(name: str) -> str | None:
    """Give a template's text; None where there is none of that name."""
    return _text(TEMPLATES / name)


def own(workspace: Path) -> Callable[[str], str | None]:
    """Where a repository's own templates are found, beside its configuration; they bear the names of the tool's."""
    place = workspace / OWN
    return (lambda name: _text(place / name)) if place.is_dir() else (lambda _: None)


def preset(name: str) -> str | None:
    """Give a preset's text; None where there is none of that name."""
    return _text(PRESETS / f"{name}.yml") if name.replace("-", "").isalnum() else None


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
