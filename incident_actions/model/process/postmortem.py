"""The rules for post-mortems: what they contain and when they are due."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Annotated, Any, Literal

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.check_rules import Level, RuleName
from incident_actions.model.process.configuration_part import After, ConfigurationPart, ValueLimits, field
from incident_actions.model.process.value_types import Line, Login, Span, Word, refuse_duplicates

BLANKS: Mapping[str, tuple[str, ...]] = {
    "duration": ("value", "start", "end", "hours", "minutes"),
    "severity": ("value", "short"),
}
"""The blanks in the format of a header field, by its content; every other content has `{value}` alone."""

MILESTONE_BLANKS = ("severity", "commander", "detected_by")
"""The blanks in the name of a milestone."""

MILESTONES = ("alert", "started", "detected", "declared", "acknowledged", "mitigated", "resolved")
"""The milestones that a process can name, in addition to its statuses; `alert` is an alert that fired."""

FILE_NAME = lazy_pattern(r"(?=.{4,100}\Z)(?![.-])(?:[A-Za-z0-9._-]|\{(?:date|name|number)\})+\.md")


def _names_only(allowed: tuple[str, ...], template: str) -> str:
    """Refuse anything but plain names in braces: `{title:9999999999}` would use up all memory."""
    *names, last = (f"{{{name}}}" for name in allowed)
    msg = f"words in braces can be {', '.join(names)}{' and ' if names else ''}{last}"
    try:
        parts = [part[1:] for part in Formatter().parse(template) if part[1] is not None]
    except ValueError as wrong:
        raise ValueError(msg) from wrong
    if not {name for name, _, _ in parts} <= set(allowed) or any(spec or turned for _, spec, turned in parts):
        raise ValueError(msg)
    return template


def _heading(template: str) -> str:
    return _names_only(("number", "title"), template)


def _milestone_name(template: str) -> str:
    return _names_only(MILESTONE_BLANKS, template)


def _file_name(template: str) -> str:
    """Refuse spaces, folders and characters that a link would escape, and names that two incidents would share."""
    if not FILE_NAME.fullmatch(template) or not ("{name}" in template or "{number}" in template):
        msg = "expected a file name such as `{date}-{name}.md` or `{number}.md`"
        raise ValueError(msg)
    return template


@dataclass(frozen=True, kw_only=True)
class HeaderField(ConfigurationPart):
    """A line of the header, which the tool fills in."""

    name: Word = field(description="the name of the line")
    content: Literal[
        "date",
        "duration",
        "severity",
        "impact",
        "detected by",
        "commander",
        "time to detect",
        "time to acknowledge",
        "time to mitigate",
        "time to resolve",
    ] = field(description="what the tool fills in")
    form: str = field(
        default="",
        max_length=300,
        description="the format: `{value}`; for a duration also `{start}`, `{end}`, `{hours}` and `{minutes}`; "
        "for a severity also `{short}`, its label up to a dash or colon",
    )
    hint: str = field(default="", description="the hint for people, if the record has no value")

    @classmethod
    def expand(cls, given: Any) -> Any:
        """Accept a field as a word where its name is its content."""
        return {"name": given, "content": given.casefold()} if isinstance(given, str) else given

    def __post_init__(self) -> None:
        _names_only(BLANKS.get(self.content, ("value",)), self.form)


@dataclass(frozen=True, kw_only=True)
class Column(ConfigurationPart):
    """A column of the action items."""

    name: Annotated[Word, ValueLimits(pattern="^[^:]+$")] = field(description="the heading of the column")
    content: Literal["item", "owner", "due", "type"] = field(description="what the column holds")

    @classmethod
    def expand(cls, given: Any) -> Any:
        """Accept a column as a word where its name is its content."""
        return {"name": given, "content": given.casefold()} if isinstance(given, str) else given


def _usual_columns() -> tuple[Column, ...]:
    return (
        Column(name="Item", content="item"),
        Column(name="Owner", content="owner"),
        Column(name="Due", content="due"),
        Column(name="Type", content="type"),
    )


@dataclass(frozen=True, kw_only=True)
class Section(ConfigurationPart):
    """A section of the post-mortem file.

    People write `cause`. The check reads it for blame, and so it does every section with "cause" in its title.
    `updates` has what was published and nothing else; `internal updates` has the other updates. `promises` shows how
    many updates were on time. Without such a section, that of the internal updates or the durations shows it, or the
    appendix at the end of the file. `triage` has the form's answers; else the impact, the summary or the appendix does.
    """

    title: Word = field(description="the heading")
    content: Literal[
        "text",
        "summary",
        "impact",
        "cause",
        "timeline",
        "durations",
        "roles",
        "triage",
        "updates",
        "internal updates",
        "promises",
        "action items",
    ] = field(default="text", description="what the tool fills in, or checks for")
    hint: str = field(default="", description="the instructions for people, in a comment that they remove")
    prompts: tuple[Line, ...] = field(
        default=(), description="bullets for people to fill in; the tool puts each in [ ]"
    )


@dataclass(frozen=True, kw_only=True)
class PostmortemRules(ConfigurationPart):
    """The form and the due date of post-mortems."""

    due: Span = field(default="5 business days", description="the time from the resolution to the due date")
    meeting: str = field(default="", description="the review meeting, in your own words")
    title: Annotated[str, After(_heading)] = field(
        default="Incident {number}: {title}", description="the title; `{number}` and `{title}` are filled in"
    )
    level: Literal[1, 2] = field(default=1, description="the heading level of the title; sections are one level below")
    file: Annotated[str, After(_file_name)] = field(
        default="{date}-{name}.md",
        description="the file name in docs/incidents; `{date}`, `{name}` and `{number}` are filled in",
    )
    header: tuple[HeaderField, ...] = field(
        default=(),
        description="the lines below the title; one word is enough if it is also the content: `[Severity]`",
    )
    header_line: Literal["- **{name}:** {value}", "**{name}:** {value}", "**{name}**: {value}"] = field(
        default="- **{name}:** {value}", description="the format of a line of the header"
    )
    sections: tuple[Section, ...] = field(description="the sections, in order")
    timeline: Literal["table", "list"] = field(default="table", description="the format of the timeline")
    timeline_columns: tuple[Word, ...] = field(
        default=("Time (UTC)", "Event", "By"),
        min_length=2,
        max_length=3,
        description="the headings of the columns for the time, the event and the person",
    )
    times: Literal["date and time", "time"] = field(
        default="date and time", description="the format of times; `time` shows the date only when the day changes"
    )
    milestones: dict[Word, Annotated[Word, After(_milestone_name)]] = field(
        default_factory=dict,
        description="your names of milestones in the timeline: of `alert`, `started`, `detected`, `declared`, "
        "`acknowledged`, `mitigated`, `resolved` and of each status; `{severity}`, `{commander}` and `{detected_by}` "
        "are filled in, and a part after a comma or colon is left out if its value is unknown",
    )
    names: Literal["people", "roles"] = field(
        default="people",
        description="how the timeline and the appendix show people: by login, or by their role only",
    )
    items: Literal["table", "checklist", "list"] = field(default="table", description="the format of the action items")
    columns: tuple[Column, ...] = field(
        default_factory=_usual_columns,
        description="the columns of the action items; one word is enough if it is also the content: `[Item]`",
    )
    reviewers: tuple[Login, ...] = field(
        default=(), description="reviewers of the pull request, in addition to the commander and the other roles"
    )
    rules: dict[RuleName, Level] = field(
        default_factory=dict,
        description="the level of a rule of the check, by the rule's name; `docs/post-mortem-rules.md` lists the rules "
        "with their own levels",
    )

    def __post_init__(self) -> None:
        refuse_duplicates("content of a column", list(self.column_contents))
        if "item" not in self.column_contents:
            msg = "a column with the content `item` is missing"
            raise ValueError(msg)

    @property
    def column_contents(self) -> tuple[str, ...]:
        """The contents of the columns, in their order."""
        return tuple(column.content for column in self.columns)
