"""Find the slash commands in a comment: lines that start with a slash, outside code, quotes and HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text.code_spans import Backticks
from incident_actions.text.slash_line import MAY_HOLD, CommandLine, read_line

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_NEWLINE = lazy_pattern(r"\r\n?")
# Without one of these, no line that starts with a slash can be in code, a quote, HTML, a table or a link definition.
_STRUCTURE = lazy_pattern(r"[`~<>\[|]")
_FENCE = lazy_pattern(r"`{3}|~{3}")
_INLINE = lazy_pattern(r"\\.|`+|<", re.DOTALL)
_TAG = lazy_pattern(
    r"""</?[A-Za-z][A-Za-z0-9-]*
        (?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*
        \s*/?>
      | <[A-Za-z][A-Za-z0-9.+-]{1,31}:[^<>\x00-\x20]*>
      | <[\w.!\#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9.-]+>""",
    re.VERBOSE | re.ASCII,
)
# Blank to Python but not to Markdown: the parser would strip these and miscount the lines.
_NO_BLANKS = dict.fromkeys(
    (
        0x0B,
        0x0C,
        *range(0x1C, 0x20),
        0x85,
        0xA0,
        0x1680,
        *range(0x2000, 0x200B),
        0x2028,
        0x2029,
        0x202F,
        0x205F,
        0x3000,
    ),
    "\ufffd",
)
_WORK = lazy_pattern(r"[-+*>.)][ \t>]")
_DEEPEST = 20  # as deep as the parser follows lists and quotes
MOST_WORK = 12_500
"""The most lines, and markers of lists and quotes, that are read as Markdown; what is below them is not read."""

_CLOSED_BY = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))


@dataclass(frozen=True)
class SlashCommand:
    """One command as typed: `/sev 1 database is down` is the word `sev` and the rest `1 database is down`."""

    word: str
    rest: str
    index: int
    """The number of the command in its comment, from 0."""
    more: str = ""
    """The source of the lines that follow, up to the next command or the first empty line outside a fence."""
    typed_as: str = ""
    """What was typed for the word, if that is more or other than the word: `sev1`, `Update:`."""


def may_hold_command(body: str) -> bool:
    """Whether some line starts with a slash and a letter; cheap, and never wrong when it is False."""
    return MAY_HOLD.search(body) is not None


@lru_cache(maxsize=64)
def commands_in(body: str) -> tuple[SlashCommand, ...]:
    """Return every command of a comment, in order; cached, since a run asks several times.

    A line that Markdown joins to a quote (a lazy continuation) or to a table is part of it and never runs.
    """
    if not may_hold_command(body):
        return ()
    lines = _NEWLINE.sub("\n", body).split("\n")
    commands = _matching(lines, range(len(lines)))
    fenced: frozenset[int] = frozenset()
    if not _in_plain_sight(lines, commands):
        commands, fenced = _as_markdown(lines)
    return tuple(_collected(lines, commands, fenced))


def is_cut_off(body: str) -> bool:
    """Whether there may be commands below the part of a comment that is read."""
    lines = _NEWLINE.sub("\n", body).split("\n")
    if len(body) <= MOST_WORK or _in_plain_sight(lines, _matching(lines, range(len(lines)))):
        return False
    return bool(_matching(lines, range(len(_bounded(lines)), len(lines))))


