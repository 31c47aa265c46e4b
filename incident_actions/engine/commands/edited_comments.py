"""Refuse comments that were edited after they were posted."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.contract.decision import Context, Refused
from incident_actions.contract.issue import Comment
from incident_actions.contract.questions import EditorOf
from incident_actions.text.messages import EditedBeforeRead

GRACE = timedelta(seconds=5)
"""How much later than its creation a comment may have been updated if GitHub doesn't return who edited it.

Untouched comments were seen with an update time one second later: https://github.com/palantir/policy-bot/issues/459
"""

OWN_RUN = timedelta(minutes=30)
"""How long such a comment waits for GitHub's answer, or for its own run, whose event holds the text as posted.

A run takes ten minutes at most, and may have to wait for others.
"""


def may_prove_unedited(comment: Comment, context: Context) -> bool:
    """Return whether GitHub may still confirm that nobody edited a comment; raises NeedsAnswer until it was asked."""
    late = _doubtful(comment, context) and comment.updated - comment.created > GRACE
    return late and context.now - comment.created < OWN_RUN and context.ask(EditorOf(comment.node_id)) is None


def refuse_edited(comment: Comment, word: str, context: Context) -> None:
    """Raise Refused for a comment that was edited after it was posted, or NeedsAnswer until GitHub was asked.

    The text in this run's own event is what its author posted. For any other comment the update time proves nothing: it
    can be a second off, and hiding a comment changes it. Only the editor's name does.
    """
    if not _doubtful(comment, context):
        return
    editor = context.ask(EditorOf(comment.node_id))
    if editor or (editor is None and comment.updated - comment.created > GRACE):
        raise Refused(EditedBeforeRead(word, known=editor is not None))


def _doubtful(comment: Comment, context: Context) -> bool:
    event = context.snapshot.event_comment
    return comment.is_edited and (event is None or event.id != comment.id)
