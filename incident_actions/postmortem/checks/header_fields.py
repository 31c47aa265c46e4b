"""Find a field of the header, in a list or on its own line: `**Impact:** 40 orders`, `**Impact**: 40 orders`."""

from __future__ import annotations

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.postmortem.outline import Outline
from incident_actions.text.safe_markdown import escape_line as as_written

FIELD = lazy_pattern(r"\s*\*\*(?P<name>[^*]{1,100})\*\*(?P<value>.*)")


@dataclass(frozen=True)
class FoundField:
    """A field in the file: its first line, which is the title's where it is missing, and its text."""

    line: int
    value: str = ""
    has_comment: bool = False
    """Whether a hint is left in it."""


def find_field(outline: Outline, name: str) -> FoundField:
    """Return the field with this name, as typed or as the tool writes it."""
    names = {name.casefold(), as_written(name).casefold()}
    found: list[tuple[int, str]] = []
    for passage in outline.header.passages:
        mine = False
        for at, text in enumerate(passage.visible_lines.split("\n"), passage.line):
            if field := FIELD.match(text):
                mine = field["name"].strip(": ").casefold() in names
            if mine:
                found.append((at, field["value"] if field else text))
    if not found:
        return FoundField(outline.header.line)
    first, last = found[0][0], found[-1][0]
    comments = (at for each in outline.header.passages for at, _ in each.comments)
    value = " ".join(text for _, text in found).lstrip(": ")
    return FoundField(first, value, any(first <= at <= last for at in comments))
