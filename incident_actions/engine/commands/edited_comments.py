"""Whether a comment still reads as its author posted it."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.contract.decision import Context, Refused
from incident_actions.contract.issue import Comment
from incident_actions.contract.questions import EditorOf
from incident_actions.text.messages import EditedBeforeRead

GRACE = timedelta(seconds=5)
"""How much later than its creation a comment may have been updated where GitHub does not tell who edited it.

An update time one second after the creation was seen on untouched comments: https://github.com/palantir/policy-bot/issues/459
"""

OWN_RUN = timedelta(minutes=30)
"""How long such a comment waits for GitHub to tell, or for its own run, whose event holds the text that was posted.

A run takes ten minutes at the most, and may wait behind others.
"""


def may_prove_unedited(comment: Comment, context: Context) -> bool:
    """Whether GitHub may still tell that nobody edited a comment; raises Wanted until it was asked."""
    late = _doubtful(comment, context) and comment.updated - comment.created > GRACE
    return late and context.now - comment.created < OWN_RUN and context.ask(EditorOf(comment.node_id)) is None


def refuse_edited(comment: Comment, word: str, context: Context) -> None:
    """Raise Refused for a comment that somebody edited after it was posted, or Wanted until GitHub was asked.

    The text of this run's own event is what its author posted. Of any other comment the update time proves nothing: it
    is off by a second at times, and hiding a comment moves it. Only an editor does.
    """
    if not _doubtful(comment, context):
        return
    editor = context.ask(EditorOf(comment.node_id))
    if editor or (editor is None and comment.updated - comment.created > GRACE):
        raise Refused(EditedBeforeRead(word, known=editor is not None))


def _doubtful(comment: Comment, context: Context) -> bool:
    event = context.snapshot.event_comment
    return comment.is_edited and (event is None or event.id != comment.id)
