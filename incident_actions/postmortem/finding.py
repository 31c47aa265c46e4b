"""Everything that the check can find in a file, one class per rule, worded by `templates/check/`.

The rules are those of `model/process/check_rules.py`, and a team can set their levels. Other findings are about what
the check did not read, and about templates.
"""

from __future__ import annotations

from datetime import datetime
from textwrap import shorten
from typing import ClassVar, get_args

from incident_actions.model.fast_dataclass import dataclass, fields
from incident_actions.model.process.check_rules import Level, RuleName
from incident_actions.model.process.process import Process
from incident_actions.text.wording import SNAKE, Wording

LEVELS: tuple[Level, ...] = ("error", "warning", "notice")
"""The levels of what is reported, the worst first."""

LONGEST = 160
"""The most characters of a quoted text."""


@dataclass(frozen=True)
class Finding:
    """A problem that a person must fix, and its line in the file.

    `level` is its level where the process gives its rule no other.
    """

    level: ClassVar[Level] = "error"
    line: int

    @property
    def rule(self) -> str:
        """The name of the rule, such as `section-missing`."""
        return SNAKE.sub("-", type(self).__name__).lower()


@dataclass(frozen=True)
class FrontMatterMissing(Finding):
    """The file does not begin with front matter."""


@dataclass(frozen=True)
class FrontMatterUnreadable(Finding):
    """The front matter is not valid YAML."""

    problem: str


@dataclass(frozen=True)
class FrontMatterKey(Finding):
    """A key of the front matter is missing, or has an unexpected value."""

    key: str
    expected: str


@dataclass(frozen=True)
class SectionMissing(Finding):
    """Sections of the process are missing."""

    titles: tuple[str, ...]


@dataclass(frozen=True)
class SectionMisnamed(Finding):
    """A section has a heading that is near the name that the process gives it."""

    title: str
    heading: str


@dataclass(frozen=True)
class SectionMoved(Finding):
    """A section is not in the order of the process.

    It belongs `after` another, or `before` one where it is the first.
    """

    title: str
    after: str
    before: str


@dataclass(frozen=True)
class SectionEmpty(Finding):
    """A section is empty.

    `hint` is what the process expects in it.
    """

    title: str
    hint: str


@dataclass(frozen=True)
class SectionUntouched(Finding):
    """A section that people must write is still as the tool made it."""

    title: str


@dataclass(frozen=True)
class RecordDiffers(Finding):
    """A fact of the front matter is not what the incident's record has."""

    key: str
    given: str
    """What the file has; empty where it has nothing."""
    known: str
    """What the record has; empty where it has nothing."""
    incident: int
    fix: str
    """The command that corrects the record; empty where there is none."""


@dataclass(frozen=True)
class PlaceholderLeft(Finding):
    """A placeholder was not replaced."""

    placeholder: str


@dataclass(frozen=True)
class ImpactWithoutNumber(Finding):
    """The impact has no number."""


@dataclass(frozen=True)
class DurationDiffers(Finding):
    """A duration in the file does not follow from the times.

    The times are those of the incident's record, or of the front matter where `incident` is 0.
    """

    level: ClassVar[Level] = "warning"
    what: str
    given: str
    known: str
    incident: int


@dataclass(frozen=True)
class SummaryTooLong(Finding):
    """The summary has more words than readers take in at once."""

    level: ClassVar[Level] = "warning"
    words: int
    most: int


@dataclass(frozen=True)
class DetectionWithoutSource(Finding):
    """The file does not say who or what noticed the incident."""

    level: ClassVar[Level] = "warning"


@dataclass(frozen=True)
class TimeUnreadable(Finding):
    """A row of the timeline does not begin with a time in UTC."""

    given: str


@dataclass(frozen=True)
class TimeOutOfOrder(Finding):
    """A row of the timeline is earlier than the one above it."""

    at: datetime
    before: datetime


@dataclass(frozen=True)
class ItemWithoutOwner(Finding):
    """An action item has no person as its owner."""

    item: str
    given: str = ""
    """What the file has in place of a login."""
    nearest: str = ""
    """A login that is like it; empty for none."""


@dataclass(frozen=True)
class OwnerUnknown(Finding):
    """The owner of an action item is not an account of a person."""

    owner: str
    nearest: str = ""
    """A login that is like it; empty for none."""


@dataclass(frozen=True)
class OwnerNotChecked(Finding):
    """GitHub did not answer whether the owner of an action item exists."""

    level: ClassVar[Level] = "notice"
    owner: str


@dataclass(frozen=True)
class ItemWithoutDate(Finding):
    """An action item has no readable due date."""

    item: str
    given: str = ""
    """What the file has in place of a date."""


