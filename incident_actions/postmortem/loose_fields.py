"""Find the owner, the due date and the type that people write at the end of a sentence: `… (@linus, due friday)`."""

from __future__ import annotations

import re

from incident_actions.model.incident import day_text
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.process import Process
from incident_actions.postmortem.columns import NAMES
from incident_actions.postmortem.issue_references import split_issue
from incident_actions.postmortem.item_values import (
    OWNER,
    TEAM,
    KnownPeople,
    read_owner,
    read_team,
    read_type,
    visible_words,
)

LONGEST = 300
"""The most characters at the end of a text in which fields are looked for."""

IN_PARENTHESES = lazy_pattern(r"\s*(?<!\])\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*\.?\s*\Z")
IN_BRACKETS = lazy_pattern(r"\s*\[([^\[\]]*(?:\[[^\[\]]*\]\([^()\s]*\)[^\[\]]*)*)\]\s*\.?\s*\Z")
BETWEEN = lazy_pattern(r"\s*(?:[;·|]|,(?!\s+\d{4}\b)|\s[—–-]{1,2}\s)\s*")
"""What separates fields from each other; the comma of `June 7, 2026` does not."""

LAST = lazy_pattern(r"(?:\s+[—–-]{1,2}|[;,.])\s+(?!\d{4}\b(?!-))((?:(?![;,.]\s|\s[—–-]{1,2}\s).|,(?=\s+\d{4}\b))*)\Z")
"""The last part of a sentence, behind a dash, a comma or a period."""

LAST_PERSON = lazy_pattern(r"(?P<before>\S+)\s+(?P<person>@[A-Za-z0-9_/-]+|\[@[^\[\]]*\]\([^()\s]*\))[.!]?\Z")
LAST_DAY = lazy_pattern(
    r"\s+(?:by|due(?:\s+(?:on|by|date))?:?|until|before)\s+([^,;()]{3,25}|[^;()]{3,20},\s+\d{4})[.!]?\Z", re.IGNORECASE
)
FIRST_PERSON = lazy_pattern(
    r"(?:[*_]{0,2}(?:@[A-Za-z0-9_/-]+|\[@?[^\[\]]*\]\([^()\s]*\))[*_]{0,2}|\[@[A-Za-z0-9_/-]+\])"
    r"(?P<cut>[*_]{0,2}:[*_]{0,2}\s+|\s+[—–-]{1,2}\s+|(?=\s))"
)
"""Somebody to whom a sentence gives the work: `@linus: …`, `@linus — …`, `@linus to …`."""

SAYS = lazy_pattern(r"\w")
FIRST_NAME = lazy_pattern(r"([^\s:@][^:@]{0,60}?)(?P<cut>:\s+|(?=\s+(?:to|will)\s))")
NOT_GIVEN = frozenset(
    ("to", "with", "ask", "tell", "from", "for", "of", "and", "or", "cc", "via", "than", "like", "help", "on")
)
"""Words before a person at the end of a sentence that do not make them the owner."""

NAMED = {name: content for name, content in NAMES.items() if content in ("owner", "due", "type")}
LABEL = lazy_pattern(r"([A-Za-z][A-Za-z -]{0,30}?)(?:\s*:\s*|\s+)(\S.*)")


