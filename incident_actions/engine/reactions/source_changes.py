"""Follow comments whose commands are on record: edited or deleted later, their lines on the timeline say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.issue import Comment, CommentDeletion
from incident_actions.contract.questions import EditorOf
from incident_actions.engine.commands.edited_comments import GRACE
from incident_actions.model.incident import entry as e
from incident_actions.text.timeline import HIDDEN_ENTRIES

MOST_ASKED = 3
"""Of how many comments one sweep asks who edited them, with a request each."""


def follow_sources(entries: Sequence[e.Entry], context: Context) -> Decision:
    """Return which comments on record changed since; raises NeedsAnswer until the editor of each is known.

    Only the sweep and the clock ask. They list the comments that changed in any case. The run that a deletion starts
    alone knows who deleted the comment.
    """
    deletion = context.snapshot.deletion
    if not (context.snapshot.is_sweep or deletion):
        return Decision()
    known = {each.on: each for each in entries if isinstance(each, e.SourceChanged)}
    sources = {each.comment for each in entries if each.comment and not isinstance(each, HIDDEN_ENTRIES)}
    if deletion:
        return Decision(tuple(_named_deletion(deletion, sources, known, context)))
    return Decision((*_edited(sources, known, context), *_deleted(sources, known, context)))


def _edited(sources: set[int], known: dict[int, e.SourceChanged], context: Context) -> Iterator[e.SourceChanged]:
    changed = [each for each in context.snapshot.comments if each.id in sources and _is_later(each, known.get(each.id))]
    for comment in changed[:MOST_ASKED]:
        editor = context.ask(EditorOf(comment.node_id))
        if editor is not None:
            yield e.SourceChanged(
                at=comment.updated, accepted=context.now, by=editor, on=comment.id, unchanged=not editor
            )


def _is_later(comment: Comment, known: e.SourceChanged | None) -> bool:
    """Return whether a comment changed after it was posted, and after what is on record about that."""
    return comment.updated - comment.created > GRACE and (known is None or comment.updated > known.at)


def _deleted(sources: set[int], known: dict[int, e.SourceChanged], context: Context) -> Iterator[e.SourceChanged]:
    """Yield the comments that are gone, as long as the issue has so few comments that all of them are listed."""
    listed = {each.id for each in context.snapshot.comments}
    if len(listed) < context.snapshot.issue.comment_count:
        return
    for source in sorted(sources - listed):
        if source not in known or not known[source].deleted:
            yield e.SourceChanged(at=context.now, accepted=context.now, on=source, deleted=True)


def _named_deletion(
    deletion: CommentDeletion, sources: set[int], known: dict[int, e.SourceChanged], context: Context
) -> Iterator[e.SourceChanged]:
    """Yield that a comment on record was deleted, and by whom, unless that is on record with its name."""
    before = known.get(deletion.comment)
    if deletion.comment in sources and not (before and before.deleted and before.by):
        yield e.SourceChanged(at=context.now, accepted=context.now, by=deletion.by, on=deletion.comment, deleted=True)
