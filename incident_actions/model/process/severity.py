"""Severities: their definitions, response times, who is notified, and targets in minutes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.business_time import BUSINESS_DAY_RESPONSES, CYCLES
from incident_actions.model.process.configuration_part import After, ConfigurationPart, ValueLimits, field
from incident_actions.model.process.value_types import IDENTIFIER, Colour, Line, MinutesOrNone, Word

WORDS = ("at once", *BUSINESS_DAY_RESPONSES, *CYCLES)
"""Responses that are not a count of minutes or hours."""

WITHIN = r"[1-9]\d{0,3} (minutes|hours)"
FORM_FIELDS = ("summary", "impact", "severity", "services", "detected_by", "started_at")
"""The fields that every incident form has."""


def _response(text: str) -> str:
    if text not in WORDS and not re.fullmatch(WITHIN, text):
        allowed = ", ".join(f"`{word}`" for word in WORDS)
        msg = f"expected a span such as `15 minutes` or `4 hours`, or one of {allowed}"
        raise ValueError(msg)
    return text


Response = Annotated[
    str, After(_response), ValueLimits(json_schema_extra={"pattern": f"^({WITHIN}|{'|'.join(WORDS)})$"})
]


@dataclass(frozen=True, kw_only=True)
class Targets(ConfigurationPart):
    """Time limits in minutes from the declaration. Without a limit, or with 0, there is no reminder."""

    acknowledge: MinutesOrNone | None = field(default=None, description="until someone acknowledges with `/ack`")
    assess: MinutesOrNone | None = field(default=None, description="until the severity is set")
    first_update: MinutesOrNone | None = field(default=None, description="until the first `/update`")
    public_update: MinutesOrNone | None = field(default=None, description="until the first `/publish`")
    room: MinutesOrNone | None = field(default=None, description="until the war room is set with `/room`")
    roles: MinutesOrNone | None = field(default=None, description="until the required roles are assigned")
    mitigate: MinutesOrNone | None = field(default=None, description="until users are no longer affected")
    watch: MinutesOrNone | None = field(default=None, description="how long a fix is monitored, from the mitigation on")

    @property
    def limits(self) -> dict[str, int]:
        """The minutes of each limit that is set, by its name."""
        return {name: minutes for name, minutes in vars(self).items() if minutes is not None}


@dataclass(frozen=True, kw_only=True)
class Severity(ConfigurationPart):
    """A severity level. Its label is what people see on the issue."""

    label: Word = field(description="the label on the issue, in your own words")
    definition: str = field(default="", description="when this severity applies")
    examples: str = field(default="", description="examples of such incidents")
    response: str = field(default="", description="the expected response, in your own words")
    respond_within: Response | None = field(
        default=None,
        description="the response target, by when somebody must work on it: `15 minutes`, `4 hours`, `at once` (as "
        "soon as `targets.acknowledge` says), `business hours`, `next business day`, `next sprint` or `normal cycle`. "
        "With one of the last four, nobody on call is mentioned at the declaration, but once business hours begin, or "
        "not at all for a sprint or cycle",
    )
    also: tuple[Word, ...] = field(
        default=(), description="other names for it that people and monitoring systems use, such as `critical`"
    )
    tell: tuple[Word, ...] = field(
        default=(), description="the contacts and roles that are notified when an incident gets this severity"
    )
    update_every: MinutesOrNone | None = field(
        default=None, description="the minutes between two updates; 0 for no promise"
    )
    targets: Targets = field(
        default_factory=Targets, description="time limits that differ from those of all severities"
    )
    fix_labels: tuple[Word, ...] = field(
        default=(), description="the labels of the issue that `/hotfix` opens for the fix"
    )
    postmortem: bool = field(default=False, description="whether a post-mortem is required")
    colour: Colour = field(default="b60205", description="the label's colour, six hexadecimal digits")

    @property
    def response_span(self) -> timedelta | None:
        """The minutes or hours of its response, or None."""
        count, _, unit = (self.respond_within or "").partition(" ")
        return timedelta(**{unit: int(count)}) if count.isdecimal() else None

    @property
    def waits(self) -> bool:
        """Whether its response waits for business hours or a sprint, so that nobody is called at the declaration."""
        return self.respond_within in (*BUSINESS_DAY_RESPONSES, *CYCLES)


@dataclass(frozen=True, kw_only=True)
class TriageRule(ConfigurationPart):
    """Answers in the form that lead to a severity. A rule applies if every answer in it was given."""

    when: dict[str, Line] = field(description="the answers, by the IDs of their questions")
    severity: Word = field(description="the severity that the rule sets")


@dataclass(frozen=True, kw_only=True)
class FormQuestion(ConfigurationPart):
    """A question of the incident form that helps to set the severity.

    A question with the ID of a field that every form has (`summary`, `impact`, `severity`, `services`, `detected_by`,
    `started_at`) gives that field its label and description.
    """

    id: Annotated[str, ValueLimits(pattern=IDENTIFIER)] = field(description="the ID that rules use")
    label: Line = field(description="the question")
    description: str = field(default="", description="the description below the question")
    options: tuple[Line, ...] = field(
        default=(), description="the options, in order; without any, people type the answer"
    )

    def __post_init__(self) -> None:
        """Refuse what GitHub refuses in a dropdown."""
        if len({option.strip().casefold() for option in self.options}) < len(self.options):
            msg = "two options have the same name (case is ignored)"
            raise ValueError(msg)
        if any(text.strip().casefold() in ("", "none") for text in (self.label, *self.options)):
            msg = "a label or an option cannot be blank or `None`, which GitHub uses for no answer"
            raise ValueError(msg)
        if self.id in FORM_FIELDS and self.options:
            msg = f"`{self.id}` is a standard field: you can change its label and description, but not its options"
            raise ValueError(msg)


@dataclass(frozen=True, kw_only=True)
class Triage(ConfigurationPart):
    """How the answers in the form set the severity, if nobody chose one. If several rules apply, the worst wins."""

    questions: tuple[FormQuestion, ...] = field(default=(), description="the questions that the form asks")
    rules: tuple[TriageRule, ...] = field(default=(), description="the rules that lead from answers to a severity")

    def __post_init__(self) -> None:
        """Refuse labels that GitHub, or a reader of the answers, would take for one."""
        labels = [" ".join(question.label.split()).casefold() for question in self.questions]
        if len(set(labels)) < len(labels):
            msg = "two questions have the same label"
            raise ValueError(msg)
