"""Ask once, after an incident was closed, how the response went. People answer by a reaction, which gets no reply."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import comment_keys
from incident_actions.contract.issue import Comment
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import Phase
from incident_actions.text.messages import RatingQuestion

KEY = "rating"
"""The key of the question, so that an incident gets it once."""

ASK_WITHIN = timedelta(days=2)
"""How long after the closing the question may come. Whoever switches it on gets none on old incidents."""


def ask_rating(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Post the question in a sweep, and then record which comment it is, so that its reactions can be counted."""
    if not (context.process.rating and context.snapshot.is_sweep and incident.phase is Phase.CLOSED):
        return Decision()
    if any(isinstance(each, e.RatingAsked) for each in entries):
        return Decision()
    if posted := _question(context):
        return Decision((e.RatingAsked(at=context.now, accepted=context.now, on=posted.id),))
    closed = max((each.at for each in entries if isinstance(each, e.Closed)), default=None)
    if closed is None or context.now - closed > ASK_WITHIN:
        return Decision()
    return Decision((), (RatingQuestion(),), KEY)


def _question(context: Context) -> Comment | None:
    return next((each for each in context.snapshot.own_comments if KEY in comment_keys(each.body)), None)
