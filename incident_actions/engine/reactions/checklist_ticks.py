"""Read how many steps people have ticked in the comments that hold checklists.

GitHub edits a comment when somebody clicks a box in it, and allows that only to people who may write. The record has
the count, because later runs of a long incident no longer read such a comment.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from incident_actions.contract.decision import Context, Decision
from incident_actions.contract.effects import comment_keys
from incident_actions.contract.issue import Comment
from incident_actions.engine.checklists import KEY_PREFIX, keys_of_steps
from incident_actions.model.incident import entry as e
from incident_actions.model.lazy_pattern import lazy_pattern

_BOX = lazy_pattern(r"^[ \t]{0,3}(?:[-+*]|[0-9]{1,9}[.)])[ \t]+\[([ xX])\][ \t]+(.*)$", re.MULTILINE)
_WORD = lazy_pattern(r"[^\W_]+")


def read_ticks(entries: tuple[e.Entry, ...], context: Context) -> Decision:
    """Return an entry for each comment whose ticks the record does not have yet.

    A comment that is about more than its lists is left until somebody ticks a step in it: people find the declaration
    below the card, and the resolution at the end, so that neither costs a request more.
    """
    begun = next((each for each in context.incident_steps(entries) if each), None)
    steps = keys_of_steps(begun, context.process)
    if not steps:
        return Decision()
    known = {entry.on: (entry.done, entry.total) for entry in entries if isinstance(entry, e.ChecklistRead)}
    return Decision(
        tuple(
            read
            for comment, read in _lists(steps, context)
            if (read.done, read.total) != known.get(comment.id)
            and (read.done or comment.id in known or _has_lists_alone(comment))
        )
    )


def _lists(steps: dict[str, tuple[str, ...]], context: Context) -> Iterator[tuple[Comment, e.ChecklistRead]]:
    """Return the tool's comments that have steps to tick, and what they show."""
    for comment in context.snapshot.own_comments:
        if KEY_PREFIX not in comment.body:
            continue
        lists = tuple(sorted(key for key in comment_keys(comment.body) if key.partition(".")[0] in steps))
        items = [item for key in lists for item in steps[key.partition(".")[0]]]
        if items:
            ticked = {_bare(text) for box, text in _BOX.findall(comment.body.replace("\r\n", "\n")) if box != " "}
            done = sum(_bare(item) in ticked for item in items)
            yield (
                comment,
                e.ChecklistRead(
                    at=comment.updated, accepted=context.now, on=comment.id, lists=lists, done=done, total=len(items)
                ),
            )


def _bare(text: str) -> str:
    """Return a step's letters and digits, which it keeps however its Markdown is escaped."""
    shown = html.unescape(text) if "&" in text else text
    return "".join(_WORD.findall(shown)).casefold()


def _has_lists_alone(comment: Comment) -> bool:
    """Return whether a comment was posted for its checklists, and for nothing else."""
    return all(key.startswith(KEY_PREFIX) for key in comment_keys(comment.body))
