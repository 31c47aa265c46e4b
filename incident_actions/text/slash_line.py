"""Read one line as a slash command, as tired people type it: `/sev1`, `/ack.`, `/ic@ada`, `/Update: text`."""

from __future__ import annotations

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.plain_width import to_plain_signs

_START = r" {0,3}/"
LOOSE_START = "(?: {0,3}/|\u200b/|\u3000?\uff0f) ?"
"""What a line begins with that may be a command, before the first letter of its word, in any script.

Chats put an invisible blank before a copied text, and phones a visible one after the slash. The event
filter of the workflow `respond` lets the same through.
"""

MAY_HOLD = lazy_pattern(rf"(?:\A|[\r\n]){LOOSE_START}[^\W\d_]")
"""A text in which some line may be a command; cheap, and never wrong where it does not match."""

_PLAIN_LINE = lazy_pattern(rf"{_START}([A-Za-z][A-Za-z-]*)(?:\s+(.*))?")
_LOOSE_LINE = lazy_pattern(rf"{LOOSE_START}([^\W\d_]\S*)(?:\s+(.*))?")
_WORD = lazy_pattern(r"[^\W\d_]+(?:[-_][^\W\d_]+)*")
_GLUE = "-_:=.,;!?*~…。、"
_PLACE = lazy_pattern(r"[/\\]|[?&%][^\W_]|\.[A-Za-z][A-Za-z0-9]{0,4}(?:[.,:;!?)]*\Z|[.:])")
"""What a file path, a URL's path or a file name has, and a command has not."""


@dataclass(frozen=True)
class CommandLine:
    """A line that is a slash command."""

    word: str
    """In lower case, its parts joined by hyphens."""
    rest: str
    typed_as: str = ""
    """What was typed up to the first blank, without the slash, if that is more or other than the word."""


def read_line(line: str) -> CommandLine | None:
    """Return the command of a line, or None if it is none, or names a file or a URL's path."""
    if plain := _PLAIN_LINE.fullmatch(line):
        return CommandLine(plain[1].lower(), (plain[2] or "").strip())
    found = _LOOSE_LINE.fullmatch(line)
    if found is None or _is_place(found[1]):
        return None
    typed = to_plain_signs(found[1])
    word = _WORD.match(typed)
    if word is None:
        return None
    glued = found[1][len(typed) - len(typed[word.end() :].lstrip(_GLUE)) :]
    rest = " ".join(part for part in (glued, (found[2] or "").strip()) if part)
    return CommandLine(word[0].casefold().replace("_", "-"), rest, found[1])


def _is_place(typed: str) -> bool:
    """Return whether the first word of a line is a path: `@acme/team` after a command's word is none."""
    return _PLACE.search(typed.partition("@")[0]) is not None
