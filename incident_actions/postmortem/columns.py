"""The columns of action items under a process's own names, in a table or as the fields of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from incident_actions.model.incident.incident import Action
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.postmortem import Section
from incident_actions.model.process.process import Process
from incident_actions.postmortem.item_values import visible_words
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.outline import OutlineSection, Passage
from incident_actions.text.safe_markdown import escape_cell, escape_line

CALLED = {
    "item": "item|action|action item|measure|task|description|what|follow-up|follow up|followup|remediation"
    "|remediation item|remediation action|corrective action|preventive action|preventive measure|next step|improvement"
    "|to do|todo|recommendation|fix|work item|details",
    "owner": "owner|assignee|who|responsible|responsible person|responsibility|assigned to|assigned|dri|lead|person"
    "|action owner|owned by",
    "due": "due|due date|deadline|when|eta|by|by when|due by|target|target date|date|completion date|due on|finish by"
    "|complete by|until|until when",
    "type": "type|category|kind|class",
    "issue": "issue|ticket|tracking|tracking issue|tracked in|bug|link|issue link|tracker|github",
}
"""What people call the columns, whatever the process calls them; `issue` is where the item has its issue already."""

NAMES = {name: content for content, names in CALLED.items() for name in names.split("|")}

NOT_ITEMS = ("", "#", "no", "no.", "nr", "id", "key", "priority", "prio", "status", "state", "done", "severity")
"""The titles of columns that hold no item's text."""

STATUSES = frozenset({"status", "state", "progress", "done", "done?"})
"""The titles of columns that say how far an item is."""

UNITED = lazy_pattern(r"\s*/\s*|\s+(?:or|and|&)\s+")
IN_PARENTHESES = lazy_pattern(r"\s*\([^()]*\)\Z")

BOX = lazy_pattern(r"\A\[[ xX]\] ")
DASH = r"(?<!\s)(\s+[—–-]{1,2}\s+)"
"""The separator before each field of a line."""