@dataclass(frozen=True)
class ItemDateRelative(Finding):
    """The due date of an action item counts from the day of the merge."""

    level: ClassVar[Level] = "notice"
    item: str
    given: str


@dataclass(frozen=True)
class ItemRepeated(Finding):
    """An action item says what an earlier one says, and both get one issue."""

    level: ClassVar[Level] = "warning"
    item: str
    first: int
    """The line of the earlier one."""


@dataclass(frozen=True)
class ItemRowTooWide(Finding):
    """A row in a table of action items has more cells than the head."""

    level: ClassVar[Level] = "warning"
    item: str
    surplus: int


@dataclass(frozen=True)
class ItemUnread(Finding):
    """A line looks like an action item and can't be read as one."""

    given: str
    reason: str
    form: str
    """How an item is written in this process."""


@dataclass(frozen=True)
class ItemInProse(Finding):
    """A paragraph among the action items is none of them, and may be meant as one."""

    level: ClassVar[Level] = "notice"
    given: str
    form: str
    """How an item is written in this process."""


@dataclass(frozen=True)
class ItemWithoutType(Finding):
    """An action item has no type, or one that the process does not know."""

    item: str
    known: tuple[str, ...]


@dataclass(frozen=True)
class ItemNotVerifiable(Finding):
    """Nobody could verify when an action item is done.

    `shape` is the better wording to show.
    """

    item: str
    shape: str


@dataclass(frozen=True)
class PersonBlamed(Finding):
    """The root cause blames a person."""

    person: str


@dataclass(frozen=True)
class SecretFound(Finding):
    """Something looks like a credential. The finding names its kind and never repeats it."""

    kind: str


@dataclass(frozen=True)
class AddressFound(Finding):
    """The file has a person's e-mail address, which the finding does not repeat."""


@dataclass(frozen=True)
class PersonalDataFound(Finding):
    """A number of a person, such as that of a phone or a bank account, which the finding does not repeat."""

    level: ClassVar[Level] = "off"
    kind: str


@dataclass(frozen=True)
class PersonalDataNotChecked(Finding):
    """The process asks for the search for personal data, and its libraries are not installed."""

    level: ClassVar[Level] = "warning"


@dataclass(frozen=True)
class FileTooLong(Finding):
    """The file is too long to be read."""

    characters: int
    lines: int


@dataclass(frozen=True)
class NotText(Finding):
    """The path is not a text file of its own, but a link, a submodule or binary."""


@dataclass(frozen=True)
class TemplateBroken(Finding):
    """A team's own template cannot be parsed."""

    problem: str


@dataclass(frozen=True)
class TemplateTooLong(Finding):
    """A team's own template is too long to be read."""

    most: int


@dataclass(frozen=True)
class TemplateUnknown(Finding):
    """The tool has no template of that name, so the team's own is never used; `nearest` is one that it has."""

    level: ClassVar[Level] = "warning"
    name: str
    nearest: str


@dataclass(frozen=True)
class MoreFound(Finding):
    """There are more findings than are listed; `worst` is the highest level among them."""

    count: int
    worst: Level = "error"


def level_of(finding: Finding, process: Process) -> Level:
    """Return the level that a process gives a finding."""
    if isinstance(finding, MoreFound):
        return finding.worst
    own = (level for name, level in process.postmortem.rules.items() if name == finding.rule)
    return next(own, finding.level)


def rule_levels(process: Process) -> dict[RuleName, Level]:
    """Return the level of each rule in a process."""
    usual = {SNAKE.sub("-", kind.__name__).lower(): kind.level for kind in finding_types()}
    return {name: process.postmortem.rules.get(name, usual[name]) for name in get_args(RuleName)}


def finding_types() -> tuple[type[Finding], ...]:
    """Return every kind of finding."""
    kinds = (each for each in globals().values() if isinstance(each, type) and issubclass(each, Finding))
    return tuple(kind for kind in kinds if kind is not Finding)


def finding_template(kind: type[Finding]) -> str:
    """Return the name of the template for a kind of finding."""
    return f"check/{SNAKE.sub('_', kind.__name__).lower()}.md"


def word_finding(finding: Finding, wording: Wording) -> str:
    """Word one finding in one line; long texts by people are shortened."""
    values = {slot.name: _excerpt(getattr(finding, slot.name)) for slot in fields(finding)}
    return " ".join(wording.render(finding_template(type(finding)), values).split())


def _excerpt(value: object) -> object:
    """Shorten a text at a word."""
    return shorten(value, LONGEST, placeholder=" …") if isinstance(value, str) else value
