"""Parse a post-mortem's Markdown into its front matter and its sections, with every text by line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import field
from functools import cached_property, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from incident_actions.model.fast_dataclass import dataclass, replace
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.postmortem.long_tables import ShortenedText, keep_tables, shorten_tables
from incident_actions.text.code_spans import Backticks
from incident_actions.text.safe_markdown import escape_line as as_written
from incident_actions.text.slash_grammar import block_parser

if TYPE_CHECKING:
    from markdown_it.token import Token

FRONT_MATTER = lazy_pattern(r"\A---\n((?:.*?\n)??)---(?:\n|\Z)", re.DOTALL)
CODE_OR_COMMENT = lazy_pattern(r"\\.|`+|<!--", re.DOTALL)
CLOSING = lazy_pattern(r"(?<!\s)\s+#+\s*\Z|\s+\Z")
"""The signs that Markdown removes at the end of a heading."""

APPENDIX = lazy_pattern(r"\s*<details\b[^>]*>\s*<summary>\s*Appendix\b", re.IGNORECASE)
APPENDIX_END = "</details>"
"""The appendix: folded text that belongs to no section, wherever it is."""

BLANK = lazy_pattern(r"[\s.…_<>\[\]()|*-]*")


@dataclass(frozen=True)
class Passage:
    """A piece of text in its source: text, code, a heading, or a cell of a table or of its head."""

    line: int
    text: str
    kind: Literal["text", "code", "heading", "head", "cell"] = "text"
    level: int = 0
    item: int = field(default=0, compare=False)
    """The depth of the list item that a text opens, from 1; 0 where it opens none."""
    in_list: bool = field(default=False, compare=False)
    """Whether it is inside a list item, which it may open."""
    in_appendix: bool = field(default=False, compare=False)

    @property
    def visible_lines(self) -> str:
        """The text that a reader sees, in the lines of the file, without HTML comments."""
        return self.text if self.kind == "code" else self._without()

    @property
    def visible_text(self) -> str:
        """The text that a reader sees."""
        return self.visible_lines.strip()

    @property
    def prose(self) -> str:
        """The text that a reader sees outside code, in the lines of the file."""
        return "" if self.kind == "code" else self._without(code=True)

    @property
    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines of its prose, each with its number."""
        return enumerate(self.prose.split("\n"), self.line)

    @property
    def comments(self) -> tuple[tuple[int, str], ...]:
        """The HTML comments in it, each with its line."""
        if self.kind == "code" or not self.may_be_special:
            return ()
        found = _special(self.text, block=self.kind == "text")
        return tuple(
            (self.line + self.text.count("\n", 0, start), self.text[start:end])
            for kind, start, end in found
            if kind == "comment"
        )

    def _without(self, *, code: bool = False) -> str:
        """Return the text without HTML comments (and without code), in its original lines."""
        if not self.may_be_special:
            return self.text
        kept, position = [], 0
        for kind, start, end in _special(self.text, block=self.kind == "text"):
            if code or kind == "comment":
                kept += [self.text[position:start], "\n" * self.text.count("\n", start, end) or " " * (kind == "code")]
                position = end
        return "".join([*kept, self.text[position:]])

    @property
    def may_be_special(self) -> bool:
        """Whether it may hold code or an HTML comment. Hardly any of the thousand rows of a long timeline does."""
        return "`" in self.text or "<!--" in self.text

    @property
    def is_blank(self) -> bool:
        """Whether it has no content; dots alone do not count."""
        return BLANK.fullmatch(self.visible_text) is not None


@dataclass(frozen=True)
class OutlineSection:
    """A heading with everything below it, up to the next heading of its level or above."""

    title: str
    line: int
    passages: tuple[Passage, ...]

    @property
    def says_something(self) -> bool:
        """Whether anything but headings and a table's head is filled in."""
        return any(not (each.kind in ("heading", "head") or each.is_blank) for each in self.passages)

    @property
    def rows(self) -> Iterator[tuple[Passage, ...]]:
        """Its passages, with the cells of a table row together."""
        for _, row in groupby(self.passages, key=_row):
            yield tuple(row)


def _row(passage: Passage) -> object:
    return (passage.line, passage.kind) if passage.kind in ("head", "cell") else id(passage)


