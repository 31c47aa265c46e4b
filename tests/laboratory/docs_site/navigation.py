"""The navigation of the site: the sections and links of docs/README.md, which is its home page."""

from __future__ import annotations

import re

SECTION = re.compile(r"^## (?P<title>.+)$")
ENTRY = re.compile(r"^- \[(?P<title>[^\]]+)\]\((?P<page>[\w-]+\.md)\)")
HOME = "README.md"


def read_navigation(index: str) -> list[dict[str, object]]:
    """Return the navigation as Zensical wants it: each section of the index with its pages, in their order.

    https://zensical.org/docs/setup/navigation/
    """
    navigation: list[dict[str, object]] = [{"Home": HOME}]
    entries: list[dict[str, str]] = []
    for line in index.splitlines():
        if section := SECTION.match(line):
            entries = []
            navigation.append({section["title"]: entries})
        elif entry := ENTRY.match(line):
            entries.append({entry["title"]: entry["page"]})
    return navigation
