"""Judge a commit that somebody wants to merge: success, or failure while an incident freezes merges."""

from __future__ import annotations

from collections.abc import Sequence

from incident_actions.contract.card_comment import CARD_MARK, RECORD_PAGE_MARK
from incident_actions.contract.issue import Comment, Issue
from incident_actions.contract.proposed_head import HeadVerdict
from incident_actions.model.incident.entry import HotfixOpened
from incident_actions.text import record
from incident_actions.text.wording import Wording

FAILURE, SUCCESS = "failure", "success"
DESCRIPTION = "summaries/freeze_status.txt"
"""The template of what a status says."""
OWN_BRANCHES = "hotfix/"
"""How the branches of hotfixes and rollbacks begin."""

MOST_NAMED = 5
"""How many incidents a status names at most, so that it is not too long."""


def judge_head(branch: str, holders: Sequence[Issue], fixed: int, wording: Wording) -> HeadVerdict:
    """Return the verdict on a commit of a branch; `fixed` is the incident whose hotfix the branch is, or 0."""
    numbers = sorted(each.number for each in holders)
    named = fixed if branch and fixed in numbers else 0
    values = {"incidents": numbers[:MOST_NAMED], "more": len(numbers[MOST_NAMED:]), "fixed": named}
    description = " ".join(wording.render(DESCRIPTION, values).split())
    return HeadVerdict(FAILURE if numbers and not named else SUCCESS, description)


def hotfix_branches(comments: Sequence[Comment]) -> frozenset[str]:
    """Return the branches of hotfixes and rollbacks in this repository that the record in an issue's comments names.

    Any bot's record counts: this workflow acts as its own account, even where an App runs the incidents.
    """
    ours = (each for each in comments if each.author.bot and each.body.startswith((CARD_MARK, RECORD_PAGE_MARK)))
    blocks = (record.read_block(each.body) for each in ours)
    entries = (entry for block in blocks if block for entry in block.entries)
    return frozenset(each.branch for each in entries if isinstance(each, HotfixOpened) and not each.repository)
