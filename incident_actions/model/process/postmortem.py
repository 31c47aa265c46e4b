"""The rules for post-mortems and action items: what they contain and when they are due."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from incident_actions.model.process.schema_base import Line, Login, Span, StrictModel, Word, refuse_duplicates

BLANKS: Mapping[str, tuple[str, ...]] = {
    "duration": ("value", "start", "end", "hours", "minutes"),
    "severity": ("value", "short"),
}
"""The blanks in the format of a header field, by its content; every other content has `{value}` alone."""

LONGEST = 3_650
"""The most days between an action item's due date and anything that is counted from it."""

FILE_NAME = re.compile(r"(?=.{4,100}\Z)(?![.-])(?:[A-Za-z0-9._-]|\{(?:date|name|number)\})+\.md")


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


def _file_name(template: str) -> str:
    """Refuse spaces, folders and characters that a link would escape, and names that two incidents would share."""
    if not FILE_NAME.fullmatch(template) or not ("{name}" in template or "{number}" in template):
        msg = "expected a file name such as `{date}-{name}.md` or `{number}.md`"
        raise ValueError(msg)
    return template


class HeaderField(StrictModel):
    """A line of the header: what it is called, and what the tool puts there."""

    name: Word = Field(description="what it is called")
    content: Literal["date", "duration", "severity", "impact", "detected by", "commander"] = Field(
        description="what the tool puts there"
    )
    form: str = Field(
        default="",
        max_length=300,
        description="how it is written: `{value}`; of a duration also `{start}`, `{end}`, `{hours}`, `{minutes}`; "
        "of a severity also `{short}`, what its label has before a dash or colon",
    )
    hint: str = Field(default="", description="what people are to write where the record does not tell")

    @model_validator(mode="before")
    @classmethod
    def _called_so(cls, given: Any) -> Any:
        """Accept a field as a word where its name is its content."""
        return {"name": given, "content": given.casefold()} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _fillable(self) -> HeaderField:
        _names_only(BLANKS.get(self.content, ("value",)), self.form)
        return self


class Column(StrictModel):
    """A column of the action items: what it is called, and what stands in it."""

    name: Annotated[Word, Field(pattern="^[^:]+$")] = Field(description="what it is called")
    content: Literal["item", "owner", "due", "type"] = Field(description="what stands in it")

    @model_validator(mode="before")
    @classmethod
    def _called_so(cls, given: Any) -> Any:
        """Accept a column as a word where its name is its content."""
        return {"name": given, "content": given.casefold()} if isinstance(given, str) else given


class Section(StrictModel):
    """A section of the post-mortem file; `content` says what the tool itself puts there, or looks for.

    `cause` is for people to write, and read for blame as is every section with "cause" in its title. `promises` is
    how far updates came on time; without such a section it stands in that of the updates, durations or timeline, else
    below the header.
    """

    title: Word = Field(description="its heading")
    content: Literal[
        "text", "summary", "impact", "cause", "timeline", "durations", "roles", "updates", "promises", "action items"
    ] = Field(default="text", description="what the tool puts there, or looks for")
    hint: str = Field(default="", description="what people are to write, in a comment that they remove")
    prompts: tuple[Line, ...] = Field(default=(), description="bullets that people write over; the tool adds [ ]")


class PostmortemRules(StrictModel):
    """What a post-mortem looks like and when it is due, counted from resolution."""

    due: Span = Field(default="5 business days", description="when it is due, from resolution on")
    meeting: str = Field(default="", description="the meeting that goes with it, in the team's own words")
    title: Annotated[str, AfterValidator(_heading)] = Field(
        default="Incident {number}: {title}", description="the first heading; `{number}` and `{title}` are filled in"
    )
    level: Literal[1, 2] = Field(default=1, description="how many # the title has; sections have one more")
    file: Annotated[str, AfterValidator(_file_name)] = Field(
        default="{date}-{name}.md",
        description="its file below docs/incidents; `{date}`, `{name}` and `{number}` are filled in",
    )
    header: tuple[HeaderField, ...] = Field(
        default=(), description="the lines below the title; one that is called what it holds may stand as a word"
    )
    sections: tuple[Section, ...] = Field(description="its sections, in order")
    timeline: Literal["table", "list"] = Field(default="table", description="how the timeline is written")
    timeline_columns: tuple[Word, ...] = Field(
        default=("Time (UTC)", "Event", "By"), min_length=2, max_length=3, description="when, what, and who said so"
    )
    times: Literal["date and time", "time"] = Field(
        default="date and time", description="`time` gives the date only where the day changes"
    )
    items: Literal["table", "checklist", "list"] = Field(default="table", description="how action items are written")
    columns: tuple[Column, ...] = Field(
        default=(
            Column(name="Item", content="item"),
            Column(name="Owner", content="owner"),
            Column(name="Due", content="due"),
            Column(name="Type", content="type"),
        ),
        description="what an action item has; one that is called what it holds may stand as a word",
    )
    reviewers: tuple[Login, ...] = Field(
        default=(), description="who is asked for a review, besides commander and roles"
    )

    @model_validator(mode="after")
    def _readable(self) -> PostmortemRules:
        refuse_duplicates("content of a column", list(self.column_contents))
        if "item" not in self.column_contents:
            msg = "columns need one that holds the item"
            raise ValueError(msg)
        return self

    @property
    def column_contents(self) -> tuple[str, ...]:
        """The contents of the columns, in their order."""
        return tuple(column.content for column in self.columns)


class ActionRules(StrictModel):
    """What action items look like, and when their owners hear of them."""

    types: tuple[Word, ...] = Field(default=(), description="the types that an action item can have")
    due_in_days: Annotated[int, Field(gt=0, le=LONGEST)] = Field(
        default=14, description="when one is due that names no day"
    )
    remind: tuple[Annotated[int, Field(ge=-LONGEST, le=LONGEST)], ...] = Field(
        default=(-3, 0, 1, 3, 7), description="days around the due date on which its owner hears of it, then weekly"
    )

    @model_validator(mode="after")
    def _rising(self) -> ActionRules:
        if not self.remind or list(self.remind) != sorted(set(self.remind)):
            msg = "reminders are days around the due date, each later than the one before"
            raise ValueError(msg)
        return self