def nearest_word(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant: one spelled almost the same, or one that shares its start."""
    words = tuple(known)
    begun = (each for each in words if len(word) > 1 and (each.startswith(word) or word.startswith(each)))
    return word_spelled_like(word, words) or next(begun, None)


def word_spelled_like(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known word that is spelled most like a word, if at least `cutoff` of it, from 0 to 1, is the same."""
    from difflib import get_close_matches  # noqa: PLC0415  only for a mistyped command

    return next(iter(get_close_matches(word, tuple(known), n=1, cutoff=cutoff)), None)


def _matching(lines: list[str], numbers: Iterable[int]) -> dict[int, CommandLine]:
    """Return the command lines among the lines with these numbers."""
    return {number: found for number in numbers if (found := read_line(lines[number]))}


def _in_plain_sight(lines: list[str], commands: dict[int, CommandLine]) -> bool:
    """Whether nothing can hide these lines: there is no structure, or the comment opens with its only command.

    It spares most comments the Markdown parser; the tests compare it with the parser.
    """
    first = next(iter(commands), 0)
    opens = len(commands) <= 1 and not any(lines[:first]) and "|" not in lines[first]
    return not any(map((_FENCE if opens else _STRUCTURE).search, lines))


def _collected(lines: list[str], commands: dict[int, CommandLine], fenced: frozenset[int]) -> Iterator[SlashCommand]:
    for index, (number, found) in enumerate(commands.items()):
        end = number + 1
        while end < len(lines) and end not in commands and (lines[end].strip() or end in fenced):
            end += 1
        more = "\n".join(lines[number + 1 : end]).rstrip()
        yield SlashCommand(found.word, found.rest, index, more, found.typed_as)


def _as_markdown(lines: list[str]) -> tuple[dict[int, CommandLine], frozenset[int]]:
    """Return the command lines as Markdown shows them, and the numbers of the lines inside fences."""
    commands: dict[int, CommandLine] = {}
    fenced: set[int] = set()
    quotes = 0
    previous: Token | None = None
    for token in block_parser().parse("\n".join(_bounded(lines)).translate(_NO_BLANKS)):
        quotes += token.nesting * (token.type.startswith("blockquote"))
        if token.type == "fence" and token.map and not quotes:
            fenced.update(range(*token.map))
        if token.type == "inline" and token.map and not quotes and previous and _is_prose(previous):
            first = token.map[0]
            commands |= _matching(lines, (first + offset for offset in _visible_lines(token.content)))
        previous = token
    return commands, frozenset(fenced)


def _bounded(lines: list[str]) -> list[str]:
    """Return the first lines, as many as can be read in a bounded time."""
    work = accumulate(1 + min(len(_WORK.findall(line)), _DEEPEST) for line in lines)
    return [line for line, done in zip(lines, work, strict=True) if done <= MOST_WORK]


def block_parser() -> MarkdownIt:
    """Return a parser of GitHub's block structure alone: inline rules are slow on hostile text and not needed.

    The parser's own limit (`maxNesting`) cuts deep nesting, so that thousands of `>` cost nothing.
    """
    from markdown_it import MarkdownIt  # noqa: PLC0415  takes 50 ms, and most comments do not need it

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _is_prose(opening: Token) -> bool:
    """Whether this opens a paragraph or an underlined heading: a command above a `---` is still a command."""
    return opening.type == "paragraph_open" or (opening.type == "heading_open" and opening.markup in {"=", "-"})


def _visible_lines(content: str) -> Iterator[int]:
    """Return the numbers of a paragraph's lines that start outside inline code and inline HTML."""
    hidden = _hidden(content)
    span = next(hidden, None)
    start = 0
    for number, line in enumerate(content.split("\n")):
        while span and span[1] <= start:
            span = next(hidden, None)
        if not span or start <= span[0]:
            yield number
        start += len(line) + 1


def _hidden(content: str) -> Iterator[tuple[int, int]]:
    """Return the start and end of each inline code and inline HTML of a paragraph, left to right."""
    backticks = Backticks(content)
    missing: set[str] = set()
    position = 0
    while found := _INLINE.search(content, position):
        position = found.end()
        if found[0][0] == "`":
            end = backticks.end(found)
        elif found[0] == "<":
            end = _html_end(content, found.start(), missing)
        else:
            continue
        if end:
            yield found.start(), end
            position = end


def _html_end(content: str, start: int, missing: set[str]) -> int | None:
    """Return where the HTML or autolink that starts here ends; a missing end is not searched for twice."""
    if tag := _TAG.match(content, start):
        return tag.end()
    for opening, closing in _CLOSED_BY:
        if content.startswith(opening, start):
            if closing in missing or (opening == "<!" and not content[start + 2 : start + 3].isalpha()):
                return None
            if (end := content.find(closing, start + 2)) >= 0:
                return end + len(closing)
            missing.add(closing)
            return None
    return None
