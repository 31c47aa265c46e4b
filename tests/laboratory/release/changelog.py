"""The changelog at a release: what is unreleased becomes a dated section, which is also the release's notes."""

from __future__ import annotations

import re
from datetime import date

UNRELEASED = "## [Unreleased]\n"
_SECTION = re.compile(r"^## \[(?P<name>[^\]]+)\](?P<dated> - \d{4}-\d{2}-\d{2})?$", re.MULTILINE)


def section_text(changelog: str, name: str, *, dated: bool) -> str:
    """Return what a section holds, without its heading; empty if there is no such section."""
    found = [each for each in _SECTION.finditer(changelog) if each["name"] == name and bool(each["dated"]) is dated]
    if not found:
        return ""
    after = _SECTION.search(changelog, found[0].end())
    return changelog[found[0].end() : after.start() if after else len(changelog)].strip()


def has_changes(changelog: str) -> bool:
    """Whether the unreleased section says anything below its headings."""
    lines = section_text(changelog, "Unreleased", dated=False).splitlines()
    return any(line.strip() and not line.startswith("#") for line in lines)


def date_section(changelog: str, version: str, day: date) -> str:
    """Return the changelog with what was unreleased under the version and its day, and nothing unreleased."""
    return changelog.replace(UNRELEASED, f"{UNRELEASED}\n## [{version}] - {day.isoformat()}\n", 1)


def release_notes(changelog: str, version: str, repository: str) -> str:
    """Return the notes of a release: its section, whose links lead to the pages of its tag in the repository."""
    text = section_text(changelog, version, dated=True)
    return re.sub(r"\]\((?!https?://|#)", f"]({repository}/blob/v{version}/", text) + "\n"
