"""Find the lines of a section that are action items, and those that look like one and cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import day_text
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.postmortem.columns import BOX
from incident_actions.postmortem.item_text import ItemText
from incident_actions.postmortem.item_values import OWNER, TEAM, read_type, visible_words
from incident_actions.postmortem.loose_fields import NAMED
from incident_actions.postmortem.outline import OutlineSection, Passage

BLANK = lazy_pattern(r"[\s.…_<>\[\]()-]*")
PIPE = lazy_pattern(r"(?<!\\)\|")
NO_ITEMS = lazy_pattern(
    r"(?:none|nil|n/?a|not applicable|nothing|tb[ad]|to ?do|\?+)\W*"
    r"|(?:none|nothing)(?:\s+(?:so far|yet|needed|required|identified|planned|open|new|to do|at this (?:time|point))\b"
    r"|\s*[,;:.(—–-]).*"
    r"|(?:there (?:are|were) )?no(?:\s+(?:new|further|more|other|additional))*"
    r"\s+(?:action items?|actions?|follow[- ]?ups?|items?|tasks?)\b[^@]{0,80}",
    re.IGNORECASE | re.DOTALL,
)
"""What people write where there is nothing to do."""

NO_LETTERS = lazy_pattern(r"[^A-Za-z?]*(?:[nt]|\?)", re.IGNORECASE)
"""How each of them begins."""

PROMISE = lazy_pattern(r"\s*(?:[•·▪◦‣–—]\s*|[+-](?=[A-Za-z\[])|\[[ xX]?\]\s*|[☐☑☒✅]\s*|\(?\d{1,3}[.):]\s+)(\S.*)")
"""A line of a paragraph that begins like an item of a list, and which Markdown does not read as one."""

HTML = lazy_pattern(r"\s*</?[a-z!]", re.IGNORECASE)
HTML_ITEM = lazy_pattern(
    r"<(?P<tag>tr|li)\b[^>]{0,200}>(?P<inside>.*?)(?=<(?:tr|li|/table|/ul|/ol)\b|\Z)", re.IGNORECASE | re.DOTALL
)
TAG = lazy_pattern(r"<[^<>]{0,300}>")
DETAIL = lazy_pattern(r"[*_]{0,2}([A-Za-z][A-Za-z -]{0,30}?)[*_]{0,2}:[*_]{0,2}\s+(\S.*)")

Reason = Literal["no text", "no column", "no list", "too many"]
"""Why a line that looks like an item is not read as one."""


@dataclass(frozen=True)
class ItemLine:
    """A line that is an item: its fields as they are written, by their content."""

    line: int
    cells: dict[str, str]
    cell: int = -1
    """The place of its text among the cells of a table's row; -1 for a line of a list."""
    surplus: int = 0
    """How many cells the row of a table has more than its head; they belong to the text."""


@dataclass(frozen=True)
class UnreadLine:
    """A line that looks like an item, and is not read as one."""

    line: int
    text: str
    reason: Reason


@dataclass(frozen=True)
class ProseLine:
    """A paragraph that is in the section and not in a list or a table."""

    line: int
    text: str

    @property
    def is_promise(self) -> bool:
        """Whether it names a person, a team or a date, as a promise does."""
        return bool(OWNER.search(self.text) or TEAM.search(self.text) or day_text.fixed_day(self.text))


AnyLine = ItemLine | UnreadLine | ProseLine


