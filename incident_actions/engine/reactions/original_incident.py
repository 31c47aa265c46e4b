"""Report a duplicate on the incident that it is part of, once everything else is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import comment_keys
from incident_actions.contract.questions import CommentsOf, RecordOf
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.model.incident.phase import Phase
from incident_actions.text.messages import DuplicateClosed

FRESH = timedelta(days=1)
"""How long after its dismissal a duplicate is reported, so that an update reports no old ones."""


def report_duplicate(entries: Sequence[e.Entry], incident: Incident, context: Context) -> Decision:
    """Post on the original incident that this one is a duplicate of it, once; raises NeedsAnswer until it was read.

    An issue that is no incident, or that is gone, gets no comment.
    """
    dismissed = next((each for each in reversed(entries) if isinstance(each, e.Dismissed)), None)
    if dismissed is None or not dismissed.duplicate_of or incident.phase is not Phase.DISMISSED:
        return Decision()
    known = any(isinstance(each, e.DuplicateReported) and each.dismissed == dismissed.accepted for each in entries)
    if known or context.now - dismissed.accepted > FRESH:
        return Decision()
    original, key = dismissed.duplicate_of, f"duplicate:{incident.number}.{dismissed.comment}"
    reported = e.DuplicateReported(
        at=context.now, accepted=context.now, original=original, dismissed=dismissed.accepted
    )
    if not any(isinstance(each, e.Declared) for each in context.ask(RecordOf(original))):
        return Decision((reported,))
    posted = context.ask(CommentsOf(original, dismissed.accepted))
    if any(key in comment_keys(each.body) for each in posted if each.author.is_same_as(context.snapshot.bot)):
        return Decision((reported,))
    message = DuplicateClosed(incident.number, context.snapshot.issue.title, dismissed.by, dismissed.reason)
    return Decision((reported,), (message,), key, original)
