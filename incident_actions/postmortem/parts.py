"""Split a post-mortem into parts, so that each follows the record until somebody edits it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.postmortem import outline

FRONT_MATTER, HEADER, APPENDIX = "front matter", "header", "appendix"
"""The parts without a heading: the facts for machines, the title with the lines below it, and the appendix."""

STRUCTURE = lazy_pattern(r"[<>]|```|~~~|#\s")
"""What may begin or end a comment, a tag, a block of code or a heading."""

LENGTH = 12
"""How many hexadecimal digits a digest has: enough to tell the versions of one part from everything else."""


@dataclass(frozen=True)
class Part:
    """A piece of a file: its front matter, its header, a section with everything below its heading, or the appendix."""

    name: str
    """`FRONT_MATTER`, `HEADER`, `APPENDIX`, or the line of the heading."""
    text: str
    """The text as it is in the file, heading and line ends included."""

    @property
    def digest(self) -> str:
        """Return the digest of the text, whatever ends its lines and however many blank lines surround it."""
        lines = (line.rstrip() for line in self.text.split("\n"))
        return sha256("\n".join(lines).strip("\n").encode(errors="replace")).hexdigest()[:LENGTH]

    @property
    def title(self) -> str:
        """Return the name for people."""
        return self.name.strip("# \t\r")


@dataclass(frozen=True)
class RefreshedText:
    """A file after a refresh, with the titles of the parts that were updated, and of those that people had edited."""

    text: str
    updated: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def split_text(text: str) -> tuple[Part, ...]:
    """Return the parts of a file, in order; joined, their texts are the file.

    A run asks for those of one text several times, so the result is cached.
    """
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1].removesuffix("\n")
    parsed = [*_lines_to_parse(lines), len(lines)]
    read = outline.read_outline("".join(lines[place] for place in parsed[:-1]))
    headings = [
        (parsed[each.line - 1], each.level) for each in read.passages if each.kind == "heading" and not each.in_appendix
    ]
    level = headings[0][1] + 1 if headings else 0
    named = {line: lines[line].strip() for line, own in headings[1:] if own <= level}
    appendix = next((parsed[each.line - 1] for each in read.passages if each.in_appendix), None)
    named |= {} if appendix is None else {appendix: APPENDIX}
    starts = sorted(named)
    front = 0 if read.front_matter is None else parsed[read.front_matter.count("\n") + 2]
    bounds = [0, *([front] if front else []), *starts, len(lines)]
    names = [*([FRONT_MATTER] if front else []), HEADER, *(named[start] for start in starts)]
    pieces = zip(names, bounds[:-1], bounds[1:], strict=True)
    return tuple(Part(name, "".join(lines[start:end])) for name, start, end in pieces)


def _lines_to_parse(lines: Sequence[str]) -> Iterator[int]:
    """Yield the places of all lines but those between two rows of one table or list.

    No heading is in them, and a long timeline has so many that parsing them would take most of a run's time.
    """
    marks = [line[0] if _is_plain_row(line) else "" for line in lines]
    for place, mark in enumerate(marks):
        if not mark or marks[place - 1 : place + 2] != [mark] * 3:
            yield place


def _is_plain_row(line: str) -> bool:
    """Return whether a line is a row of a table or a bullet that neither holds nor ends anything but its words."""
    has_words = line.startswith(("| ", "- ")) and line.strip("|-: \t\r\n")
    return bool(has_words) and STRUCTURE.search(line) is None


def digests(text: str) -> tuple[str, ...]:
    """Return the digest of each part of a file, in order."""
    return tuple(part.digest for part in split_text(text))


def refresh_text(
    text: str, rendered: str, written: Collection[str], offered: Collection[str], left_alone: Collection[str] = ()
) -> RefreshedText:
    """Bring the parts of a file up to date that are still as the tool wrote them.

    `written` has the digests of everything that the tool ever wrote or offered for this file, `offered` those of the
    latest version. A part that people edited stays, and is reported if the record now has something new for it. A part
    that is missing stays missing, and titles in `left_alone` stay as they are.
    """
    new = dict(_numbered(split_text(rendered)))
    texts, updated, edited = [], [], []
    for name, part in _numbered(split_text(text)):
        becomes = new.get(name)
        if becomes is None or becomes.digest == part.digest or part.title in left_alone:
            texts.append(part.text)
        elif part.digest in written:
            texts.append(_with_same_line_ends(becomes.text, part.text))
            updated.append(part.title)
        else:
            texts.append(part.text)
            edited += [] if becomes.digest in offered else [part.title]
    return RefreshedText("".join(texts), tuple(updated), tuple(edited))


def _numbered(parts: Collection[Part]) -> Iterator[tuple[tuple[str, int], Part]]:
    """Return each part by its name; of several with one name, each has its number."""
    seen: Counter[str] = Counter()
    for part in parts:
        yield (part.name, seen[part.name]), part
        seen[part.name] += 1


def _with_same_line_ends(text: str, before: str) -> str:
    """Return a text that ends its lines, and itself, as the one before it did."""
    whole = text.rstrip() + "\n" * before[len(before.rstrip()) :].count("\n")
    return whole.replace("\n", "\r\n") if "\r\n" in before else whole
