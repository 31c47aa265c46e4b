"""Templates and presets on disk, in an installed package and in a checkout."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from incident_actions.gateway.local.render_limits import RenderLimits
from incident_actions.gateway.local.safe_files import NotReadable, read_file
from incident_actions.text.wording import TemplateNotUsable, Wording

PACKAGE = Path(__file__).parents[2]
# The wheel has the templates inside the package; a checkout has them beside it, where people edit them.
TEMPLATES = next(place for place in (PACKAGE / "templates", PACKAGE.parent / "templates") if place.is_dir())
OWN_FOLDER = ".github/incidents"
PRESETS = PACKAGE / "model" / "process" / "presets"

MAX_BYTES = 32_768
"""Bytes of a repository's own template: several times the tool's longest, and parsed within a second."""

_NAME = re.compile(r"[a-z_-]+/[a-z_-]+\.[a-z]+")
"""A folder and a file, so that no `{% include %}` of a team leads out of the templates."""


def load_template(name: str) -> str | None:
    """Return a template's text; None if there is none of that name."""
    return _text(TEMPLATES / name) if _NAME.fullmatch(name) else None


def template_names() -> list[str]:
    """Return the names of all templates."""
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.glob("*/*"))


def load_wording(workspace: Path | None) -> Wording:
    """Return a repository's words: its own templates, within their limits, before the tool's."""
    return (
        Wording(load_template, own_template_loader(workspace), RenderLimits()) if workspace else Wording(load_template)
    )


def own_template_loader(workspace: Path) -> Callable[[str], str | None]:
    """Return what loads a repository's own templates, which have the tool's names and are beside the configuration.

    The loader raises TemplateNotUsable for anything but a regular file of text.
    """
    there = os.path.lexists(workspace / OWN_FOLDER)
    return (lambda name: _own_text(workspace, f"{OWN_FOLDER}/{name}")) if there else (lambda _: None)


def _own_text(workspace: Path, path: str) -> str | None:
    try:
        content = read_file(workspace, path, MAX_BYTES)
        return None if content is None else content.decode()
    except NotReadable as wrong:
        raise TemplateNotUsable(str(wrong)) from wrong
    except UnicodeDecodeError as wrong:
        raise TemplateNotUsable(f"it is not UTF-8 text (byte {wrong.start + 1:,})") from wrong


def load_preset(name: str) -> str | None:
    """Return a preset's text; None if there is none of that name."""
    return _text(PRESETS / f"{name}.yml") if name.replace("-", "").isalnum() else None


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
