"""Communication: ready-made texts by stage and audience, checklists by phase, and notifications."""

from __future__ import annotations

import re
from string import Formatter
from typing import Annotated, Literal

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.configuration_part import After, ConfigurationPart, ValueLimits, field
from incident_actions.model.process.value_types import IDENTIFIER, Key, Line, Word

BLANKS = (
    "number", "title", "severity", "status", "summary", "impact", "services", "started", "declared", "now", "cause",
    "next_update", "update", "commander", "comms", "tech", "room", "status_page", "update_every", "resolution",
    "time_to_detect", "time_to_resolve", "actions", "updated", "update_interval", "response", "definition",
)  # fmt: skip
"""The blanks that a ready-made text may have, besides those for answers of the form."""

ANSWER = "answer."
"""What the blanks for answers of the form begin with; the id of the question follows."""


def _fillable(text: str) -> str:
    allowed = ", ".join(f"{{{name}}}" for name in BLANKS)
    msg = f"words in braces can be {allowed}, or {{answer.<id>}} for the answer to a triage question"
    try:
        parts = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    except ValueError as wrong:
        raise ValueError(msg) from wrong
    if any(not _is_blank(name) or spec or turned for name, spec, turned in parts):
        raise ValueError(msg)
    return text


def _is_blank(name: str | None) -> bool:
    return name in BLANKS or re.fullmatch(re.escape(ANSWER) + IDENTIFIER.strip("^$"), name or "") is not None


def answers_in(text: str) -> tuple[str, ...]:
    """Return the ids of the questions whose answers a ready-made text has."""
    names = (name for _, name, _, _ in Formatter().parse(text) if name)
    return tuple(name.removeprefix(ANSWER) for name in names if name.startswith(ANSWER))


Text = Annotated[str, ValueLimits(min_length=1, max_length=2_000), After(_fillable)]
Stage = Literal["declared", "update", "resolved"]


@dataclass(frozen=True, kw_only=True)
class Announcement(ConfigurationPart):
    """A message template for one stage and audience. The card shows it at that stage, with its placeholders filled in.

    `stage` is `declared`, `update`, `resolved`, or one of the process's status words. Words for `declared` stay on the
    card while users are affected, and are posted once when everything that a command can fill in is known.
    """

    name: Key = field(description="the name of the announcement")
    stage: Word = field(description="the stage at which it is shown: `declared`, `update`, `resolved` or a status")
    audience: Line = field(description="the audience, such as customers")
    severities: tuple[Word, ...] = field(default=(), description="the severities to which it applies; none means all")
    text: Text = field(
        description="the message; `{title}`, `{severity}`, `{answer.<question id>}` and others are filled in"
    )


ListKind = Literal["steps", "options", "notes"]


@dataclass(frozen=True, kw_only=True)
class Checklist(ConfigurationPart):
    """A list that is posted when its phase begins: steps to tick, options to choose from, or notes to know."""

    name: Line = field(description="the heading")
    when: Literal["declared", "active", "mitigated", "resolved"] = field(
        description="the phase at whose beginning the checklist is posted; `active` begins with the declaration"
    )
    kind: ListKind = field(
        default="steps",
        description="`steps` that people do and tick, `options` of which they choose, or `notes` that they only read",
    )
    severities: tuple[Word, ...] = field(default=(), description="the severities to which it applies; none means all")
    ordered: bool = field(default=False, description="whether the items are in order")
    items: Annotated[tuple[Line, ...], ValueLimits(min_length=1, max_length=20)] = field(description="the items")
    answered_by: dict[Line, tuple[Word, ...]] = field(
        default_factory=dict,
        description="the IDs of the form's questions, by item: once all of them are answered, the item is left out. "
        "An item that begins with a question's own words needs no entry",
    )

    def __post_init__(self) -> None:
        if unknown := [item for item in self.answered_by if item not in self.items]:
            msg = f"`answered_by` names an item that the checklist does not have: {unknown[0]}"
            raise ValueError(msg)


Happening = Literal[
    "declared", "raised", "escalated", "started", "detected", "acknowledged", "role assigned", "updated", "update due",
    "published", "mitigated", "resolved", "post-mortem owed",
]  # fmt: skip

IF_NAMED: frozenset[Happening] = frozenset(
    {"started", "detected", "acknowledged", "role assigned", "updated", "mitigated"}
)
"""The events that are sent only if a rule names them."""


@dataclass(frozen=True, kw_only=True)
class Notification(ConfigurationPart):
    """Events that are sent to the addresses in INCIDENT_NOTIFY_URLS."""

    on: Annotated[tuple[Happening, ...], ValueLimits(min_length=1)] = field(description="the events that are sent")
    severities: tuple[Word, ...] = field(default=(), description="the severities to which it applies; none means all")
    to: tuple[Key, ...] = field(default=(), description="the tags of the addresses; none means all addresses")
    say: str = field(
        default="", description="the name of an announcement that is sent in place of the tool's own words"
    )


@dataclass(frozen=True, kw_only=True)
class Links(ConfigurationPart):
    """Links for responders."""

    status_page: str = field(default="", description="the public status page")
    dashboards: str = field(default="", description="the dashboards")
    runbooks: str = field(default="", description="the runbooks")
    on_call: str = field(default="", description="the on-call schedule, if another tool manages it")
    room: str = field(default="", description="the war room, a name or a link; `{number}` and `{date}` are filled in")