class SectionReader:
    """Reads the lines of one section, from top to bottom."""

    def __init__(self, lines: tuple[str, ...], item_text: ItemText, types: tuple[str, ...]) -> None:
        self._lines = lines
        self._text = item_text
        self._types = types
        self._names: tuple[str, ...] = ()
        self._type = ""
        """The type that the heading above gives, such as `### Prevention`."""
        self._group = 0
        """The depth of a bullet such as `Short term:`, whose own bullets are the items."""
        self._above: ItemLine | None = None
        """The item of a list that more lines may tell of."""

    def read(self, part: OutlineSection, prompts: frozenset[int]) -> Iterator[AnyLine]:
        """Return the lines of a section that say something; `prompts` are the ids of passages to leave out."""
        rows = [row for row in part.rows if not any(id(each) in prompts for each in row)]
        nothing: tuple[Passage, ...] = ()
        for row, following in zip(rows, [*rows[1:], nothing], strict=False):
            match row[0].kind:
                case "heading":
                    self._type, self._above, self._group = read_type(row[0].visible_text, self._types), None, 0
                case "head":
                    self._names = self._text.columns.table_contents(each.visible_text for each in row)
                case "cell":
                    yield from self._table_row(row)
                case "code":
                    yield from _code_lines(row[0])
                case "text" if row[0].item:
                    yield from self._bullet(row[0], following)
                case "text":
                    yield from self._paragraph(row[0])

    def _table_row(self, row: tuple[Passage, ...]) -> Iterator[AnyLine]:
        """Return the item of a row. Surplus cells come from pipes in the text, so they are put back into it."""
        line, texts = row[0].line, [each.visible_text for each in row]
        self._above = None
        if all(BLANK.fullmatch(each) for each in texts):
            return
        place = self._names.index("item") if "item" in self._names else -1
        if place < 0:
            yield UnreadLine(line, " | ".join(filter(None, texts)), "no column")
            return
        surplus = 0
        source = self._lines[line - 1]
        given = _source_cells(source) if source.count("|") >= len(self._names) else []
        if len(given) > len(self._names):
            surplus = len(given) - len(self._names)
            texts = [*given[:place], " | ".join(given[place : place + surplus + 1]), *given[place + surplus + 1 :]]
        cells = {name: text for name, text in zip(self._names, texts, strict=False) if name}
        if not BLANK.fullmatch(cells["item"]):
            if not _says_none(cells["item"]):
                yield ItemLine(line, self._typed(self._text.split_cell(cells)), place + surplus, surplus)
        elif any(not BLANK.fullmatch(cells.get(name, "")) for name in ("owner", "due")):
            yield UnreadLine(line, " | ".join(filter(None, texts)), "no text")

    def _bullet(self, first: Passage, following: tuple[Passage, ...]) -> Iterator[AnyLine]:
        """Return the item of a line of a list. A bullet below it tells more, unless it has a box or fields itself."""
        text = " ".join(first.visible_text.split())
        words = BOX.sub("", text)
        own = BOX.match(text) is not None or len(self._text.columns.split_line(words)) > 1
        if first.item <= self._group:
            self._group = 0
        if first.item > 1 and not own and first.item != self._group + 1:
            self._tell_more(words)
        elif _is_group(words, first, following):
            self._group, self._above = first.item, None
        elif _is_field(words):
            yield UnreadLine(first.line, words, "no text")
        elif not BLANK.fullmatch(words) and not _says_none(words):
            self._above = ItemLine(first.line, self._typed(self._text.split_line(words)))
            yield self._above

    def _paragraph(self, passage: Passage) -> Iterator[AnyLine]:
        """Return what a text outside a bullet's first lines is: more of an item, HTML, a promise, or prose."""
        text = " ".join(passage.visible_text.split())
        if passage.in_list:
            self._tell_more(text)
        elif BLANK.fullmatch(text) or _says_none(text):
            return
        elif HTML.match(text):
            yield from _html_items(passage)
        elif BOX.match(text) and "\n" not in passage.visible_text:
            yield ItemLine(passage.line, self._typed(self._text.split_line(BOX.sub("", text))))
        elif promises := _promises(passage):
            yield from promises
        elif not text.endswith(":"):
            yield ProseLine(passage.line, text)

    def _tell_more(self, text: str) -> None:
        """Add a field that a line below an item gives, such as `Owner: @ada`."""
        detail = DETAIL.fullmatch(text)
        if self._above is not None and detail and (content := NAMED.get(detail[1].casefold(), "")):
            self._above.cells.setdefault(content, detail[2])

    def _typed(self, cells: dict[str, str]) -> dict[str, str]:
        return {**cells, "type": cells.get("type", "") or self._type} if self._type else cells


def _says_none(text: str) -> bool:
    """Whether a text says that there is nothing to do; no other text is looked at closely."""
    return NO_LETTERS.match(text) is not None and NO_ITEMS.fullmatch(visible_words(text)) is not None


def _is_field(words: str) -> bool:
    """Whether a bullet has an owner or a due date, and no text of an item."""
    detail = DETAIL.fullmatch(words.lstrip("—–- "))
    return detail is not None and detail[1].casefold() in NAMED


def _is_group(words: str, first: Passage, following: tuple[Passage, ...]) -> bool:
    """Whether a bullet only names the ones below it."""
    below = bool(following) and following[0].kind == "text" and following[0].item == first.item + 1
    return below and visible_words(words).endswith(":")


def _source_cells(line: str) -> list[str]:
    """Return the cells of a row as it is in the file."""
    return [each.strip() for each in PIPE.split(line.strip(" \t>").removeprefix("|").removesuffix("|"))]


def _promises(passage: Passage) -> list[UnreadLine]:
    found = ((line, PROMISE.match(text)) for line, text in enumerate(passage.visible_lines.split("\n"), passage.line))
    return [UnreadLine(line, each[1].strip(), "no list") for line, each in found if each]


def _code_lines(passage: Passage) -> Iterator[UnreadLine]:
    """Return the lines of a code block that name a person or a day, and begin like an item."""
    for line, text in enumerate(passage.text.split("\n"), passage.line) if not passage.in_list else ():
        words = text.strip()
        if words[:1] in ("-", "*", "|", "[") and (OWNER.search(words) or day_text.fixed_day(words)):
            yield UnreadLine(line, words, "no list")


def _html_items(passage: Passage) -> Iterator[UnreadLine]:
    """Return the rows and bullets that are written in HTML."""
    for found in HTML_ITEM.finditer(passage.text):
        words = " ".join(TAG.sub(" ", found["inside"]).split())
        if words and (found["tag"].casefold() == "li" or "<td" in found["inside"].casefold()):
            yield UnreadLine(passage.line + passage.text.count("\n", 0, found.start()), words, "no list")
