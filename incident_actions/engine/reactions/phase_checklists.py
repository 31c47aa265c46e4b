"""Post each checklist once when its phase begins, and again in each round of an incident that was reopened."""

from __future__ import annotations

from collections.abc import Sequence

from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context
from incident_actions.engine import checklists
from incident_actions.engine.checklists import RoundChecklist
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.text.messages import Steps


@dataclass(frozen=True)
class DueChecklists:
    """Checklists to post, the status that they belong to, and the keys by which they are posted once."""

    status: str = ""
    steps: tuple[Steps, ...] = ()
    keys: tuple[str, ...] = ()


def due_checklists(known: int, entries: tuple[e.Entry, ...], context: Context) -> DueChecklists:
    """Return the checklists that nobody has seen yet: `known` is how many entries earlier runs have answered.

    Each of those runs has posted what its incident needed, so only a new phase or severity asks for more.
    """
    states = context.incident_steps(entries) if len(entries) > known else []
    incident = states[-1] if states else None
    if incident is None or not _is_changed(states[known:]):
        return DueChecklists()
    rounds = tuple(checklists.numbered_rounds(states))
    earlier = rounds[: max(0, len(rounds) - (len(entries) - known))]
    needed = {(state.phase, state.severity, number): state for state, number in earlier}
    posted = {
        each.key
        for (*_, number), state in needed.items()
        for each in checklists.for_round(state, number, context.process)
    }
    posted |= card_comment.posted_keys(context.snapshot.comments, context.snapshot)
    wanted = checklists.for_round(*rounds[-1], context.process)
    due = [each for each in wanted if each.key not in posted and not _is_too_late(each, entries)]
    if not due:
        return DueChecklists()
    begun = next(each for each in states if each)
    steps = checklists.open_steps((each.checklist for each in due), begun, context.process)
    if not steps:
        return DueChecklists()
    return DueChecklists(incident.status, steps, tuple(each.key for each in due))


def _is_changed(states: Sequence[Incident | None]) -> bool:
    """Return whether the phase or the severity changed."""
    return len({(each.phase, each.severity) if each else None for each in states}) > 1


def _is_too_late(each: RoundChecklist, entries: tuple[e.Entry, ...]) -> bool:
    """Return whether it is about the first minutes of an incident that was declared offline, hours ago perhaps."""
    replayed = e.replay_comments(entries)
    return each.checklist.when == "declared" and any(
        isinstance(entry, e.Declared) and entry.comment in replayed for entry in entries
    )