class Columns:
    """The names of a process's columns, to write items with and to read them back."""

    def __init__(self, process: Process) -> None:
        columns = process.postmortem.columns
        own = {name: each.content for each in columns for name in _spellings(each.name)}
        self.contents: Mapping[str, str] = {**NAMES, **own}
        self._in_table = process.postmortem.items == "table"
        typed = (*NAMES, *own, *(each.name for each in columns))
        fields = {name for name in typed if self.contents.get(name.casefold()) not in ("item", "issue")}
        names = "|".join(map(re.escape, sorted(fields, key=lambda name: (-len(name), name))))
        self._field = re.compile(rf"{DASH}(?=({names}):)", re.IGNORECASE)
        self._typed = re.compile(rf"{DASH}({names}):", re.IGNORECASE)
        self._shown = re.compile(rf"{DASH}({names})\\:", re.IGNORECASE)

    def table_contents(self, titles: Iterable[str]) -> tuple[str, ...]:
        """Return what each column of a table holds, by its title; empty for a column that the tool does not read.

        A table that names an owner or a due date has its items in the first column that could be theirs.
        """
        given = tuple(titles)
        found = [self._content(each) for each in given]
        if "owner" not in found and found.count("due") > 1:
            found = [
                "owner" if visible_words(each).casefold() == "by" else content
                for each, content in zip(given, found, strict=True)
            ]
        if "item" not in found and ("owner" in found or "due" in found):
            words = [visible_words(each).casefold() for each in given]
            if free := [at for at, each in enumerate(found) if not each and words[at] not in NOT_ITEMS]:
                found[free[0]] = "item"
        return tuple("" if each in found[:at] else each for at, each in enumerate(found))

    def status_cells(self, passages: Iterable[Passage]) -> Iterator[Passage]:
        """Return the cells in tables of action items that say how far an item is: its status, or beside its issue."""
        holds: tuple[bool, ...] = ()
        for (_, kind), row in groupby(passages, key=lambda each: (each.line, each.kind)):
            cells = tuple(row)
            if kind == "head":
                titles = [each.visible_text for each in cells]
                contents = self.table_contents(titles)
                known = zip(titles, contents, strict=True)
                is_status = (what == "issue" or visible_words(title).casefold() in STATUSES for title, what in known)
                holds = tuple(is_status) if "item" in contents else ()
            elif kind == "cell":
                yield from (cell for cell, is_status in zip(cells, holds, strict=False) if is_status)

    def _content(self, title: str) -> str:
        """Return what a title says of its column: as a whole, or by a part of `Owner / DRI` or `Due (UTC)`."""
        whole = title.strip().casefold()
        shown = IN_PARENTHESES.sub("", visible_words(title).casefold().rstrip(":?"))
        tried = (whole, shown, shown.removesuffix("s"), *UNITED.split(shown))
        return next((self.contents[each] for each in tried if each in self.contents), "")

    def item_cells(self, actions: Iterable[Action], links: FileLinks) -> list[dict[str, str]]:
        """Return each item's cells, ready for the file."""
        return [
            {
                "item": f"{self.escape_item(each.text)} ({links.issue(each.issue)})",
                "owner": links.person(each.owner),
                "due": str(each.due or ""),
                "type": self.escape_item(f": {each.type}")[2:] if each.type else "",
            }
            for each in actions
        ]

    def escape_item(self, typed: str) -> str:
        r"""Escape an item's text, so that no part of it is a cell or a field; `\:` still shows as a colon."""
        return escape_cell(typed) if self._in_table else self._typed.sub(r"\1\2\\:", escape_line(typed))

    def split_line(self, text: str) -> dict[str, str]:
        """Return the cells of `measure — Owner: @who — Due: YYYY-MM-DD`: the fields at the end, and the rest."""
        found, end = self.named_fields(text)
        return {**found, "item": self.unescape_item(text[:end])}

    def unescape_item(self, written: str) -> str:
        """Return an item's text without what `escape_item` added for its fields."""
        return self._shown.sub(r"\1\2:", written)

    def named_fields(self, text: str) -> tuple[dict[str, str], int]:
        """Return the fields at the end of a line by their content, and where they begin."""
        found: dict[str, str] = {}
        end = len(text)
        for each in reversed(list(self._field.finditer(text))):
            content = self.contents.get(each[2].casefold(), "")
            if content in ("", *found):
                break
            found[content], end = text[each.end() + len(each[2]) + 1 : end].strip(), each.start()
        return found, end

    def remaining_prompts(self, part: OutlineSection, section: Section) -> list[Passage]:
        """Return the prompts that nobody replaced, alone or as an item with fields."""
        written = tuple(_piped(escape_line(f"[{words}]")) for words in section.prompts)
        texts = ((each, _piped(BOX.sub("", each.visible_text))) for each in part.passages) if written else ()
        return [each for each, text in texts if any(self._begins(text, prompt) for prompt in written)]

    def _begins(self, text: str, prompt: str) -> bool:
        return text.startswith(prompt) and (text == prompt or self._field.match(text, len(prompt)) is not None)


def item_form(process: Process) -> str:
    """Return how an item is written in a process: as the head of its table, or as a line of its list."""
    rules, shapes = process.postmortem, {"owner": "@login", "due": "2026-03-20"}
    if rules.items == "table":
        return f"| {' | '.join(each.name for each in rules.columns)} |"
    fields = (each for each in rules.columns if each.content != "item")
    shown = (f"{each.name}: {shapes.get(each.content, next(iter(process.actions.types), 'type'))}" for each in fields)
    return " — ".join(("- [ ] What will be done" if rules.items == "checklist" else "- What will be done", *shown))


def _piped(written: str) -> str:
    """Undo the escaping of pipes, which only a table has."""
    return written.replace("\\|", "|")


def _spellings(name: str) -> tuple[str, ...]:
    """Return a name as it is typed, and as the tool writes it into a line or a table."""
    return tuple(dict.fromkeys(each.casefold() for each in (name, escape_line(name), _piped(escape_cell(name)))))
