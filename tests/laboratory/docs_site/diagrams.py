"""The Mermaid diagrams of a page, drawn when the site is built, so that no reader's browser loads a library for them."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

FENCE = re.compile(r"^```mermaid\n(?P<diagram>.*?)^```$", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r"^\s*accTitle: *(?P<title>.+)$", re.MULTILINE)
THEMES = {"light": "default", "dark": "dark"}
FOLDER = "diagrams"


def draw_diagrams(text: str, name: str, pages: Path) -> str:
    """Return a page whose diagrams are pictures, one for each colour scheme, and write these below `pages`."""
    place = iter(range(1, len(text)))

    def replace(found: re.Match[str]) -> str:
        title = TITLE.search(found["diagram"])
        assert title, f"A diagram of {name} has no accTitle, which people hear who don't see it."
        stem = f"{FOLDER}/{name}-{next(place)}"
        for colour, theme in THEMES.items():
            _draw(found["diagram"], theme, pages / f"{stem}-{colour}.svg")
        return "\n".join(f"![{title['title']}]({stem}-{colour}.svg#only-{colour})" for colour in THEMES)

    return FENCE.sub(replace, text)


def _draw(diagram: str, theme: str, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    # Only what builds the site has this library, which takes as long to load as to draw.
    import_module("mermaidx").render(diagram, theme=theme).save(str(to))
