"""What is left here of a private incident: a neutral issue, a neutral card, and no other comment of the tool.

People's comments stay, since only people can decide to delete them.
"""

from __future__ import annotations

from collections.abc import Iterator

from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context
from incident_actions.contract.effects import DeleteComment, Effect, SetIssue, comment_keys
from incident_actions.contract.issue import Comment
from incident_actions.engine.commands.waiting_comments import REFUSAL_KEY
from incident_actions.engine.private_move import MOVE_KEY, stub_title
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.incident import entry as e
from incident_actions.model.incident.incident import Incident
from incident_actions.text import private_marker
from incident_actions.text.messages import IncidentMoved, Message, MovedAlready, RefusalsPaused

NEUTRAL_MESSAGES = (IncidentMoved, MovedAlready, RefusalsPaused)
"""What the tool still posts on a private incident."""

NEUTRAL_KEYS = (REFUSAL_KEY, MOVE_KEY, "failed", "configuration", "estranged")
"""How the keys of comments begin that quote nothing of the incident. Those of replies to commands need more care."""


def neutral_messages(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Return the messages that quote nothing of an incident."""
    return tuple(each for each in messages if isinstance(each, NEUTRAL_MESSAGES))


def leave_stub(
    incident: Incident, entries: tuple[e.Entry, ...], context: Context, *, is_acknowledged: bool
) -> tuple[Effect, ...]:
    """Return what leaves nothing of the incident here: first its words go, then comments, and the issue is closed last.

    So whatever a run that died has left is still open, or not acknowledged, and the next run finds it.
    """
    change = _stub_change(incident, entries, context)
    nothing = SetIssue(change.number)
    must_look = change != nothing or not is_acknowledged
    forgotten = _forgotten_comments(entries, context, look_at_all=must_look)
    words, closing = change, nothing
    if forgotten:
        words = replace(change, open=None, state_reason=None)
        closing = replace(nothing, open=change.open, state_reason=change.state_reason)
    effects: tuple[Effect, ...] = (words, *forgotten, closing)
    return tuple(each for each in effects if each != nothing)


def _forgotten_comments(
    entries: tuple[e.Entry, ...], context: Context, *, look_at_all: bool
) -> tuple[DeleteComment, ...]:
    """Delete the tool's comments from before the move, which quote the incident. Deleted comments have no history."""
    snapshot = context.snapshot
    shown = snapshot.comments
    if look_at_all and snapshot.issue.comment_count > len(shown):
        shown = context.comments_since(snapshot.issue.created)
    card = card_comment.find_card(snapshot)
    ours = (each for each in shown if card_comment.is_ours(each, snapshot, card_comment.OWN_MARK))
    answered = {f"reply:{entry.comment}" for entry in entries}
    others = (each for each in ours if card is None or each.id != card.id)
    return tuple(DeleteComment(each.id) for each in others if not _is_neutral(each, answered))


def _is_neutral(comment: Comment, answered: set[str]) -> bool:
    keys = comment_keys(comment.body)
    return bool(keys) and all(key in answered or key.partition(":")[0] in NEUTRAL_KEYS for key in keys)


def _stub_change(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> SetIssue:
    """Return how the issue differs from a neutral one: title, text, labels, assignees, state."""
    issue = context.snapshot.issue
    title, label = stub_title(context), context.process.labels.incident
    body = "\n".join(_body(incident, entries, context))
    return SetIssue(
        issue.number,
        title=title if issue.title != title else None,
        body=body if issue.body.replace("\r\n", "\n") != body else None,
        labels=(label,) if issue.label_names != {label} else None,
        assignees=() if issue.assignees else None,
        open=False if issue.open else None,
        state_reason="not_planned" if issue.open else None,
    )


def _body(incident: Incident, entries: tuple[e.Entry, ...], context: Context) -> Iterator[str]:
    """Yield the body: a line by which every run knows where the incident and its alerts are, and what people read."""
    alerts = (alert for each in entries if isinstance(each, e.MadePrivate) for alert in each.alerts)
    yield private_marker.moved_to_line(incident.private, dict.fromkeys(alerts))
    yield context.wording.render("issues/private_stub.md", {"where": incident.private})


def known_move(context: Context) -> tuple[e.Entry, ...]:
    """Return the move that the issue's body tells of, for a record that was lost; none for any other issue."""
    body = context.snapshot.issue.body
    named, alerts = private_marker.issue_in(body), private_marker.moved_alerts(body)
    if named is None:
        return ()
    return (e.MadePrivate(at=context.now, accepted=context.now, repository=named[0], number=named[1], alerts=alerts),)
