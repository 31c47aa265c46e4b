"""Treat closing or reopening an action item on its page as a command, and ask for the evidence that is missing."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.contract.decision import Context, Decision, EntryFields
from incident_actions.contract.issue import ManualAction, ManualChange
from incident_actions.contract.questions import RoleOf
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.action_item import ActionItem
from incident_actions.model.process.permission import is_enough, needed_item_role, needed_role
from incident_actions.text.messages import EvidenceWanted, ManualChangeReverted

ONE_CHANGE = timedelta(minutes=1)
"""How far apart the event and the timeline may tell one change."""

NOT_DONE = ("not_planned", "duplicate")
"""The reasons that people choose in GitHub to close an issue without doing it."""


def accept_item_change(item: ActionItem, entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Treat manually closing or reopening an action item as a command of whoever did it, or undo it."""
    newest = _newest_change(item, context)
    kinds = (e.ItemOpened, e.ItemDone, e.ItemDropped, e.ItemReopened, e.ManualChangeUndone)
    if newest is None or any(isinstance(entry, kinds) and entry.at >= newest.at for entry in entries):
        return Decision()
    stamp = EntryFields(at=newest.at, accepted=context.now, by=newest.by.login, by_id=newest.by.id, comment=0, index=0)
    if newest.closed_with and newest.by.bot:  # a merge queue, for example
        return Decision((e.ItemDone(**stamp, evidence=newest.closed_with),))
    needed, actual = needed_item_role("done", item, newest.by, context.process), context.ask(RoleOf(newest.by.login))
    if is_enough(actual, needed):
        return _accept(newest, stamp, context)
    what = f"{newest.action.value} the issue"
    message = ManualChangeReverted(newest.by.login, what, needed, actual)
    return Decision((e.ManualChangeUndone(**stamp, what=what),), (message,), f"hand:done.{int(newest.at.timestamp())}")


def _newest_change(item: ActionItem, context: Context) -> ManualChange | None:
    """Return how the issue came to be open or closed against its record; None where it agrees, or the tool did it."""
    issue, bot = context.snapshot.issue, context.snapshot.bot
    if issue.open == (item.state == "open"):
        return None
    hand = ManualAction.REOPENED if issue.open else ManualAction.CLOSED
    made = [each for each in (*context.snapshot.changes, *context.manual_changes()) if each.action is hand]
    counts = [each for each in made if not each.by.is_same_as(bot) and (not each.by.bot or each.closed_with)]
    newest = max(counts, key=lambda change: change.at, default=None)
    if newest is None:
        return None
    # The event tells the same change at a slightly other time than the timeline, which alone knows what closed it.
    same = (each.closed_with for each in counts if abs(each.at - newest.at) <= ONE_CHANGE)
    return replace(newest, closed_with=next(filter(None, same), ""))


def _accept(change: ManualChange, stamp: EntryFields, context: Context) -> Decision:
    """Accept a manual change; closing without a pull request or a commit leads to one question."""
    issue, process = context.snapshot.issue, context.process
    if issue.open:
        return Decision((e.ItemReopened(**stamp),))
    if issue.state_reason in NOT_DONE:
        return Decision((e.ItemDropped(**stamp, reason=f"closed as {issue.state_reason.replace('_', ' ')}"),))
    if change.closed_with or process.actions.evidence == "optional":
        return Decision((e.ItemDone(**stamp, evidence=change.closed_with),))
    question = EvidenceWanted(change.by.login, needed_role("accept", process), by_hand=True)
    return Decision((e.ItemDone(**stamp, unproven=True),), (question,), f"evidence-wanted:{int(change.at.timestamp())}")
