"""What a slash command is: how it is typed, what it means, who may use it, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from incident_actions.contract.decision import CommandRequest, Decision, Refused
from incident_actions.text.messages import WrongForm
from incident_actions.text.slash_grammar import SlashCommand

Place = Literal["incident", "action item", "both", "any issue"]
"""`both` are incidents and action items; on any issue a command is heard even where there is neither."""


@dataclass(frozen=True, slots=True)
class Command:
    """One word that people type; `decide` may raise Refused."""

    word: str
    usage: str
    meaning: str
    decide: Callable[[SlashCommand, CommandRequest], Decision]
    place: Place = "incident"

    def works_on(self, place: Place) -> bool:
        """Whether it can be used on an incident, or on an action item."""
        return self.place in (place, "both", "any issue")


def wrong_form(asked: SlashCommand, usage: str) -> Refused:
    """Refuse a command that lacks something, with the right form."""
    return Refused(WrongForm(asked.word, usage))


def full_text(asked: SlashCommand) -> str:
    """Everything that was written behind a command, its further lines included."""
    return "\n".join(part for part in (asked.rest, asked.more) if part).strip()
