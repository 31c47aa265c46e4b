"""The columns of action items under a process's own names, in a table or as the fields of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from incident_actions.model.incident.incident import Action
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.postmortem import Section
from incident_actions.model.process.process import Process
from incident_actions.postmortem.links import FileLinks
from incident_actions.postmortem.outline import OutlineSection, Passage
from incident_actions.text.safe_markdown import escape_cell, escape_line

NAMES = {
    "item": "item",
    "action": "item",
    "action item": "item",
    "measure": "item",
    "owner": "owner",
    "assignee": "owner",
    "due": "due",
    "due date": "due",
    "deadline": "due",
    "type": "type",
}
"""What people call the columns, whatever the process calls them."""

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
        fields = {name for name in typed if self.contents.get(name.casefold()) != "item"}
        names = "|".join(map(re.escape, sorted(fields, key=lambda name: (-len(name), name))))
        self._field = re.compile(rf"{DASH}(?=({names}):)", re.IGNORECASE)
        self._typed = re.compile(rf"{DASH}({names}):", re.IGNORECASE)
        self._shown = re.compile(rf"{DASH}({names})\\:", re.IGNORECASE)

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
        found, end = self._fields(text)
        return {**found, "item": self._shown.sub(r"\1\2:", text[:end])}

    def text_end(self, line: str) -> int:
        """Return where the fields of a line begin, which is where the item's own text ends."""
        return self._fields(line)[1]

    def _fields(self, text: str) -> tuple[dict[str, str], int]:
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


def _piped(written: str) -> str:
    """Undo the escaping of pipes, which only a table has."""
    return written.replace("\\|", "|")


def _spellings(name: str) -> tuple[str, ...]:
    """Return a name as it is typed, and as the tool writes it into a line or a table."""
    return tuple(dict.fromkeys(each.casefold() for each in (name, escape_line(name), _piped(escape_cell(name)))))
