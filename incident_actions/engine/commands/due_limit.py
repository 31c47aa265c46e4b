"""The limit of a due date by severity: `/due` and `/action` set a later one only for people with the role."""

from __future__ import annotations

from datetime import date, timedelta

from incident_actions.contract.decision import CommandRequest, Refused
from incident_actions.engine.commands.able_people import role_of
from incident_actions.model.process.permission import EXTEND, is_enough, needed_role
from incident_actions.text.messages import DueBeyondLimit
from incident_actions.text.slash_grammar import SlashCommand


def refuse_beyond_limit(
    asked: SlashCommand, due: date | None, opened: date, severity: str, request: CommandRequest
) -> None:
    """Refuse a due date beyond the limit of a severity, which counts from the day when the item is opened."""
    process = request.process
    days = process.item_limit(severity)
    if due is None or days is None or due <= (latest := opened + timedelta(days=days)):
        return
    person = request.authority or request.comment.author
    needed, actual = needed_role(EXTEND, process), role_of(person, request.context)
    if not is_enough(actual, needed):
        raise Refused(DueBeyondLimit(asked.word, due, latest, severity, days, needed, actual))
