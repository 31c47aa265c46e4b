"""A slash command: its syntax, its meaning, where it can be used, and how it is decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from incident_actions.contract.decision import CommandRequest, Decision, Refused
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.text.messages import WrongForm
from incident_actions.text.slash_grammar import SlashCommand

Place = Literal["incident", "action item", "both", "any issue"]
"""`both` means incidents and action items. On any issue, a command works without either."""


@dataclass(frozen=True)
class Command:
    """A slash command."""

    word: str
    usage: str
    meaning: str
    decide: Callable[[SlashCommand, CommandRequest], Decision]
    """May raise Refused."""
    place: Place = "incident"
    branches: tuple[str, ...] = ()
    """Other commands that can be typed behind this one's word, such as `accept` in `/postmortem accept`."""

    def works_on(self, place: Place) -> bool:
        """Return whether it can be used on an incident or an action item."""
        return self.place in (place, "both", "any issue")


def wrong_form(asked: SlashCommand, usage: str) -> Refused:
    """Return the refusal of a command that is missing something, with the right form."""
    return Refused(WrongForm(asked.word, usage))


def full_text(asked: SlashCommand) -> str:
    """Return everything after a command's word, further lines included."""
    return "\n".join(part for part in (asked.rest, asked.more) if part).strip()
