"""The whole site: every version beside the others, the examples, and the pages that lead to the newest version."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from tests.laboratory.docs_site.version import Version, build_version

ROOT = Path(__file__).parents[3]
BRANCH = "main"
LATEST = "latest"
NOT_FOUND = "404.html"
TAG = re.compile(r"v(\d+)\.(\d+)\.(\d+)")
EXAMPLES = ("report.html", "status-page", "transcript.html")
"""What a drill keeps that the site shows: see docs/examples.md."""

REDIRECT = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>incident-actions</title>
<meta http-equiv="refresh" content="0; url={to}">
<link rel="canonical" href="{to}">
<p><a href="{to}">Documentation of incident-actions</a></p>
</html>
"""


def build_site(to: Path, examples: Path) -> None:
    """Build the site into a folder, anew: this checkout as `main`, each tag of a release, and what a drill kept."""
    repository = read_repository()
    shutil.rmtree(to, ignore_errors=True)
    build_version(Version(BRANCH, ROOT / "docs", repository, pages_address(repository)), to / BRANCH)
    tags = sorted(filter(TAG.fullmatch, _list_tags()), key=_order, reverse=True)
    for tag in tags:
        with _docs_of(tag) as docs:
            build_version(Version(tag, docs, repository, pages_address(repository)), to / tag)
    newest = (*tags, BRANCH)[0]
    shutil.copytree(to / newest, to / LATEST)
    shutil.copy(to / newest / NOT_FOUND, to)  # the one that GitHub Pages shows for any address
    (to / "versions.json").write_text(json.dumps(list_versions(tags)), encoding="utf-8")
    (to / "index.html").write_text(REDIRECT.format(to=f"{LATEST}/"), encoding="utf-8")
    _copy_examples(examples, to / "examples")


def read_repository() -> str:
    """Return the address of the repository."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["urls"]["Repository"])


def pages_address(repository: str) -> str:
    """Return where GitHub Pages serves the site of a repository: https://docs.github.com/en/pages/getting-started-with-github-pages/what-is-github-pages."""
    owner, name = urlsplit(repository).path.strip("/").split("/")
    return f"https://{owner}.github.io/{name}"


def list_versions(tags: list[str]) -> list[dict[str, object]]:
    """Return what the menu of versions reads, newest first; the first one is also `latest`."""
    names = [*tags, BRANCH]
    return [{"version": each, "title": each, "aliases": [LATEST] if each == names[0] else []} for each in names]


def _list_tags() -> list[str]:
    return subprocess.run(["git", "tag"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()


def _order(tag: str) -> tuple[int, ...]:
    found = TAG.fullmatch(tag)
    return tuple(map(int, found.groups())) if found else ()


@contextmanager
def _docs_of(tag: str) -> Iterator[Path]:
    """Check out docs/ at a tag, beside the checkout, for as long as it is built."""
    with TemporaryDirectory(prefix="docs-of-tag-") as temporary:
        archive = subprocess.run(["git", "archive", tag, "docs"], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", temporary], input=archive, check=True)
        yield Path(temporary) / "docs"


def _copy_examples(kept: Path, to: Path) -> None:
    to.mkdir()
    for name in EXAMPLES:
        copy = shutil.copytree if (kept / name).is_dir() else shutil.copy
        copy(kept / name, to / name)