class LooseFields:
    """The words of one process for the people and types that a sentence may end with."""

    def __init__(self, process: Process) -> None:
        self._known = KnownPeople(process)
        self._types = process.actions.types

    def split(self, text: str, known: dict[str, str]) -> tuple[dict[str, str], int, int]:
        """Return the fields of a sentence that are not `known`, and where the sentence itself begins and ends."""
        found, end = dict(known), len(text)
        while (cut := self._last_fields(text, end, found)) is not None:
            fields, end = cut
            found.update(fields)
        begin = 0
        if "owner" not in found and (given := self._first_person(text[:end])):
            found["owner"], begin = given
        return found, begin, end

    def _last_fields(self, text: str, end: int, found: dict[str, str]) -> tuple[dict[str, str], int] | None:
        """Return the fields that a text ends with, and where they begin; None where it ends with none."""
        start = max(0, end - LONGEST)
        rest = text[start:end]
        for form in (IN_PARENTHESES, IN_BRACKETS):
            if inside := form.search(rest):
                fields = self._united(BETWEEN.split(inside[1].strip()), found)
                return (fields, start + inside.start()) if fields and SAYS.search(rest[: inside.start()]) else None
        if last := LAST.search(rest):
            fields = self._united([last[1].rstrip(". ")], found, alone=True)
            if fields and SAYS.search(rest[: last.start()]):
                return fields, start + last.start()
        return self._last_words(rest, start, found)

    def _last_words(self, rest: str, start: int, found: dict[str, str]) -> tuple[dict[str, str], int] | None:
        """Return the day or the person that a sentence ends with, without a sign before."""
        day = LAST_DAY.search(rest)
        if day and "due" not in found and self._is_value("due", day[1]):
            return ({"due": day[1]}, start + day.start()) if SAYS.search(rest[: day.start()]) else None
        person = LAST_PERSON.search(rest)
        if person and "owner" not in found and not _is_mentioned_only(person["before"]):
            is_label = person["before"].casefold().rstrip(":") in NAMED
            begin = len(rest[: person.start("before" if is_label else "person")].rstrip())
            return ({"owner": person["person"]}, start + begin) if SAYS.search(rest[:begin]) else None
        return None

    def _united(self, parts: list[str], found: dict[str, str], *, alone: bool = False) -> dict[str, str]:
        """Return the fields of all parts; none where one part is no field, or a second of its kind."""
        fields: dict[str, str] = {}
        for part in parts:
            content, value = self._field(part.strip(), alone=alone)
            if not content or content in found or content in fields:
                return {}
            fields[content] = value
        return fields

    def _field(self, part: str, *, alone: bool) -> tuple[str, str]:
        """Return what a part is and says; a part that stands `alone` must not be a word of the sentence by chance."""
        label = LABEL.fullmatch(part)
        if label and (content := NAMED.get(label[1].casefold(), "")):
            if content == "due" and label[1].casefold() == "by" and read_owner(label[2], self._known):
                content = "owner"
            return (content, label[2]) if self._is_value(content, label[2]) else ("", "")
        if OWNER.fullmatch(part) or TEAM.fullmatch(part) or OWNER.fullmatch(visible_words(part)):
            return "owner", part
        if day_text.fixed_day(part) and len(part) < 30:
            return "due", part
        if alone:
            return "", ""
        if self._known.find_person(part):
            return "owner", part
        if day_text.is_whole_day(part):
            return "due", part
        if read_type(part, self._types):
            return "type", part
        return ("issue", part) if split_issue(f"({part})")[1].number and "#" in part[:40] else ("", "")

    def _is_value(self, content: str, value: str) -> bool:
        if content == "owner":
            return bool(read_owner(value, self._known) or read_team(value))
        if content == "due":
            return day_text.fixed_day(value) is not None or day_text.is_whole_day(value)
        return bool(read_type(value, self._types))

    def _first_person(self, text: str) -> tuple[str, int] | None:
        """Return whom a sentence begins with, and where the rest begins; it keeps `@linus to …`."""
        person = FIRST_PERSON.match(text)
        if person and (read_owner(person[0], self._known) or read_team(person[0])):
            return person[0], person.end() if person["cut"] else 0
        named = FIRST_NAME.match(text)
        if named and (login := self._known.find_person(named[1])):
            return f"@{login}", named.end() if named["cut"] else 0
        return None


def _is_mentioned_only(before: str) -> bool:
    """Whether the word before a person only mentions them, as `with` and `reviewer:` do."""
    word = before.casefold().rstrip(",")
    return word in NOT_GIVEN or (word.endswith(":") and word[:-1] not in NAMED)
