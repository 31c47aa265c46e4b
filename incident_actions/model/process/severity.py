"""Severities: their definitions, response times, who is notified, and targets in minutes."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from incident_actions.model.process.schema_base import IDENTIFIER, Colour, Line, Minutes, StrictModel, Word

WORDS = ("at once", "business hours", "next business day", "next sprint", "normal cycle")
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
    str, AfterValidator(_response), Field(json_schema_extra={"pattern": f"^({WITHIN}|{'|'.join(WORDS)})$"})
]


class Targets(StrictModel):
    """Within how many minutes of the declaration something must have happened; what is not named is not chased."""

    acknowledge: Minutes | None = Field(default=None, description="somebody said /ack")
    assess: Minutes | None = Field(default=None, description="a severity is set")
    first_update: Minutes | None = Field(default=None, description="the first /update")
    public_update: Minutes | None = Field(default=None, description="the first /publish")
    room: Minutes | None = Field(default=None, description="a war room is named, with /room")
    roles: Minutes | None = Field(default=None, description="the roles that the severity requires are held")
    mitigate: Minutes | None = Field(default=None, description="users are no longer affected")
    watch: Minutes | None = Field(default=None, description="minutes to watch a fix, from mitigation on")


class Severity(StrictModel):
    """One severity, the worst first; its label is what people see on the issue."""

    label: Word = Field(description="the label on the issue, in the team's own words")
    definition: str = Field(default="", description="when it is this one")
    examples: str = Field(default="", description="what was like it")
    response: str = Field(default="", description="how fast it is answered, in the team's own words")
    respond_within: Response | None = Field(
        default=None,
        description="the same for the clock: `15 minutes`, `4 hours`, `at once`, `next business day` and such",
    )
    also: tuple[Word, ...] = Field(
        default=(), description="other words for it, of people and of monitoring systems: `critical`, `page`"
    )
    tell: tuple[Word, ...] = Field(default=(), description="who is told when it is declared or raised: contacts, roles")
    update_every: Minutes | None = Field(default=None, description="minutes between two updates")
    targets: Targets = Field(default=Targets(), description="where they differ from those of all severities")
    fix_labels: tuple[Word, ...] = Field(default=(), description="labels of the issue that /hotfix opens for the fix")
    postmortem: bool = Field(default=False, description="whether a post-mortem is required")
    colour: Colour = Field(default="b60205", description="the label's colour, six hexadecimal digits")


class TriageRule(StrictModel):
    """Answers of the form that make a severity: every one of them given."""

    when: dict[str, Line] = Field(description="the answers, by the ids of questions")
    severity: Word = Field(description="what they come to")


class FormQuestion(StrictModel):
    """A question of the incident form that is there to rate it; `options` in the order in which they are offered.

    One with the id of a field that every form has (`summary`, `impact`, `severity`, `services`, `detected_by`,
    `started_at`) gives that field its label and description.
    """

    id: Annotated[str, Field(pattern=IDENTIFIER)] = Field(description="what rules call it")
    label: Line = Field(description="the question")
    description: str = Field(default="", description="what stands below it")
    options: tuple[Line, ...] = Field(default=(), description="none: people write the answer")

    @model_validator(mode="after")
    def _offered(self) -> FormQuestion:
        """Refuse what GitHub refuses in a dropdown."""
        if len({option.strip().casefold() for option in self.options}) < len(self.options):
            msg = "two options of one name, case apart"
            raise ValueError(msg)
        if any(text.strip().casefold() in ("", "none") for text in (self.label, *self.options)):
            msg = "a label or an option cannot be blank, or `None`, the word that GitHub keeps for no answer"
            raise ValueError(msg)
        if self.id in FORM_FIELDS and self.options:
            msg = f"`{self.id}` is a field that every form has: its label and description can be yours, not its options"
            raise ValueError(msg)
        return self


class Triage(StrictModel):
    """How a severity follows from answers, where nobody names one: of all that fit, the worst."""

    questions: tuple[FormQuestion, ...] = Field(default=(), description="the questions that the form asks")
    rules: tuple[TriageRule, ...] = Field(default=(), description="what their answers come to")

    @model_validator(mode="after")
    def _apart(self) -> Triage:
        """Refuse labels that GitHub, or a reader of the answers, would take for one."""
        labels = [" ".join(question.label.split()).casefold() for question in self.questions]
        if len(set(labels)) < len(labels):
            msg = "two questions with one label"
            raise ValueError(msg)
        return self
