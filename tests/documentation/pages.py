"""The pages that people read: their code, in the order in which it is run, their headings, and their links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
PAGES = (*(ROOT / name for name in ("README.md", "CONTRIBUTING.md")), *sorted((ROOT / "docs").glob("*.md")))
"""Whose commands are run."""

ALL = (*PAGES, *(ROOT / name for name in ("SECURITY.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md", "AGENTS.md")))
"""Whose links are followed."""

_BEHIND = re.compile(r"<!-- run: (.*?) -->", re.DOTALL)
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of code on a page, by its first and last line; `hidden` stands in a comment that nobody sees."""

    line: int
    end: int
    language: str
    text: str
    hidden: bool = False


def name_of(page: Path) -> str:
    """How a page is called, from the top of the repository."""
    return str(page.relative_to(ROOT))


@cache
def tokens(page: Path) -> tuple[Token, ...]:
    """A page as Markdown."""
    return tuple(MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")))


def blocks(page: Path) -> Iterator[Block]:
    """All its fenced code, and what its comments run: `<!-- run: … -->`."""
    for token in tokens(page):
        line, end = (token.map[0] + 1, token.map[1]) if token.map else (0, 0)
        if token.type == "fence":
            yield Block(line, end, token.info.split(" ")[0], token.content)
        elif token.type == "html_block":
            for found in _BEHIND.finditer(token.content):
                yield Block(line, end, "sh", f"{found[1]}\n", hidden=True)


def section(page: Path, title: str) -> list[Block]:
    """What a section of a page shows to be typed."""
    lines = page.read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"## {title}") + 1
    end = next((place for place, line in enumerate(lines[begin:], begin) if line.startswith("## ")), len(lines))
    return [each for each in blocks(page) if begin < each.line <= end and each.language == "sh"]


def links(page: Path) -> set[str]:
    """Where it leads, as written."""
    inline = (child for token in tokens(page) for child in token.children or ())
    found = (child.attrGet("href") or child.attrGet("src") for child in inline if child.type in ("link_open", "image"))
    return {str(each) for each in found if each}


@cache
def anchors(page: Path) -> frozenset[str]:
    """The names by which its headings can be linked to.

    https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links
    """
    taken: dict[str, int] = {}
    for opening, inline in zip(tokens(page), tokens(page)[1:], strict=False):
        if opening.type == "heading_open":
            name = _NOT_IN_ANCHORS.sub("", _shown(inline).strip().lower()).replace(" ", "-")
            taken[name] = taken.get(name, -1) + 1
            if taken[name]:
                taken[f"{name}-{taken[name]}"] = 0
    return frozenset(taken)


def _shown(inline: Token) -> str:
    return "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))
