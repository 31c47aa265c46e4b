"""Communication: ready-made texts by stage and audience, checklists by phase, and notifications."""

from __future__ import annotations

from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from incident_actions.model.process.schema_base import Key, Line, StrictModel, Word

BLANKS = (
    "number", "title", "severity", "status", "summary", "impact", "services", "started", "declared", "now", "cause",
    "next_update", "update", "commander", "comms", "tech", "room", "status_page", "update_every", "resolution",
    "time_to_detect", "time_to_resolve", "actions",
)  # fmt: skip
"""The blanks that a ready-made text may have."""


def _fillable(text: str) -> str:
    msg = f"words in braces can be {', '.join(f'{{{name}}}' for name in BLANKS)}"
    try:
        parts = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    except ValueError as wrong:
        raise ValueError(msg) from wrong
    if any(name not in BLANKS or spec or turned for name, spec, turned in parts):
        raise ValueError(msg)
    return text


Text = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(_fillable)]
Stage = Literal["declared", "update", "resolved"]


class Announcement(StrictModel):
    """Ready-made words for one stage and audience: shown on the card when the stage has come, with the blanks filled.

    `stage` is `declared`, `update`, `resolved`, or one of the process's status words.
    """

    name: Key = Field(description="what it is called")
    stage: Word = Field(description="`declared`, `update`, `resolved` or a status word: when it is shown")
    audience: Line = Field(description="whom it is for")
    severities: tuple[Word, ...] = Field(default=(), description="none: all of them")
    text: Text = Field(description="the words; `{title}`, `{severity}` and other blanks are filled in")


class Checklist(StrictModel):
    """The steps of a phase. `declared` ones are posted; `active` and `mitigated` ones stand folded on the card."""

    name: Line = Field(description="what stands above it")
    when: Literal["declared", "active", "mitigated", "resolved"] = Field(description="the phase that it belongs to")
    severities: tuple[Word, ...] = Field(default=(), description="none: all of them")
    ordered: bool = Field(default=False, description="in the order of preference")
    items: Annotated[tuple[Line, ...], Field(min_length=1, max_length=20)] = Field(description="its steps")


Happening = Literal["declared", "raised", "escalated", "update due", "published", "resolved", "post-mortem owed"]


class Notification(StrictModel):
    """What is sent to the addresses of INCIDENT_NOTIFY_URLS, to which of their tags; no tag: to all of them."""

    on: Annotated[tuple[Happening, ...], Field(min_length=1)] = Field(description="what must have happened")
    severities: tuple[Word, ...] = Field(default=(), description="none: all of them")
    to: tuple[Key, ...] = Field(default=(), description="tags of the addresses")


class Links(StrictModel):
    """Where to look during an incident."""

    status_page: str = Field(default="", description="the public status page")
    dashboards: str = Field(default="", description="where the graphs are")
    runbooks: str = Field(default="", description="where the runbooks are")
    on_call: str = Field(default="", description="the schedule, where it is kept elsewhere")
    room: str = Field(default="", description="the war room; `{number}` and `{date}` are filled in")
