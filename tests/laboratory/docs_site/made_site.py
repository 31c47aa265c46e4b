"""The whole site as `make docs-site` builds it, and the links that its pages have."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from tests.documentation.pages import ROOT
from tests.laboratory.docs_site.whole_site import pages_address, read_repository

SITE = f"{pages_address(read_repository())}/"
PATH = urlsplit(SITE).path


def make_site(to: Path, examples: Path) -> None:
    """Build the site with what a drill kept."""
    arguments = [sys.executable, "-m", "tests.laboratory.docs_site", "--to", str(to), "--examples", str(examples)]
    subprocess.run(arguments, cwd=ROOT, check=True, capture_output=True, text=True)


@dataclass
class Links(HTMLParser):
    """Where a page leads, and the names by which other pages can lead to its parts."""

    page: Path
    targets: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an element leads and what it is called."""
        for name, value in attrs:
            if value and name in ("href", "src") and not (tag == "link" and ("rel", "canonical") in attrs):
                self.targets.add(value)
            elif value and name in ("id", "name"):
                self.anchors.add(value)


def broken_links(site: Path, below: str) -> list[str]:
    """Return each link of the pages below a folder of the site that leads nowhere in it, with its page."""
    pages = {path: Links(path) for path in sorted(site.rglob("*.html"))}
    return [
        f"{path.relative_to(site)}: {target}"
        for path, page in pages.items()
        if path.is_relative_to(site / below)
        for target in sorted(page.targets)
        if not _leads(site, pages, path, target)
    ]


def _leads(site: Path, pages: dict[Path, Links], page: Path, target: str) -> bool:
    address, anchor = urldefrag(target)
    if urlsplit(address).path.startswith(PATH) and urlsplit(address).netloc in ("", urlsplit(SITE).netloc):
        place = site / unquote(urlsplit(address).path.removeprefix(PATH))
    elif "://" in address or address.startswith(("mailto:", "data:", "javascript:")):
        return True
    else:
        place = (page.parent / unquote(address)).resolve() if address else page
    place = place / "index.html" if place.is_dir() else place
    known = pages.get(place)
    return place.is_file() and (not anchor or known is None or unquote(anchor) in known.anchors)
