"""Find what two runs posted at the same moment: cards and comments that are there twice."""

from __future__ import annotations

from collections import Counter

from incident_actions.contract import card_comment
from incident_actions.contract.decision import Context
from incident_actions.contract.effects import DeleteComment, Effect, comment_keys


def delete_duplicates(context: Context) -> tuple[Effect, ...]:
    """Delete cards and comments that two runs posted at the same moment. The older one stays."""
    card = card_comment.find_card(context.snapshot)
    again = [each.id for each in card_comment.all_cards(context.snapshot) if card and each.id != card.id]
    keys_of = {comment.id: comment_keys(comment.body) for comment in context.snapshot.own_comments}
    counts = Counter(key for keys in keys_of.values() for key in keys)
    for comment in sorted(keys_of, key=lambda each: (len(keys_of[each]), -each)):
        if keys_of[comment] and all(counts[key] > 1 for key in keys_of[comment]):
            again.append(comment)
            counts.subtract(keys_of[comment])
    return tuple(DeleteComment(comment) for comment in again)
