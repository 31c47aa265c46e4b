"""One version of the site: its pages staged for the generator, and built."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.laboratory.docs_site.diagrams import draw_diagrams
from tests.laboratory.docs_site.github_markdown import for_python_markdown
from tests.laboratory.docs_site.navigation import HOME, read_navigation

HERE = Path(__file__).parent
LEFT_OUT = ("incidents",)
"""Folders of docs/ that are no documentation."""
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class BrokenPages(Exception):
    """The pages have a link that leads nowhere, or are otherwise not what the generator can build; its words say where."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the documentation: its name, the folder docs/ that it is made of, and the repository's address."""

    name: str
    docs: Path
    repository: str
    address: str


def build_version(version: Version, to: Path) -> None:
    """Build a version into a folder, strictly; raises BrokenPages."""
    with TemporaryDirectory(prefix="docs-site-") as temporary:
        project = Path(temporary)
        _stage_pages(version, project / "docs")
        configuration = project / "zensical.toml"
        configuration.write_text(_configuration(version), encoding="utf-8")
        _generate(configuration)
        shutil.copytree(project / "site", to)


def _generate(configuration: Path) -> None:
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(configuration)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise BrokenPages(COLOURS.sub("", done.stdout))


def _stage_pages(version: Version, pages: Path) -> None:
    shutil.copytree(version.docs, pages, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for name in ("site.css", "site.js"):
        shutil.copy(HERE / name, pages)
    for page in sorted(pages.glob("*.md")):
        text = draw_diagrams(page.read_text(encoding="utf-8"), page.stem, pages)
        source = f"{version.repository}/blob/{version.name}"
        page.write_text(for_python_markdown(text, source), encoding="utf-8")


def _configuration(version: Version) -> str:
    """Return the configuration of the generator.

    It has no address of a repository: the theme would ask GitHub's API for that repository's stars on each page.
    """
    navigation = read_navigation((version.docs / HOME).read_text(encoding="utf-8"))
    lines = (
        "[project]",
        f'site_url = "{version.address}/{version.name}/"',
        f"nav = {_inline(navigation)}",
        f'extra.social = [{{ icon = "fontawesome/brands/github", link = "{version.repository}", name = "Repository" }}]',
    )
    return (HERE / "zensical.toml").read_text(encoding="utf-8").replace("[project]", "\n".join(lines), 1)


def _inline(value: object) -> str:
    """Return a value as TOML on one line."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{json.dumps(key)} = {_inline(each)}' for key, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    return json.dumps(value, ensure_ascii=False)
