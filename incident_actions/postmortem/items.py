"""Read a post-mortem's action items from the merged file, as people left them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import date, timedelta
from hashlib import blake2s

from incident_actions.contract.decision import cut_text
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import day_text
from incident_actions.model.process.process import Process
from incident_actions.postmortem import outline
from incident_actions.postmortem.issue_references import find_issue, split_issue
from incident_actions.postmortem.item_lines import BLANK, AnyLine, ItemLine, ProseLine, SectionReader, UnreadLine
from incident_actions.postmortem.item_text import ItemText
from incident_actions.postmortem.item_values import KnownPeople, read_owner, read_team, read_type, visible_words
from incident_actions.postmortem.near_headings import parts_near

MOST_ITEMS = 100
"""The most items of one file: an issue on GitHub can have no more sub-issues.

https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/adding-sub-issues
"""


@dataclass(frozen=True)
class ItemRow:
    """One action item in the file."""

    text: str
    owner: str
    due: date | None
    """The due date, where it is the same whenever the file is read."""
    type: str
    issue: int
    """The number of its issue, or 0."""
    repository: str = field(default="", compare=False)
    """The repository of its issue, as `owner/name`, where the file names it."""
    team: str = field(default="", compare=False)
    """The team that the file names in place of a person, as `organization/team`."""
    owner_given: str = field(default="", compare=False)
    """What the file has where the owner belongs."""
    due_given: str = field(default="", compare=False)
    """What the file has where the due date belongs."""
    line: int = field(default=0, compare=False)
    """The line in the file, from 1."""
    cell: int = field(default=-1, compare=False)
    """The place of its text among the cells of a table's row; -1 for a line of a list."""
    surplus: int = field(default=0, compare=False)
    """How many cells a table's row has more than the head."""

    @property
    def is_due_relative(self) -> bool:
        """Whether the due date counts from the day of the merge: `next friday`, `in 2 weeks`, `June 7`."""
        return self.due is None and day_text.is_relative_day(self.due_given)

    @property
    def is_only_a_link(self) -> bool:
        """Whether the file leaves everything but the text to the item's issue."""
        return bool(self.issue) and not (self.owner_given or self.due_given or self.type)

    @property
    def digests(self) -> tuple[str, ...]:
        """The digests of what people wrote: of its text, owner, due date and type, in this order."""
        return tuple(map(text_digest, (self.text, self.owner_given, self.due_given, self.type)))

    def due_from(self, day: date, severity: str, process: Process) -> date:
        """Return the due date of an item that is read on a day; that of its incident's severity where it names none."""
        return self.due or day_text.split_day(self.due_given, day)[0] or default_due(day, severity, process)


@dataclass(frozen=True)
class ReadItems:
    """Everything in a file's sections for action items."""

    rows: tuple[ItemRow, ...] = ()
    unread: tuple[UnreadLine, ...] = ()
    """Lines that look like items, and are not read as such."""
    prose: tuple[ProseLine, ...] = ()
    """Paragraphs that may hold a promise."""


def repeated_rows(rows: Sequence[ItemRow]) -> dict[int, int]:
    """Return the places of rows without an issue that say what an earlier one says, each with the place of that one."""
    first: dict[tuple[str, str], int] = {}
    repeats = {}
    for place, row in enumerate(rows):
        words = (" ".join(row.text.casefold().split()), row.owner.casefold() or row.owner_given.casefold())
        if first.setdefault(words, place) != place and not row.issue:
            repeats[place] = first[words]
    return repeats


def text_digest(text: str) -> str:
    """Return the digest of a text, whatever its white space."""
    return blake2s(" ".join(text.split()).encode(errors="replace"), digest_size=4).hexdigest()


NOTHING = text_digest("")
"""The digest of a field that is not filled in."""


def default_due(today: date, severity: str, process: Process) -> date:
    """Return the due date of an item that has none."""
    return today + timedelta(days=process.due_in_days(severity))


def read_items(text: str, process: Process) -> tuple[ItemRow, ...]:
    """Return the action items in a text: table rows and list lines in the section for action items."""
    return read_lines(text, process).rows


def read_lines(text: str, process: Process) -> ReadItems:
    """Return the action items in a text, and the lines beside them that were not read."""
    return sort_lines(outline.read_outline(text), process)


def items_in(read: outline.Outline, process: Process) -> tuple[ItemRow, ...]:
    """Return the action items of a file that was parsed already."""
    return sort_lines(read, process).rows


def sort_lines(read: outline.Outline, process: Process) -> ReadItems:
    """Return the items of a file that was parsed already, and what else its sections for action items hold."""
    values, lines = _Values(process), sorted(_lines(read, process), key=lambda each: each.line)
    rows, unread = list[ItemRow](), list[UnreadLine]()
    for each in lines:
        if isinstance(each, UnreadLine):
            unread.append(each)
        elif isinstance(each, ItemLine) and len(rows) == MOST_ITEMS:
            unread.append(UnreadLine(each.line, each.cells["item"], "too many"))
        elif isinstance(each, ItemLine) and (row := values.row(each)) is not None:
            rows.append(row)
    prose = [each for each in lines if isinstance(each, ProseLine)]
    return ReadItems(tuple(rows), tuple(unread), tuple(prose))


def _lines(read: outline.Outline, process: Process) -> list[AnyLine]:
    item_text, found = ItemText(process), list[AnyLine]()
    mine = [section for section in process.postmortem.sections if section.content == "action items"]
    for section in {each.title.casefold(): each for each in mine}.values():
        for part in read.parts(section.title) or parts_near(section, read, process):
            left = frozenset(id(each) for each in item_text.columns.remaining_prompts(part, section))
            found += SectionReader(read.lines, item_text, process.actions.types).read(part, left)
    return found


class _Values:
    """Reads what the fields of an item say, by the people and types of one process."""

    def __init__(self, process: Process) -> None:
        self._known = KnownPeople(process)
        self._types = process.actions.types

    def row(self, found: ItemLine) -> ItemRow | None:
        """Return the item of a line; None where its text says nothing."""
        text, issue = found.cells.get("item", "").strip(), find_issue(found.cells.get("issue", ""))
        if not issue.number:
            text, issue = split_issue(text)
        text = text.replace("\\|", "|").strip()
        if BLANK.fullmatch(text):
            return None
        given = found.cells.get("owner", "")
        owner, due = read_owner(given, self._known), found.cells.get("due", "")
        return ItemRow(
            cut_text(text),
            owner,
            day_text.fixed_day(due),
            read_type(found.cells.get("type", ""), self._types),
            issue.number,
            issue.repository,
            "" if owner else read_team(given),
            visible_words(given),
            visible_words(due),
            found.line,
            found.cell,
            found.surplus,
        )
