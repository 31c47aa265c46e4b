"""Everything that the check can find in a file, one class per rule; the words stand in `templates/check/`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from textwrap import shorten
from typing import ClassVar

from incident_actions.text.wording import SNAKE, Wording

LONGEST = 160
"""Characters of any text of theirs."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a person has to mend, and the line of the file where it stands."""

    level: ClassVar[str] = "error"
    line: int

    @property
    def rule(self) -> str:
        """The name of the rule, `section-missing`."""
        return SNAKE.sub("-", type(self).__name__).lower()


@dataclass(frozen=True, slots=True)
class FrontMatterMissing(Finding):
    """The file does not begin with front matter."""


@dataclass(frozen=True, slots=True)
class FrontMatterUnreadable(Finding):
    """The front matter is no YAML."""

    problem: str


@dataclass(frozen=True, slots=True)
class FrontMatterKey(Finding):
    """A key of the front matter is missing, or holds something else than it should."""

    key: str
    expected: str


@dataclass(frozen=True, slots=True)
class SectionMissing(Finding):
    """A section of the process is not there."""

    title: str


@dataclass(frozen=True, slots=True)
class SectionMoved(Finding):
    """A section stands elsewhere than in its place: `after` one, or `before` one where it is the first."""

    title: str
    after: str
    before: str


@dataclass(frozen=True, slots=True)
class SectionEmpty(Finding):
    """A section says nothing; `hint` is what the process wants to read there."""

    title: str
    hint: str


@dataclass(frozen=True, slots=True)
class PlaceholderLeft(Finding):
    """Something that should have been replaced is still there."""

    placeholder: str


@dataclass(frozen=True, slots=True)
class ImpactWithoutNumber(Finding):
    """The impact names no number."""


@dataclass(frozen=True, slots=True)
class TimeUnreadable(Finding):
    """A row of the timeline does not begin with a time in UTC."""

    given: str


@dataclass(frozen=True, slots=True)
class TimeOutOfOrder(Finding):
    """A row of the timeline is earlier than the one above it."""

    at: datetime
    before: datetime


@dataclass(frozen=True, slots=True)
class ItemWithoutOwner(Finding):
    """An action item names no person."""

    item: str


@dataclass(frozen=True, slots=True)
class OwnerUnknown(Finding):
    """An action item's owner is no account of a person."""

    owner: str


@dataclass(frozen=True, slots=True)
class OwnerNotChecked(Finding):
    """Whether the owner exists could not be asked; nobody is held up by that."""

    level: ClassVar[str] = "notice"
    owner: str


@dataclass(frozen=True, slots=True)
class ItemWithoutDate(Finding):
    """An action item has no due date that can be read."""

    item: str


@dataclass(frozen=True, slots=True)
class ItemWithoutType(Finding):
    """An action item has no type, or one that the process does not know."""

    item: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemNotVerifiable(Finding):
    """Nobody could tell when an action item is done; `shape` says which better wording is shown."""

    item: str
    shape: str


@dataclass(frozen=True, slots=True)
class PersonBlamed(Finding):
    """The root cause blames a person."""

    person: str


@dataclass(frozen=True, slots=True)
class SecretFound(Finding):
    """Something looks like a credential; what it is is said, never the credential itself."""

    kind: str


@dataclass(frozen=True, slots=True)
class AddressFound(Finding):
    """An e-mail address of somebody; it is not repeated."""


@dataclass(frozen=True, slots=True)
class FileTooLong(Finding):
    """The file is too long to be read."""

    characters: int
    lines: int


@dataclass(frozen=True, slots=True)
class NotText(Finding):
    """What stands at the path is no text file of its own: a link, a submodule, or bytes."""


@dataclass(frozen=True, slots=True)
class TemplateBroken(Finding):
    """A team's own template cannot be parsed."""

    problem: str


@dataclass(frozen=True, slots=True)
class TemplateTooLong(Finding):
    """A team's own template is too long to be read."""

    most: int


@dataclass(frozen=True, slots=True)
class TemplateUnknown(Finding):
    """The tool has no template of that name, and so never looks for a team's own; `nearest` is one that it has."""

    level: ClassVar[str] = "warning"
    name: str
    nearest: str


@dataclass(frozen=True, slots=True)
class MoreFound(Finding):
    """There is more than is worth listing."""

    count: int


def finding_types() -> tuple[type[Finding], ...]:
    """List everything that can be found."""
    kinds = (each for each in globals().values() if isinstance(each, type) and issubclass(each, Finding))
    return tuple(kind for kind in kinds if kind is not Finding)


def finding_template(kind: type[Finding]) -> str:
    """The template that words a kind of finding."""
    return f"check/{SNAKE.sub('_', kind.__name__).lower()}.md"


def word_finding(finding: Finding, wording: Wording) -> str:
    """Word one finding, in one line; of what people wrote only the beginning is repeated."""
    values = {slot.name: _excerpt(getattr(finding, slot.name)) for slot in fields(finding)}
    return " ".join(wording.render(finding_template(type(finding)), values).split())


def _excerpt(value: object) -> object:
    """A text that is too long for a line about it, cut at a word."""
    return shorten(value, LONGEST, placeholder=" …") if isinstance(value, str) else value