@dataclass(frozen=True)
class Outline:
    """A whole file; lines count from 1."""

    lines: tuple[str, ...]
    front_matter: str | None
    passages: tuple[Passage, ...]

    def parts(self, title: str) -> tuple[OutlineSection, ...]:
        """Return the sections with this title, ignoring case, as typed or as the tool writes it.

        A section inside another belongs to it. The file's own title, which can be any text, counts only where nothing
        else does. Every check asks for the same few, so they are found once.
        """
        if title not in self._parts:
            self._parts[title] = self._find_parts(title)
        return self._parts[title]

    @cached_property
    def _parts(self) -> dict[str, tuple[OutlineSection, ...]]:
        return {}

    def _find_parts(self, title: str) -> tuple[OutlineSection, ...]:
        spelt = (title, as_written(title))
        names = dict.fromkeys(CLOSING.sub("", each).casefold() for each in spelt)
        places = sorted(place for name in names for place in self._headings.get(name, ()))
        found, end = [], 0
        for place in [each for each in places if each != self._title] or places:
            if place >= end:
                end = self._end(place)
                heading = self.passages[place]
                inside = tuple(each for each in self.passages[place + 1 : end] if not each.in_appendix)
                found.append(OutlineSection(heading.visible_text, heading.line, inside))
        return tuple(found)

    @cached_property
    def header(self) -> OutlineSection:
        """What is between the file's title and the next heading; without a title, what is above all headings."""
        title = -1 if self._title is None else self._title
        place = title + 1
        while place < len(self.passages) and self.passages[place].kind != "heading":
            place += 1
        line = self.passages[title].line if title >= 0 else 1
        return OutlineSection(
            self.passages[title].visible_text if title >= 0 else "", line, self.passages[title + 1 : place]
        )

    @cached_property
    def _title(self) -> int | None:
        """The index of the file's title: its first heading, where all others are below it."""
        places = sorted(place for each in self._headings.values() for place in each)
        if not places or self._end(places[0]) < len(self.passages):
            return None
        return places[0] if len(places) > 1 else None

    @cached_property
    def _headings(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, each in enumerate(self.passages):
            if each.kind == "heading" and not each.in_appendix:
                found.setdefault(each.visible_text.casefold(), []).append(place)
        return found

    def _end(self, place: int) -> int:
        """Return the index behind a section: that of the next heading of its level or above."""
        level, following = self.passages[place].level, bisect_right(self._places, place)
        later = (self._places[each] for each in range(following, len(self._places)))
        return next((other for other in later if self.passages[other].level <= level), len(self.passages))

    @cached_property
    def _places(self) -> list[int]:
        """The index of each heading outside the appendix."""
        return [place for place, each in enumerate(self.passages) if each.level and not each.in_appendix]


@lru_cache(maxsize=4)  # one run reads the same file several times
def read_outline(text: str) -> Outline:
    """Parse a file; this raises nothing, whatever the file contains."""
    whole = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", " ")
    found = FRONT_MATTER.match(whole)
    front = found[1] if found else None
    skipped = 0 if front is None else front.count("\n") + 2
    lines = whole.split("\n")
    body = "\n" * skipped + "\n".join(lines[skipped:])
    return Outline(tuple(lines), front, tuple(_with_appendix(_passages(body))))


def _with_appendix(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Mark the passages of the appendix; what follows its end belongs to the section above it again."""
    inside = False
    for each in passages:
        begins = each.kind == "text" and APPENDIX.match(each.text) is not None
        inside = inside or begins
        yield replace(each, in_appendix=True) if inside else each
        if inside and each.kind == "text" and APPENDIX_END in each.text:
            inside = False


def _passages(body: str) -> list[Passage]:
    """Return the texts in order; inline Markdown is not parsed, because it is not needed and can be slow."""
    shortened = shorten_tables(body)
    found, used = _parse(shortened)
    return found if used == len(shortened.rows) else _parse(keep_tables(body))[0]


def _parse(shortened: ShortenedText) -> tuple[list[Passage], int]:
    """Return the texts, and behind how many of the rows that were left the others could be put back."""
    found: list[Passage] = []
    level, cell, depth, opens, width, used = 0, "", 0, 0, 0, 0
    for token in block_parser().parse(shortened.text):
        match token.type:
            case "heading_open":
                level = int(token.tag[1:])
            case "heading_close":
                level = 0
            case "tr_open":
                width = 0
            case "th_open":
                cell = "head"
            case "td_open":
                cell = "cell"
            case "tr_close" if cell == "cell" and (rows := _rows_behind(found[-1].line, width, shortened)):
                found += rows
                used += 1
            case "table_close":
                cell = ""
            case "list_item_open":
                depth = opens = depth + 1
            case "list_item_close":
                depth, opens = depth - 1, 0
            case "inline" if level:
                found.append(Passage(_line(token, shortened), token.content, "heading", level))
                opens = 0
            case "inline" if cell:
                width += 1
                found.append(Passage(_line(token, shortened), token.content, "head" if cell == "head" else "cell"))
                opens = 0
            case "inline" | "html_block":
                found.append(Passage(_line(token, shortened), token.content, item=opens, in_list=depth > 0))
                opens = 0
            case "fence" | "code_block":
                found.append(Passage(_line(token, shortened), token.content, "code", in_list=depth > 0))
                opens = 0
    return found, used


def _rows_behind(line: int, width: int, shortened: ShortenedText) -> list[Passage]:
    """Return the cells of the rows that came after one, where they have as many."""
    rows = shortened.rows.get(line, ())
    if rows and len(rows[0]) != width:
        return []
    return [Passage(number, each, "cell") for number, row in enumerate(rows, line + 1) for each in row]


def _line(token: Token, shortened: ShortenedText) -> int:
    return shortened.numbers[(token.map or [0])[0]]


def _special(text: str, *, block: bool = False) -> Iterator[tuple[str, int, int]]:
    """Return where code spans and HTML comments are, whichever opens first.

    A comment without an end shows as typed, but where it opens a `block` it hides all the rest.
    """
    backticks, position, last = Backticks(text), 0, text.rfind("-->")
    while found := CODE_OR_COMMENT.search(text, position):
        position = found.end()
        if found[0] == "<!--" and found.start() + 2 <= last:
            position = text.index("-->", found.start() + 2) + 3
            yield "comment", found.start(), position
        elif found[0] == "<!--" and block and not text[: found.start()].strip():
            position = len(text)
            yield "comment", found.start(), position
        elif found[0][0] == "`" and (end := backticks.end(found)):
            yield "code", found.start(), end
            position = end
