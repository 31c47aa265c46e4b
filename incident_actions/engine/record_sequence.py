"""Prove by the tool's own comments which version of a signed record is the latest, so that an older card is recognized.

Whoever may write to the repository may edit a card back to one of its earlier texts, whose seal is right. So each
comment that the tool posts ends with the sequence that the card had then. A card with an earlier one is an older card.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from incident_actions.contract.effects import COMMENT_MARK, Effect, PostComment
from incident_actions.contract.snapshot import Snapshot
from incident_actions.model.fast_dataclass import replace
from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.text.record import NONE, Sequence
from incident_actions.text.seal import Seal

SEQUENCE_MARK = "<!-- incident-actions:sequence {rebuilt}.{entries} {seal} -->"
_SAID, _ = COMMENT_MARK.split("{key}")
_MARK = lazy_pattern(r"<!-- incident-actions:sequence (\d{1,9})\.(\d{1,9}) ([a-z0-9:]+) -->\s*\Z", re.ASCII)


def mark_comments(effects: Iterable[Effect], sequence: Sequence, seal: Seal) -> Iterator[Effect]:
    """End each comment with the sequence that the card had when it was read, if there is a key.

    The sequence that the card is about to have would be wrong if the run died between its comments and its card.
    """
    for effect in effects:
        if isinstance(effect, PostComment) and seal.key and sequence != NONE:
            yield replace(effect, body=f"{effect.body}\n\n{_mark(sequence, seal)}")
        else:
            yield effect


def latest_sequence(snapshot: Snapshot) -> Sequence:
    """Return the latest sequence that the tool's own comments prove. Without a key, they prove none."""
    if not snapshot.seal.key:
        return NONE
    ours = (each for each in snapshot.comments if each.author.is_same_as(snapshot.bot) and each.body.startswith(_SAID))
    found = (_MARK.search(each.body) for each in ours)
    claims = {(Sequence(int(each[1]), int(each[2])), each[3]) for each in found if each}
    sealed = (claim for claim, seal in sorted(claims, reverse=True) if seal == _seal_over(claim, snapshot.seal))
    return next(sealed, NONE)


def _mark(sequence: Sequence, seal: Seal) -> str:
    return SEQUENCE_MARK.format(rebuilt=sequence.rebuilt, entries=sequence.entries, seal=_seal_over(sequence, seal))


def _seal_over(sequence: Sequence, seal: Seal) -> str:
    # The first line under a record's own seal is a JSON object, so no such seal is good here, nor the other way round.
    return seal.seal_lines(["sequence", str(sequence.rebuilt), str(sequence.entries)])
