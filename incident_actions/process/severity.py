"""Severities: what each means, how fast it is answered, who is told, and within how many minutes what must happen."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from incident_actions.process.part import IDENTIFIER, Colour, Line, Minutes, Part, Word

WORDS = ("at once", "business hours", "next business day", "next sprint", "normal cycle")
"""Responses that are not a count of minutes or hours."""


def _response(text: str) -> str:
    if text not in WORDS and not re.fullmatch(r"[1-9]\d{0,3} (minutes|hours)", text):
        allowed = ", ".join(f"`{word}`" for word in WORDS)
        msg = f"expected a span such as `15 minutes` or `4 hours`, or one of {allowed}"
        raise ValueError(msg)
    return text


Response = Annotated[str, AfterValidator(_response)]


class Targets(Part):
    """Within how many minutes of the declaration something must have happened; what is not named is not chased."""

    acknowledge: Minutes | None = Field(default=None, description="somebody said /ack")
    assess: Minutes | None = Field(default=None, description="a severity is set")
    first_update: Minutes | None = Field(default=None, description="the first /update")
    public_update: Minutes | None = Field(default=None, description="the first /publish")
    room: Minutes | None = Field(default=None, description="a war room is named, with /room")
    roles: Minutes | None = Field(default=None, description="the roles that the severity requires are held")
    mitigate: Minutes | None = Field(default=None, description="users no longer hurt")
    watch: Minutes | None = Field(default=None, description="minutes to watch a fix, from mitigation on")


class Severity(Part):
    """One severity, the worst first; its label is what people see on the issue."""

    label: Word
    definition: str = ""
    examples: str = ""
    response: str = Field(default="", description="how fast it is answered, in the team's own words")
    respond_within: Response | None = Field(default=None, description="the same for the clock")
    tell: tuple[Word, ...] = Field(default=(), description="who is told when it is declared or raised: contacts, roles")
    update_every: Minutes | None = Field(default=None, description="minutes between two updates")
    targets: Targets = Field(default=Targets(), description="where they differ from those of all severities")
    fix_labels: tuple[Word, ...] = Field(default=(), description="labels of the issue that /hotfix opens for the fix")
    postmortem: bool = False
    colour: Colour = "b60205"


class Answers(Part):
    """Answers of the form that make a severity: every one of them given."""

    when: dict[str, Line]
    severity: Word


class Question(Part):
    """A question of the incident form that is there to rate it; `options` in the order in which they are offered."""

    id: Annotated[str, Field(pattern=IDENTIFIER)]
    label: Line
    description: str = ""
    options: tuple[Line, ...] = Field(default=(), description="none: people write the answer")


class Triage(Part):
    """How a severity follows from answers, where nobody names one: of all that fit, the worst."""

    questions: tuple[Question, ...] = ()
    rules: tuple[Answers, ...] = ()
