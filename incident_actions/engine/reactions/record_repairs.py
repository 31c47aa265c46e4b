"""Record that a damaged record was repaired."""

from __future__ import annotations

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.questions import EditorOf
from incident_actions.engine.record_integrity import RecordState, was_answered
from incident_actions.model.incident import entry as e


def note_repair(state: RecordState, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Record that the record had been changed; `entries` are all that it has again."""
    if not state.damage:
        return Decision()
    recorded = {entry.comment for entry in state.entries}
    waiting = (comment for comment in context.snapshot.comments if comment.id not in recorded)
    suspect = (each for each in waiting if each.is_edited and was_answered(each)) if state.must_rebuild else ()
    edited = sum(context.ask(EditorOf(each.node_id)) != "" for each in suspect)
    repaired = e.RecordRepaired(
        at=context.now,
        accepted=context.now,
        by=state.by,
        what=state.damage,
        unheard=edited,
        lost=state.lost_entries(entries),
    )
    return Decision((repaired,))
