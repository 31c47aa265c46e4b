"""GitHub's Markdown as the site's generator reads it: lists indented by four, and links that leave docs/ as addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

OUTSIDE = re.compile(r"(?<=\]\()\.\./(?P<inline>[^)\s]*)|(?<=\]: )\.\./(?P<reference>\S+)")
_NESTED = 4
"""Columns by which Python-Markdown wants what belongs to an item of a list: https://python-markdown.github.io/#differences"""


def for_python_markdown(text: str, source: str) -> str:
    """Return a page of docs/ for the generator; `source` is the address of the repository's files at this version."""
    return address_outside(_indent_lists(text), source)


def address_outside(text: str, source: str) -> str:
    """Return the page with each link to a file outside docs/ as the address of that file on GitHub."""
    fenced = {line for token in _parse(text) if token.type == "fence" and token.map for line in range(*token.map)}
    lines = text.splitlines(keepends=True)
    return "".join(
        line
        if number in fenced
        else OUTSIDE.sub(lambda link: f"{source}/{link['inline'] or link['reference'] or ''}", line)
        for number, line in enumerate(lines)
    )


def _indent_lists(text: str) -> str:
    """Return the page with the contents of lists indented by four columns a level, and a blank line before each outer list."""
    lines = text.splitlines()
    depths, strip, starts = _read_lists(text, len(lines))
    written: list[str] = []
    for number, line in enumerate(lines):
        if number in starts and written and written[-1].strip():
            written.append("")
        written.append(f"{' ' * _NESTED * depths[number]}{line[strip[number] :]}".rstrip())
    return "\n".join((*written, ""))


def _read_lists(text: str, count: int) -> tuple[list[int], list[int], set[int]]:
    """Return for each line how many items it lies in and the columns to take away, and the first lines of outer lists."""
    depths, strip, starts = [0] * count, [0] * count, set[int]()
    lines = text.splitlines()
    for first, last, is_list in _ranges(_parse(text)):
        if is_list:
            starts |= set() if depths[first] else {first}
            continue
        marker = re.match(r"\s*(?:[-*+]|\d+[.)])\s+", lines[first])
        width = len(marker[0]) if marker else 0
        for line in range(first + 1, last):
            depths[line] += 1
            strip[line] = min(width, len(lines[line]) - len(lines[line].lstrip()))
    return depths, strip, starts


def _ranges(tokens: list[Token]) -> Iterator[tuple[int, int, bool]]:
    for token in tokens:
        if token.type in ("list_item_open", "bullet_list_open", "ordered_list_open") and token.map:
            yield token.map[0], token.map[1], token.type != "list_item_open"


def _parse(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(text)
