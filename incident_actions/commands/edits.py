"""Whether a comment still reads as its author posted it."""

from __future__ import annotations

from datetime import timedelta

from incident_actions.messages import EditedBeforeRead
from incident_actions.scene import Refused, View
from incident_actions.snapshot import Comment

GRACE = timedelta(seconds=5)
"""How much later than its creation a comment may have been updated where GitHub does not tell who edited it.

An update time one second after the creation was seen on untouched comments: https://github.com/palantir/policy-bot/issues/459
"""


def refuse_edited(comment: Comment, word: str, view: View) -> None:
    """Raise Refused for a comment that somebody edited after it was posted, or Wanted until GitHub tells.

    The text of this run's own event is what its author posted. Of any other comment the update time proves nothing: it
    is off by a second at times, and hiding a comment moves it. Only an editor does.
    """
    event = view.snapshot.event_comment
    if not comment.edited or (event is not None and event.id == comment.id):
        return
    editor = view.editor(comment)
    if editor or (editor is None and comment.updated - comment.created > GRACE):
        raise Refused(EditedBeforeRead(word, known=editor is not None))
