"""Templates and presets on disk, in an installed package and in a checkout."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from incident_actions.gateway.local.render_limits import RenderLimits
from incident_actions.gateway.local.safe_files import NotReadable, read_file
from incident_actions.gateway.repository.compiled_templates import COMPILED, CompiledTemplates, ReadOnlyTemplates
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text.wording import TemplateNotUsable, Wording

PACKAGE = Path(__file__).parents[2]
# The wheel has the templates inside the package; a checkout has them beside it, where people edit them.
TEMPLATES = next(place for place in (PACKAGE / "templates", PACKAGE.parent / "templates") if place.is_dir())
OWN_FOLDER = ".github/incidents"
PRESETS = PACKAGE / "model" / "process" / "presets"

MAX_BYTES = 32_768
"""Bytes of a repository's own template: several times the tool's longest, and parsed within a second."""

FORMER_NAMES = {
    "comments/escalated_by_hand.md": "comments/escalated_manually.md",
    "comments/hand_undone.md": "comments/manual_change_reverted.md",
    "comments/people_called.md": "comments/page_sent.md",
    "comments/record_estranged.md": "comments/record_by_another_bot.md",
    "doctor/untold.md": "doctor/not_checked.md",
    "parts/told.md": "parts/notified_people.md",
    "parts/unheard.md": "parts/undelivered.md",
}
"""Former names of templates, which a team's own templates may still have and include, and the present ones."""

_NAME = lazy_pattern(r"[a-z_-]+/[a-z_-]+\.[a-z]+")
"""A folder and a file, so that no `{% include %}` of a team leads out of the templates."""


def load_template(name: str) -> str | None:
    """Return a template's text by its present or former name; None if there is none of that name."""
    return _text(TEMPLATES / FORMER_NAMES.get(name, name)) if _NAME.fullmatch(name) else None


def template_names() -> list[str]:
    """Return the names of all templates."""
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.glob("*/*"))


def load_wording(workspace: Path | None) -> Wording:
    """Return a repository's words: its own templates, within their limits, before the tool's."""
    compiled = ReadOnlyTemplates()
    if workspace is None:
        return Wording(load_template, compiled=compiled)
    return Wording(load_template, own_template_loader(workspace), RenderLimits(), compiled)


def compile_templates(directory: Path = COMPILED) -> None:
    """Compile the templates that runs fill into a directory, which is emptied first.

    A drill and a build of the status page compile their own.
    """
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    wording = Wording(load_template, compiled=CompiledTemplates(directory))
    for name in (each for each in template_names() if not each.startswith(("drill/", "site/"))):
        wording.compile_template(name)


def own_template_loader(workspace: Path) -> Callable[[str], str | None]:
    """Return what loads a repository's own templates, which have the tool's names and are beside the configuration.

    The loader raises TemplateNotUsable for anything but a regular file of text.
    """
    if not os.path.lexists(workspace / OWN_FOLDER):
        return lambda _: None
    return lambda name: _own_text(workspace, f"{OWN_FOLDER}/{own_name(workspace, name)}")


def own_name(workspace: Path, name: str) -> str:
    """Return the name that a repository's own template has: a former one if only a file of that name exists."""
    names = (name, *(former for former, present in FORMER_NAMES.items() if present == name))
    return next((each for each in names if os.path.lexists(workspace / OWN_FOLDER / each)), name)


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
